"""Every kind of entry, from a plain value to Slack's state, and Slack's own checks."""

from typing import Any

import pytest

from bot.fake.inputs import REQUIRED, entered, entry_problems, initial_values, state_of
from tests.bot.blocks import entry, option, options, plain

STATES: list[tuple[str, dict[str, Any], object, str, object]] = [
    ("plain_text_input", {}, "text", "value", "text"),
    ("plain_text_input", {}, "", "value", None),
    ("number_input", {}, "12", "value", "12"),
    ("static_select", {"options": options(2)}, "1", "selected_option", option("1")),
    ("static_select", {"options": options(2)}, "9", "selected_option", None),
    ("radio_buttons", {"options": options(2)}, "0", "selected_option", option("0")),
    ("overflow", {"options": options(2)}, "0", "selected_option", option("0")),
    (
        "checkboxes",
        {"options": options(3)},
        ["2", "0"],
        "selected_options",
        [option("0"), option("2")],
    ),
    ("multi_static_select", {"options": options(2)}, ["1"], "selected_options", [option("1")]),
    ("users_select", {}, "U1", "selected_user", "U1"),
    ("multi_users_select", {}, ["U1"], "selected_users", ["U1"]),
    ("conversations_select", {}, "C1", "selected_conversation", "C1"),
    ("datepicker", {}, "2027-01-31", "selected_date", "2027-01-31"),
    ("timepicker", {}, "09:30", "selected_time", "09:30"),
    ("datetimepicker", {}, 1628633820, "selected_date_time", 1628633820),
]


@pytest.mark.parametrize(("kind", "more", "value", "key", "expected"), STATES)
def test_an_entry_becomes_the_state_slack_sends(
    kind: str, more: dict[str, Any], value: object, key: str, expected: object
) -> None:
    assert state_of({"type": kind, **more}, value) == {"type": kind, key: expected}


def test_what_is_chosen_at_first_is_the_first_state() -> None:
    group = [{"label": plain(), "options": options(2)}]
    chosen = entry("static_select", option_groups=group, initial_option=option("1"))
    empty = entry("checkboxes", options=options(2))
    blocks = [{**chosen, "block_id": "a"}, {**empty, "block_id": "b"}]

    assert initial_values(blocks) == {
        "a": {"e": {"type": "static_select", "selected_option": option("1")}},
        "b": {"e": {"type": "checkboxes", "selected_options": []}},
    }


def test_entries_for_blocks_that_are_not_there_are_passed_over() -> None:
    blocks = [{**entry("plain_text_input"), "block_id": "a"}]

    assert entered(blocks, {}, {"b": {"e": "x"}, "a": {"other": "x"}}) == {}


REFUSED: list[tuple[str, dict[str, Any], object, str | None]] = [
    ("plain_text_input", {}, "", REQUIRED),
    ("checkboxes", {"options": options(1)}, [], REQUIRED),
    ("plain_text_input", {"max_length": 3}, "abcd", "Please enter at most 3 characters."),
    ("number_input", {"is_decimal_allowed": False}, "1.5", "Please enter a whole number."),
    ("number_input", {"is_decimal_allowed": True}, "1.5", None),
    ("number_input", {"is_decimal_allowed": True}, "one", "Please enter a number."),
    ("number_input", {"min_value": "2"}, "1", "Please enter a number of at least 2."),
    ("number_input", {"max_value": "2"}, "3", "Please enter a number of at most 2."),
    ("number_input", {"is_decimal_allowed": True}, "NaN", "Please enter a number."),
    ("email_text_input", {}, "nobody", "Please enter a valid email address."),
    ("email_text_input", {}, "a@b.example", None),
    ("url_text_input", {}, "x.example", "Please enter a valid URL."),
    ("url_text_input", {}, "https://x.example/a", None),
]


@pytest.mark.parametrize(("kind", "more", "value", "expected"), REFUSED)
def test_slacks_own_form_refuses_what_does_not_fit(
    kind: str, more: dict[str, Any], value: object, expected: str | None
) -> None:
    blocks = [{**entry(kind, **more), "block_id": "a"}]

    found = entry_problems(blocks, entered(blocks, {}, {"a": {"e": value}}))

    assert found.get("a") == expected


def test_an_optional_entry_may_stay_empty() -> None:
    blocks = [{**entry("plain_text_input"), "block_id": "a", "optional": True}]

    assert entry_problems(blocks, initial_values(blocks)) == {}
