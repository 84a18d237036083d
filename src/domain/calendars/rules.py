"""Reckoning in business time. Pure; instants are UTC in and out.

A day's spans are local, so the change to summer time makes a span that holds it an hour shorter
or longer, as it does for the people at work.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.calendars.model import Calendar, Span
from domain.errors import Invalid
from domain.instants import no_time_of_day
from domain.zones import zones

#: The longest time without an open hour, in days; what lies beyond is a slip of the hand.
CLOSED_DAYS_MAX = 60

#: How many days off one calendar may name.
DAYS_OFF_MAX = 1_000

_DAY = timedelta(days=1)


def later(calendar: Calendar, start: datetime, worked: timedelta) -> datetime:
    """Return the first instant at which `worked` of business time has passed since `start`.

    Raises `Invalid` where the calendar stays closed for longer than `CLOSED_DAYS_MAX`.
    """
    left = worked
    if left <= timedelta(0):
        return start
    for begin, end in _open(calendar, start):
        if end - begin >= left:
            return begin + left
        left -= end - begin
    raise _closed(calendar)


def elapsed(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Return how much business time passes from `start` to `end`; nothing if that is backwards."""
    total = timedelta(0)
    try:
        for begin, close in _open(calendar, start):
            if begin >= end:
                break
            total += min(close, end) - begin
    except Invalid:
        return total
    return total


def opens(calendar: Calendar, at: datetime) -> datetime:
    """Return `at` if somebody is at work then, else the next instant at which somebody is."""
    return next(_open(calendar, at))[0]


def check(calendar: Calendar) -> list[Invalid]:
    """Return what is wrong with a calendar that somebody gives."""
    if calendar.time_zone not in zones():
        return [
            Invalid("unknown_time_zone", "Use a zone such as Europe/Berlin.", ("timeZone",)),
        ]
    if len(calendar.week) != 7:  # noqa: PLR2004  The days of a week.
        return [Invalid("not_a_week", "Give the hours of seven days, from Monday on.", ("week",))]
    if len(calendar.days_off) > DAYS_OFF_MAX:
        said = f"A calendar names at most {DAYS_OFF_MAX} days off; leave out those long past."
        return [Invalid("too_many_days_off", said, ("daysOff",))]
    problems = [problem for at, spans in enumerate(calendar.week) for problem in _wrong(at, spans)]
    if not problems and not any(calendar.week):
        problems.append(Invalid("never_open", "Open at least one span of the week.", ("week",)))
    return problems


def _wrong(at: int, spans: object) -> Iterator[Invalid]:
    path = ("week", str(at))
    last: time | None = None
    for span in spans if isinstance(spans, (list, tuple)) else ():
        if problem := no_time_of_day(span.start, path) or no_time_of_day(span.end, path):
            yield problem
            return  # What has a zone cannot be compared with what has none.
        if last is not None and (last == time(0) or span.start < last):
            yield Invalid("spans_overlap", "Spans of a day follow one another.", path)
        if span.end != time(0) and span.end <= span.start:
            said = "A span ends after it starts; midnight is 00:00."
            yield Invalid("span_ends_before_start", said, path)
        last = span.end


def _open(calendar: Calendar, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield what is open from `start` on, in order."""
    zone = ZoneInfo(calendar.time_zone)
    day = start.astimezone(zone).date()
    seen = day
    while day - seen <= CLOSED_DAYS_MAX * _DAY:
        spans = () if day in calendar.days_off else calendar.week[day.weekday()]
        for span in spans:
            begin, end = _instants(day, span, zone)
            if end > start and end > begin:
                seen = day
                yield max(begin, start), end
        day += _DAY
    raise _closed(calendar)


def _instants(day: date, span: Span, zone: ZoneInfo) -> tuple[datetime, datetime]:
    last = day + _DAY if span.end == time(0) else day
    return (
        datetime.combine(day, span.start, zone).astimezone(UTC),
        datetime.combine(last, span.end, zone).astimezone(UTC),
    )


def _closed(calendar: Calendar) -> Invalid:
    whose = f"of {calendar.market}" if calendar.market else "that everybody shares"
    return Invalid(
        "calendar_closed",
        f"The business calendar {whose} is closed for more than {CLOSED_DAYS_MAX} days on end;"
        " take some of its days off away.",
    )
