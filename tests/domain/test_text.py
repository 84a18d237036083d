"""What text may hold, with the character that is wrong named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import text


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800"])
def test_what_is_no_character_is_named_with_its_place(letter: str) -> None:
    problem = text.storable(f"ab{letter}c", ("note",))

    assert problem is not None
    assert f"U+{ord(letter):04X} (number 3)" in problem.message
    assert (problem.code, problem.path) == ("control_character", ("note",))


@pytest.mark.parametrize("letter", "\u061c\u200e\u202a\u202e\u2066\u2069")
def test_what_turns_the_direction_is_refused_where_people_read(letter: str) -> None:
    assert text.storable(letter) is None
    assert text.honest(letter) is not None
    assert text.one_line(letter) is not None


@pytest.mark.parametrize("letter", "\t\n\r\u2028\u2029")
def test_lines_end_in_notes_and_not_in_titles(letter: str) -> None:
    assert text.honest(letter) is None
    assert text.one_line(letter) is not None


@pytest.mark.parametrize("said", ["Über 12 €", "שלום", "日本", "👩‍👩‍👧 family", "a b"])
def test_every_script_is_welcome(said: str) -> None:
    assert text.one_line(said) is None


@given(st.text())
def test_what_is_storable_can_be_written_as_utf8(said: str) -> None:
    if text.storable(said) is None:
        assert "\x00" not in said.encode().decode()


def test_every_text_is_found_with_its_place() -> None:
    found = dict(text.strings({"a": [{"b": "x"}, 7, "y"], "c": None}))

    assert found == {"a": (), "c": (), "b": ("a", "0"), "x": ("a", "0", "b"), "y": ("a", "2")}
