"""Which days are asked for, and which spend cannot be."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from domain.ad_reports import rules
from domain.ad_reports.model import Odd, Row, Standing
from domain.metrics.model import Line
from domain.metrics.rules import day_number

TODAY = date(2026, 11, 20)
DAY = day_number(TODAY)


def spend(amount: str, impressions: str, currency: str = "EUR") -> list[Line]:
    row = Row("c", "2026-11-20T00:00:00Z", {"SPEND": amount, "IMPRESSIONS": impressions})
    return rules.lines_of([row], "req", {"c": ""}, currency)


def test_thirty_days_are_asked_for_again_and_all_that_was_not_asked_for() -> None:
    again = TODAY - timedelta(days=29)

    long_ago, odd = TODAY - timedelta(days=200), Odd("too much", DAY - 70)

    def first(through: int | None, begins: date = long_ago, odd: Odd | None = None) -> date:
        return rules.first_day(Standing("req", through, odd=odd), begins, TODAY)

    assert first(DAY - 1) == again
    assert first(None, TODAY - timedelta(days=3)) == again
    assert first(None) == long_ago
    assert first(DAY - 50) == TODAY - timedelta(days=49)
    assert first(DAY - 1, odd=odd) == TODAY - timedelta(days=70)


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        (None, None, None),
        (None, "now", Odd("now", DAY - 29)),
        (Odd("then", DAY - 70), None, Odd("then", DAY - 70)),
        (Odd("then", DAY - 70), "now", Odd("now", DAY - 70)),
        (Odd("then", DAY - 29), None, None),
        (Odd("then", DAY), None, None),
        (Odd("then", DAY + 1), None, Odd("then", DAY + 1)),
    ],
)
def test_spend_stays_set_aside_until_its_own_days_can_be(
    before: Odd | None, said: str | None, after: Odd | None
) -> None:
    assert rules.odd_after(before, DAY - 29, DAY, said) == after


def test_no_answer_is_of_more_days_than_may_be_asked_for() -> None:
    first = TODAY - timedelta(days=199)
    spans = list(rules.spans(first, TODAY, rules.ANSWER_DAYS_MAX))

    assert [(end - start).days + 1 for start, end in spans] == [90, 90, 20]
    assert (spans[0][0], spans[-1][1]) == (first, TODAY)
    assert all(b[0] - a[1] == timedelta(days=1) for a, b in pairwise(spans))


def test_a_campaign_is_settled_when_the_last_purchase_stands_still() -> None:
    assert not rules.settled(TODAY - timedelta(days=29), TODAY)
    assert rules.settled(TODAY - timedelta(days=30), TODAY)


@pytest.mark.parametrize(
    ("amount", "impressions", "currency"),
    [
        ("12.5", "1000", "EUR"),
        ("0", "1000", "EUR"),
        ("1600", "1000", "JPY"),
        ("0.5", "1000", "EUR"),
        ("200", "1000", "EUR"),
    ],
)
def test_spend_that_can_be_goes_in(amount: str, impressions: str, currency: str) -> None:
    assert rules.odd_spend(spend(amount, impressions, currency)) is None


@pytest.mark.parametrize(
    ("amount", "impressions", "currency"),
    [
        ("12500000", "1000", "EUR"),
        ("0.0000125", "1000", "EUR"),
        ("12.5", "1000", "JPY"),
        ("12.5", "0", "EUR"),
        ("200.01", "1000", "EUR"),
    ],
)
def test_spend_that_cannot_be_is_set_aside(amount: str, impressions: str, currency: str) -> None:
    lines = spend(amount, impressions, currency)
    odd = rules.odd_spend(lines)
    assert odd is not None
    left, aside = rules.without_spend(lines, odd)

    assert [one.metric for one in left] == ["ad_impressions"]
    assert [(one.line, one.reason) for one in aside] == [(1, odd)]


def test_a_day_of_impressions_for_free_is_no_wonder() -> None:
    assert rules.odd_spend([*spend("12.5", "1000"), *spend("0", "1000")]) is None


@pytest.mark.parametrize("said", ["-5", "nan", "Infinity", "none"])
def test_what_is_withheld_or_no_number_is_not_added_up(said: str) -> None:
    assert rules.odd_spend([*spend("12.5", "1000"), *spend(said, said)]) is None
