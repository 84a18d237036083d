"""When silences end: by the days and hours of a business calendar."""

from datetime import UTC, date, datetime, time

import pytest

from domain.calendars.model import ROUND_THE_CLOCK, Calendar, Span
from domain.thresholds.model import Quiet
from domain.thresholds.quieting import quiet_until

#: At work from nine to five from Monday to Friday in Berlin, but not on Easter Monday.
DAY = (Span(time(9), time(17)),)
BERLIN = Calendar("DE", "Europe/Berlin", (*(DAY,) * 5, (), ()), frozenset({date(2026, 4, 6)}))


def at(day: int, hour: int) -> datetime:
    """Return an hour of April 2026 in UTC; Berlin is two hours ahead, the 3rd is a Friday."""
    return datetime(2026, 4, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "asked", "until"),
    [
        (Quiet.NEVER, at(4, 12), None),
        (Quiet.WEEKENDS, at(3, 20), None),
        (Quiet.WEEKENDS, at(3, 23), at(7, 7)),
        (Quiet.WEEKENDS, at(5, 12), at(7, 7)),
        (Quiet.WEEKENDS, at(7, 7), None),
        (Quiet.WEEKENDS, at(8, 3), None),
        (Quiet.DAYS_OFF, at(6, 12), at(7, 7)),
        (Quiet.DAYS_OFF, at(7, 6), at(7, 7)),
        (Quiet.DAYS_OFF, at(9, 3), None),
        (Quiet.AFTER_HOURS, at(9, 3), at(9, 7)),
        (Quiet.AFTER_HOURS, at(3, 15), at(7, 7)),
        (Quiet.AFTER_HOURS, at(9, 10), None),
    ],
)
def test_a_silence_lasts_until_somebody_is_at_work_after_it(
    quiet: Quiet, asked: datetime, until: datetime | None
) -> None:
    assert quiet_until(quiet, BERLIN, asked) == until


def test_where_nobody_set_a_calendar_weekends_end_at_midnight_and_no_day_is_off() -> None:
    assert quiet_until(Quiet.WEEKENDS, ROUND_THE_CLOCK, at(4, 12)) == at(6, 0)
    assert quiet_until(Quiet.DAYS_OFF, ROUND_THE_CLOCK, at(4, 12)) is None
    assert quiet_until(Quiet.AFTER_HOURS, ROUND_THE_CLOCK, at(4, 12)) is None
