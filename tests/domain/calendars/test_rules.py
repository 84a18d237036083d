"""Reckoning in business time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendars.model import ROUND_THE_CLOCK, Calendar, Span
from domain.calendars.rules import CLOSED_DAYS_MAX, check, elapsed, later, opens
from domain.errors import Invalid

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = (Span(time(9), time(12)), Span(time(13), time(17)))
WORK = Calendar("DE", "Europe/Berlin", (OFFICE,) * 5 + ((),) * 2, frozenset({date(2026, 5, 1)}))
NIGHT = (Span(time(0), time(6)),)
NIGHTS = Calendar("DE", "Europe/Berlin", (NIGHT,) * 7, frozenset())


def berlin(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def test_work_that_does_not_fit_in_a_day_goes_on_the_next_open_one() -> None:
    friday = berlin(4, 24, 15)

    assert later(WORK, friday, timedelta(hours=2)) == berlin(4, 24, 17)
    assert later(WORK, friday, timedelta(hours=4)) == berlin(4, 27, 11)


def test_nobody_works_at_lunch_or_on_a_day_off() -> None:
    assert later(WORK, berlin(4, 30, 11, 30), timedelta(hours=1)) == berlin(4, 30, 13, 30)
    assert later(WORK, berlin(4, 30, 16), timedelta(hours=2)) == berlin(5, 4, 10)


def test_an_hour_is_an_hour_when_the_clocks_change() -> None:
    assert later(NIGHTS, berlin(3, 29, 0), timedelta(hours=5)) == berlin(3, 29, 6)
    assert later(NIGHTS, berlin(10, 25, 0), timedelta(hours=7)) == berlin(10, 25, 6)


def test_round_the_clock_is_the_clock() -> None:
    at = berlin(4, 26, 3, 17)

    assert later(ROUND_THE_CLOCK, at, timedelta(hours=49)) == at + timedelta(hours=49)
    assert opens(ROUND_THE_CLOCK, at) == at


def test_who_is_away_is_back_on_the_next_open_day() -> None:
    assert opens(WORK, berlin(4, 25, 11)) == berlin(4, 27, 9)
    assert opens(WORK, berlin(4, 24, 17)) == berlin(4, 27, 9)
    assert opens(WORK, berlin(4, 24, 9)) == berlin(4, 24, 9)


def test_a_calendar_that_never_opens_again_says_so() -> None:
    off = {date(2026, 6, 1) + timedelta(days=n) for n in range(CLOSED_DAYS_MAX * 2)}
    closed = Calendar("DE", "Europe/Berlin", WORK.week, frozenset(off))

    with pytest.raises(Invalid, match="closed for more than 60 days"):
        later(closed, berlin(5, 29, 16), timedelta(hours=2))
    assert elapsed(closed, berlin(5, 29, 16), berlin(6, 20, 16)) == timedelta(hours=1)


_INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  Given the zone beside.


@given(_INSTANTS, st.timedeltas(timedelta(minutes=1), timedelta(days=20)))
def test_what_is_worked_is_what_has_passed(start: datetime, worked: timedelta) -> None:
    for calendar in (WORK, NIGHTS, ROUND_THE_CLOCK):
        end = later(calendar, start, worked)

        assert elapsed(calendar, start, end) == worked
        assert elapsed(calendar, start, end - timedelta(microseconds=1)) < worked


@given(_INSTANTS, _INSTANTS, _INSTANTS)
def test_two_stretches_add_up(a: datetime, b: datetime, c: datetime) -> None:
    first, second, third = sorted((a, b, c))

    whole = elapsed(WORK, first, third)

    assert whole == elapsed(WORK, first, second) + elapsed(WORK, second, third)


@pytest.mark.parametrize(
    ("calendar", "code"),
    [
        (Calendar("DE", "Berlin", WORK.week, ()), "unknown_time_zone"),
        (Calendar("DE", "Europe/Berlin", WORK.week[:6], ()), "not_a_week"),
        (Calendar("DE", "Europe/Berlin", ((),) * 7, ()), "never_open"),
        (Calendar("DE", "UTC", ((Span(time(9), time(8)),),) * 7, ()), "span_ends_before_start"),
        (Calendar("DE", "UTC", (OFFICE[::-1],) * 7, ()), "spans_overlap"),
        (
            Calendar(
                "DE", "UTC", WORK.week, [date(2026, 1, 1) + timedelta(n) for n in range(1001)]
            ),
            "too_many_days_off",
        ),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(calendar: Calendar, code: str) -> None:
    assert code in {problem.code for problem in check(calendar)}


def test_a_calendar_that_can_be_is_not() -> None:
    assert check(WORK) == check(NIGHTS) == check(ROUND_THE_CLOCK) == []
