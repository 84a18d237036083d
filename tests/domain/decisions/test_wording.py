"""Why a rule did not match, in words."""

import pytest

from domain.rulebook.wording import Voice


@pytest.mark.parametrize(
    ("value", "cell", "said"),
    [
        ("null", "< 0", "nothing was told for lead days; the rule wants less than 0"),
        ("null", "not(null)", ("nothing was told for lead days; the rule wants that something is"
         " told")),
        ("3", "null", "lead days is 3; the rule wants that nothing is told"),
        ("true", "false", "lead days is yes; the rule wants no"),
        ("12500", ">= 50000", "lead days is 12500; the rule wants at least 50000"),
        ("7", "(1..5]", "lead days is 7; the rule wants more than 1 and at most 5"),
        ('"JPY"', '"EUR", "USD"', "lead days is JPY; the rule wants one of these: EUR, USD"),
        ('"EUR"', 'not("EUR")', "lead days is EUR; the rule wants anything but EUR"),
        ('"EUR"', 'not("EUR", "USD")', "lead days is EUR; the rule wants none of these: EUR, USD"),
        ("2026-12-01", '< date("2026-11-01")', ("lead days is 2026-12-01; the rule wants a day"
         " before 2026-11-01")),
        ('["a", 1]', '"b"', "lead days is a, 1; the rule wants b"),
        ("[]", "!= 3", "lead days is an empty list; the rule wants anything but 3"),
        ('""', "5", "lead days is an empty text; the rule wants 5"),
    ],
)  # fmt: skip
def test_a_miss_is_told_in_words(value: str, cell: str, said: str) -> None:
    assert Voice().why("lead_days", value, cell) == said


@pytest.mark.parametrize(
    ("value", "cell"), [("P2D", '< duration("P1D")'), ("{a: null}", "> reach"), ("x…", "?.a > 3")]
)
def test_what_there_are_no_words_for_stays_as_it_is_written(value: str, cell: str) -> None:
    assert Voice().why("span", value, cell) == f"span is {value}; the rule wants {cell}"


def test_a_cell_without_end_is_not_read() -> None:
    cell = ", ".join(map(str, range(1_000)))

    assert Voice().why("span", "7", cell).endswith(cell)
