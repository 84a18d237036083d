"""Regular expressions: the same as Python's where that is safe, and never without end."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.decisions.dmn.feel import patterns
from domain.decisions.dmn.feel.run import Run, Violation
from domain.decisions.dmn.limits import STEPS_MAX
from tests.domain.decisions.dmn.helpers import value

ATOMS = st.sampled_from(["a", "b", "[ab]", "[^a]", ".", "\\w", "(a)", "(?:ab)", "(a|b)"])
REPEATED = st.builds(
    "{}{}".format, ATOMS, st.sampled_from(["", "*", "+", "?", "{1,2}", "*?", "+?"])
)
PATTERNS = st.lists(REPEATED, min_size=1, max_size=5).map("".join)


@given(PATTERNS, st.text("abc", max_size=8))
def test_a_match_lies_where_pythons_own_lies(pattern: str, text: str) -> None:
    program = patterns.compiled(pattern, "")
    assert program is not None
    found, expected = patterns.search(program, text, 0, Run()), re.search(pattern, text)

    assert (found is None) is (expected is None)
    if found is not None and expected is not None:
        assert found[:2] == expected.span()


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"\d+", "a12", True),
        (r"^\D+$", "a12", False),
        (r"\p{Lu}", "aB", True),
        (r"\P{L}", "ab", False),
        (r"[a-z-[aeiou]]+$", "xyz", True),
        (r"^[a-z-[aeiou]]+$", "xaz", False),
        (r"[\d\-x]", "-", True),
        (r"^a$", "a\nb", False),
        (r"a.b", "a\nb", False),
        (r"\.", "a", False),
        (r"a{2,}", "caab", True),
        (r"a{0}b", "b", True),
        (r"\s\S", " x", True),
    ],
)
def test_what_matches(pattern: str, text: str, expected: bool) -> None:  # noqa: FBT001
    assert value("matches(t, p)", t=text, p=pattern) is expected


@pytest.mark.parametrize(
    ("flags", "pattern", "text"),
    [("s", "a.b", "a\nb"), ("m", "^b$", "a\nb"), ("i", "[A-C]", "b"), ("x", "a b", "ab"),
     ("q", "a.b", "a.b")],
)  # fmt: skip
def test_flags(flags: str, pattern: str, text: str) -> None:
    assert value("matches(t, p, f)", t=text, p=pattern, f=flags) is True
    assert value("matches(t, p)", t=text, p=pattern) is (flags == "q")


@pytest.mark.parametrize(
    "pattern",
    ["(", ")", "[", "[]", "a**", "*a", "a{2", "a{2,1}", "[b-a]", "\\", "\\1", "(?=a)", "(?P<n>a)",
     "\\p{Greek}", "x{99999}", "((((x{99}){99}){99}){99})", "(" * 200, "a" * 501, "]"],
)  # fmt: skip
def test_what_has_no_meaning_or_is_too_large_is_null(pattern: str) -> None:
    assert value("matches(t, p)", t="aaa", p=pattern) is None


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|aa)+$", "^(a|a?)+$", "(.*a){12}x", "a*a*a*a*a*b"]
)
def test_patterns_that_run_away_elsewhere_end_here(pattern: str) -> None:
    program = patterns.compiled(pattern, "")
    assert program is not None
    run = Run()

    assert patterns.search(program, "a" * 400 + "!", 0, run) is None
    assert STEPS_MAX - run.steps < 30_000


def test_a_pattern_is_charged_for_what_it_does() -> None:
    program = patterns.compiled("(.*)(.*)(.*)x", "")
    assert program is not None

    with pytest.raises(Violation, match="steps"):
        patterns.search(program, "a" * 150_000, 0, Run())


def test_a_replacement_that_grows_without_end_is_stopped() -> None:
    with pytest.raises(Violation, match="longer"):
        value('replace(t, "a", t)', t="a" * 1_000)
