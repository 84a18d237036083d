"""Which time zones there are, and when a day is there in some of them. Pure."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """Return the names of every IANA zone; finding them means reading a whole folder, so once."""
    return frozenset(available_timezones())


def opens(day: date, among: Collection[str]) -> datetime:
    """Return the earliest midnight with which `day` begins in one of the time zones.

    A target opens everywhere at one instant. At the earliest nobody waits beyond their own day;
    who is further west hears it some hours before it. The last look judges each market by its own
    midnight all the same.
    """
    starts = [datetime.combine(day, time.min, ZoneInfo(zone)) for zone in among or ("UTC",)]
    return min(starts).astimezone(UTC)


def ends(last_day: date, among: Collection[str]) -> datetime:
    """Return the latest midnight after `last_day` in one of the time zones: all hear it whole."""
    return begun(last_day + timedelta(days=1), among)


def begun(day: date, among: Collection[str]) -> datetime:
    """Return the latest midnight with which `day` begins in one of the zones: it is there in all.

    Where no zone is known it is that of UTC.
    """
    starts = [datetime.combine(day, time.min, ZoneInfo(zone)) for zone in among or ("UTC",)]
    return max(starts).astimezone(UTC)
