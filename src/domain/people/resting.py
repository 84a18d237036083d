"""When somebody is not to be disturbed. Pure; instants are UTC in and out."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)

#: Saturday, as `date.weekday` counts.
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` until before `end` each day, in `time_zone`; the same for both means never.

    An `end` that is not after `start` is that of the next day. With `weekends` Saturday and Sunday
    are quiet as a whole.
    """

    start: time
    end: time
    time_zone: str
    weekends: bool = True


def quiet_until(hours: QuietHours, at: datetime) -> datetime | None:
    """Return when somebody can be told something who is not to be disturbed at `at`; None if now.

    What is told at the end of quiet hours is not told into a weekend: it waits until both end.
    """
    zone = ZoneInfo(hours.time_zone)
    moment = at
    # A night, a weekend of two days, and the night after it.
    for _ in range(6):
        following = _end_of_quiet(hours, moment.astimezone(zone), zone)
        if following is None:
            return None if moment == at else moment
        moment = following
    return moment


def _end_of_quiet(hours: QuietHours, local: datetime, zone: ZoneInfo) -> datetime | None:
    if hours.weekends and local.weekday() >= _SATURDAY:
        return datetime.combine(local.date() + _DAY, time(0), zone).astimezone(UTC)
    now = local.time().replace(tzinfo=None)
    if hours.start == hours.end:
        return None
    if hours.start < hours.end:
        quiet, days = hours.start <= now < hours.end, 0
    else:
        quiet, days = now >= hours.start or now < hours.end, 1 if now >= hours.start else 0
    if not quiet:
        return None
    return datetime.combine(local.date() + days * _DAY, hours.end, zone).astimezone(UTC)
