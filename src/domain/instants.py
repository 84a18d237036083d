"""Which days and instants can be reckoned with. Pure.

A calendar has ends, and no zone can be reckoned at them: the last hours of the year 9999 lie in
10000 elsewhere. What stands there was never meant: it is what a program writes for "unset" or
"forever". So every door reads instants by this, and refuses them at the one that holds such.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time

from domain.errors import Invalid

#: The years that can be said. Before them a year has no four digits; what is reckoned from the
#: last of them, decades later, is still in the calendar.
FIRST_YEAR, LAST_YEAR = 1000, 8999


def beyond(day: date, path: Sequence[str] = ()) -> Invalid | None:
    """Return what is wrong with a day or an instant outside the calendar; None if nothing is."""
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return Invalid(
        "out_of_calendar",
        f"The year {day.year} cannot be reckoned with; give one from {FIRST_YEAR} to"
        f" {LAST_YEAR}, and say separately that something has no end.",
        path,
    )


def in_utc(at: datetime, path: Sequence[str] = ()) -> datetime:
    """Return an instant in UTC; `Invalid` if it has no time zone, or is beyond the calendar."""
    if at.tzinfo is None:
        said = "Say in which time zone, as in 2026-12-31T12:00:00Z."
        raise Invalid("zone_missing", said, path)
    if problem := beyond(at, path):
        raise problem
    return at.astimezone(UTC)


def no_time_of_day(at: time, path: Sequence[str] = ()) -> Invalid | None:
    """Return what is wrong with a time of day that is more than hours and minutes; None if not.

    Its zone is said beside it, and one that is written into it would say another.
    """
    if at.tzinfo is None and not at.second and not at.microsecond:
        return None
    said = "Give hours and minutes only, such as 20:00; they are of the zone beside them."
    return Invalid("no_time_of_day", said, path)


def all_beyond(value: object, path: tuple[str, ...] = ()) -> Iterator[Invalid]:
    """Yield what is wrong with each day or instant in `value`, however deep, at its place there."""
    if isinstance(value, date):
        if problem := beyond(value, path):
            yield problem
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from all_beyond(item, (*path, str(name)))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from all_beyond(item, (*path, str(index)))
