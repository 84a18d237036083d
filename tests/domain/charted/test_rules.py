"""What is reckoned for charts, without a database."""

from datetime import date, timedelta

import pytest

from domain.charted.rules import alike, projected, summed
from domain.charted.words import METRICS
from domain.charts.model import Point, Presence
from domain.metrics import catalogue

FIRST = date(2026, 11, 1)


def _days(*values: float | None, presence: Presence = Presence.MISSING) -> list[Point]:
    return [
        Point(FIRST + timedelta(days=n), value, Presence.KNOWN if value is not None else presence)
        for n, value in enumerate(values)
    ]


def test_sums_go_on_after_a_day_that_lacks_and_do_not_invent_it() -> None:
    assert [one.value for one in summed(_days(1, 0, None, 3))] == [1, 1, None, 4]


@pytest.mark.parametrize(
    ("days", "settled", "ends", "wanted"),
    [
        (_days(2, 2, 2, 2), 3, 9, 20.0),
        (_days(9, 1, 1, 1, 1, 1, 1, 1), 7, 9, 18.0),
        (_days(2, 2, 2, 8), 2, 5, 18.0),
        (_days(2, None, 2, 2), 3, 9, None),
        (_days(2, 2), 1, 9, None),
        (_days(2, 2, 2, 2), 3, 3, None),
        (_days(), 3, 9, None),
    ],
)
def test_spend_is_projected_by_the_last_settled_week_or_not_at_all(
    days: list[Point], settled: int, ends: int, wanted: float | None
) -> None:
    last, end = FIRST + timedelta(days=settled), FIRST + timedelta(days=ends)

    assert projected(days, last, end) == wanted
    assert projected(days, None, end) is None


def test_steps_are_sums_over_the_days_that_all_of_them_have() -> None:
    withheld = _days(None, None, None, presence=Presence.SUPPRESSED)

    assert alike([_days(5, 5, 5), _days(4, None, 4), withheld, _days(None)]) == [
        (10, Presence.KNOWN),
        (8, Presence.KNOWN),
        (None, Presence.SUPPRESSED),
        (None, Presence.MISSING),
    ]
    assert alike([_days(5, None), _days(None, 4)]) == [(None, Presence.MISSING)] * 2


def test_every_metric_has_a_german_name() -> None:
    assert METRICS["de"].keys() == catalogue.METRICS.keys()
