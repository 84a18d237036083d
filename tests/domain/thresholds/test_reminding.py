"""When somebody is reminded of an alert, when it is listed, and until when it is snoozed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.calendars.model import ROUND_THE_CLOCK, Calendar, Span
from domain.thresholds import reminding, snoozing
from domain.thresholds.snoozing import Snooze

_DAY = (Span(time(8), time(18)),)

#: From Monday to Friday, and not on the first Wednesday of December.
BERLIN = Calendar("DE", "Europe/Berlin", (*(_DAY,) * 5, (), ()), frozenset({date(2026, 12, 2)}))


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(23, 7, 59), False),  # Monday, 08:59 in Berlin.
        (at(23, 8), True),
        (at(23, 22), True),  # The hub was away at nine.
        (at(23, 23, 30), False),  # It is Tuesday there, before nine.
        (at(22, 12), False),  # A Sunday.
        (at(2, 12, month=12), False),  # A day off.
    ],
)
def test_a_reminder_is_due_from_nine_on_where_people_work(now: datetime, *, expected: bool) -> None:
    assert reminding.due(at(20, 12), [], now, BERLIN) is expected


def test_what_opened_after_nine_is_not_due_before_the_next_day() -> None:
    opened = at(23, 10)

    assert not reminding.due(opened, [], at(23, 12), ROUND_THE_CLOCK)
    assert reminding.due(opened, [], at(24, 9), ROUND_THE_CLOCK)


def test_a_day_has_one_reminder_and_an_alert_three() -> None:
    days = [date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)]
    opened = at(20, 12)

    assert not reminding.due(opened, days[:1], at(23, 12), BERLIN)
    assert reminding.due(opened, days[:2], at(25, 12), BERLIN)
    assert not reminding.due(opened, days, at(26, 12), BERLIN)


def test_the_list_has_what_was_reminded_of_thrice_before_this_week() -> None:
    days = [date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)]

    assert not reminding.listed(days, at(27, 12), BERLIN)
    assert not reminding.listed(days, at(29, 12), BERLIN)
    assert not reminding.listed(days, at(30, 7), BERLIN)
    assert reminding.listed(days, at(30, 8), BERLIN)
    assert not reminding.listed(days[:2], at(30, 8), BERLIN)


def test_tomorrow_is_nine_where_somebody_is_also_when_the_clocks_change() -> None:
    before = datetime(2026, 10, 24, 20, tzinfo=UTC)

    assert snoozing.until(Snooze.TOMORROW, before, "Europe/Berlin") == at(25, 8, month=10)
    assert snoozing.until(Snooze.TOMORROW, at(20, 23, 30), "Europe/Berlin") == at(22, 8)
    assert snoozing.until(Snooze.THREE_DAYS, before, "UTC") == before + timedelta(days=3)
    assert snoozing.until(Snooze.RESOLVED, before, "UTC") is None
