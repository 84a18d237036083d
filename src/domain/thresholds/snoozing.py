"""For how long something is snoozed by a click. Pure."""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

#: When a working day begins for those who snooze until one, where they are.
MORNING = time(9)


class Snooze(StrEnum):
    """For how long."""

    TOMORROW = "tomorrow"
    THREE_DAYS = "three_days"
    WEEK = "week"
    RESOLVED = "resolved"


_DAYS = {Snooze.THREE_DAYS: 3, Snooze.WEEK: 7}


def until(snooze: Snooze, now: datetime, zone: str) -> datetime | None:
    """Return until when that is for somebody in a time zone; None until it is resolved."""
    if snooze is Snooze.RESOLVED:
        return None
    if snooze is Snooze.TOMORROW:
        return morning(now, zone, 1)
    return now + timedelta(days=_DAYS[snooze])


def morning(now: datetime, zone: str, days: int) -> datetime:
    """Return nine o'clock in a time zone, so many days after the day it is there."""
    there = ZoneInfo(zone)
    day = now.astimezone(there).date() + timedelta(days=days)
    return datetime.combine(day, MORNING, there).astimezone(UTC)
