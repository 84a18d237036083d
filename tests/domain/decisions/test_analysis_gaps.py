"""The gaps that analysis finds: what no rule of a table covers."""

import pytest

from domain.decisions.model import Flaw
from tests.domain.decisions.drawn import Drawn, Input, Output
from tests.domain.decisions.findings import AGE, CITY, HERE, found


def column(kind: str, *cells: str, allowed: str = "", required: bool = True) -> Drawn:
    """A table of one column, whose rules say different things."""
    rows = [(f"r{at}", [cell], [f'"{at}"']) for at, cell in enumerate(cells)]
    return Drawn([Input("x", kind, allowed, required)], rows)


@pytest.mark.parametrize(
    ("drawn", "where"),
    [
        (column("number", "<= 17", ">= 18"), ["more than 17 and less than 18"]),
        (column("number", "< 18", "> 18"), ["18"]),
        (column("number", "[0..10)", "(10..20]"), ["less than 0 or 10 or more than 20"]),
        (column("number", "[0..10]"), ["less than 0 or more than 10"]),
        (column("number", "> 5", allowed=">= 0"), ["0 to 5"]),
        (column("number", "1", allowed="1, 2, 3"), ["2 or 3"]),
        (
            column("number", "< 1", "[3..5)", allowed="[0..9]"),
            ["1 or more and less than 3 or 5 to 9"],
        ),
        (column("string", '"EUR", "USD"'), ["any other than EUR, USD"]),
        (column("string", '"a"', allowed='"a", "b", ""'), ['"" or b']),
        (column("string", 'not("a")'), ["a"]),
        (column("boolean", "true"), ["false"]),
        (column("boolean", "true", "false", required=False), ["absent"]),
        (column("number", "< 5", required=False), ["5 or more or absent"]),
        (column("number", "not(null)", required=False), ["absent"]),
        (column("number", "null", required=False), ["any number"]),
        (column("string", 'not("a")', required=False), ["a or absent"]),
        (column("date", '< date("2026-01-01")', '> date("2026-01-01")'), ["2026-01-01"]),
        (column("date", '>= date("2026-01-01")'), ["before 2026-01-01"]),
        (column("time", '> time("09:00:00")'), ["09:00:00 or earlier"]),
        (
            column("dateTime", '< date and time("2026-01-01T00:00:00Z")'),
            ["2026-01-01T00:00:00Z or later"],
        ),
        (column("dayTimeDuration", '<= duration("P1D")'), ["more than P1D"]),
        (column("yearMonthDuration", '< duration("P1Y")'), ["P1Y or more"]),
        (column("", '"a"', "> 5"), ["any other than a or 5 or less or of another kind"]),
    ],
)
def test_a_gap_is_told_by_column(drawn: Drawn, where: list[str]) -> None:
    gaps = found(drawn, Flaw.GAP)

    assert [finding.where["x"] for finding in gaps] == where
    assert [finding.rules for finding in gaps] == [()] * len(where)
    assert not any(finding.refused for finding in gaps)


@pytest.mark.parametrize(
    "drawn",
    [
        column("number", "< 18", ">= 18"),
        column("number", "<= 5", "(5..10]", "> 10"),
        column("number", ">= 1", "0", allowed="0, 1, 2"),
        column("number", ">= 0", allowed=">= 0"),
        column("string", '"a", "b"', 'not("a", "b")'),
        column("string", '"a"', '"b"', allowed='"a", "b"'),
        column("boolean", "true", "not(true)"),
        column("boolean", "true", "false", "null", required=False),
        column("number", "-", required=False),
        column("date", '<= date("2026-01-31")', '>= date("2026-02-01")'),
        column("yearMonthDuration", '<= duration("P1M")', '>= duration("P2M")'),
        column("time", '<= time("12:00:00")', '> time("12:00:00")'),
        column("time", '<= time("23:59:59.999999")'),
        column(
            "dateTime",
            '<= date and time("9999-12-31T23:59:59.999999+00:00")',
            '> date and time("9999-12-31T23:59:59.999999+00:00")',
        ),
        column("", "not(null)", "null", required=False),
    ],
)
def test_what_is_covered_has_no_gap(drawn: Drawn) -> None:
    assert found(drawn, Flaw.GAP) == []


def test_a_gap_is_as_large_as_it_can_be_and_says_what_bounds_it() -> None:
    drawn = Drawn(
        [AGE, CITY, HERE],
        [
            ("young", ["< 18", "-", "-"], ['"a"']),
            ("rome", [">= 18", '"Rome"', "-"], ['"b"']),
            ("local", ["[18..65)", 'not("Rome")', "true"], ['"c"']),
        ],
    )

    gaps = found(drawn, Flaw.GAP)

    assert [finding.where for finding in gaps] == [
        {"age": "18 or more", "city": "any other than Rome", "here": "false"},
        {"age": "65 or more", "city": "any other than Rome"},
    ]
    assert gaps[1].said == (
        "No rule covers the case that `age` is 65 or more and `city` is any other than Rome."
    )


def test_a_table_without_rules_covers_nothing() -> None:
    (gap,) = found(Drawn([AGE], []), Flaw.GAP)

    assert (gap.where, gap.said) == ({}, "No rule covers anything.")


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "COLLECT", "RULE ORDER"])
def test_what_is_said_without_a_match_leaves_no_gap(policy: str) -> None:
    rows = [("r", ["> 5"], ["1"])]

    assert found(Drawn([AGE], rows, policy), Flaw.GAP) != []
    assert found(Drawn([AGE], rows, policy, [Output("o", default="0")]), Flaw.GAP) == []


def test_no_more_than_fifty_gaps_are_listed() -> None:
    drawn = Drawn(
        [Input("a"), Input("b")],
        [(f"r{at}", [f"[{at}..{at + 1})", f"[{at}..{at + 1})"], ["1"]) for at in range(80)],
        "FIRST",
    )

    gaps = found(drawn, Flaw.GAP)

    assert len(gaps) == 51
    assert gaps[-1].said == "There are more gaps than these 50."
