"""When something that was put off comes back, when a digest is due, what is shown first. Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.errors import Invalid
from domain.inbox.model import DigestWish, Row, Snooze

#: The hour at which a morning begins for what was put off.
MORNING = time(9)

#: How many hours after its time a digest is still sent; one that is later is news no more.
LATE_HOURS = 4

_SATURDAY = 5


def until(snooze: Snooze, now: datetime, zone: str, due_at: datetime | None) -> datetime:
    """Return when something put off comes back; `Invalid` if that lies behind."""
    if snooze is Snooze.HOUR:
        return now + timedelta(hours=1)
    if snooze is Snooze.MORNING:
        here = ZoneInfo(zone)
        tomorrow = now.astimezone(here).date() + timedelta(days=1)
        return datetime.combine(tomorrow, MORNING, here).astimezone(UTC)
    if due_at is None or due_at <= now:
        raise Invalid("overdue_already", "This is due already; put it off for an hour instead.")
    return due_at


def digest_day(wish: DigestWish, now: datetime, zone: str) -> str | None:
    """Return the day whose digest is due now, as the person counts days; None if none is."""
    local = now.astimezone(ZoneInfo(zone))
    due = wish.hour <= local.hour < wish.hour + LATE_HOURS
    if not wish.wanted or local.weekday() >= _SATURDAY or not due:
        return None
    return local.date().isoformat()


def urgent_first(rows: Iterable[Row]) -> list[Row]:
    """Return what waits: what is overdue first, the longest so at first, then by due time."""
    return sorted(
        rows,
        key=lambda row: (
            not row.overdue,
            row.due_at is None,
            row.due_at or row.request.created_at,
            row.request.id,
        ),
    )
