"""When nobody is told of what figures say, and what is kept for the digest at the end of that.

An alert opens, gets worse and ends in a silence as it does else. It is written down beside it, and
a job at the end of the silence has the digest said (`digesting`).
"""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain import ids
from domain.calendars import records as calendars
from domain.calendars import rules
from domain.calendars.model import Calendar
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.thresholds import desk, hush_records
from domain.thresholds.hush_records import Hush
from domain.thresholds.model import Alert, AlertMove, Quiet

#: The job at the end of a silence.
KIND = "alerts.digest"

#: What a digest says: all else that figures do is seen on the cards.
TOLD = frozenset({AlertMove.OPENED, AlertMove.WORSENED, AlertMove.RESOLVED})

_DAY, _WEEK, _SATURDAY = timedelta(days=1), 7, 5


def quiet_until(quiet: Quiet, calendar: Calendar, at: datetime) -> datetime | None:
    """Return when the silence ends that an instant lies in; None if it lies in none. Pure.

    Silence over whole days lasts until somebody is at work after them.
    """
    if quiet is Quiet.NEVER:
        return None
    if quiet is Quiet.AFTER_HOURS:
        opens = rules.opens(calendar, at)
        return opens if opens > at else None
    zone = ZoneInfo(calendar.time_zone)
    today = at.astimezone(zone).date()
    last = next(
        (day for back in range(_WEEK) if _rests(quiet, calendar, day := today - back * _DAY)), None
    )
    while last is not None:
        midnight = datetime.combine(last + _DAY, time(0), zone).astimezone(UTC)
        opens = rules.opens(calendar, midnight)
        opening_day = opens.astimezone(zone).date()
        if not _rests(quiet, calendar, opening_day):
            return opens if opens > at else None
        last = opening_day
    return None


def _rests(quiet: Quiet, calendar: Calendar, day: date) -> bool:
    """Whether a day is silent as a whole."""
    if quiet is Quiet.WEEKENDS:
        return day.weekday() >= _SATURDAY
    return day in calendar.days_off or not calendar.week[day.weekday()]


async def hushed(alerts: Collection[Alert], now: datetime) -> Mapping[str, datetime]:
    """Return until when nobody is told of alerts, by id, of those whose threshold is silent now."""
    said = await desk.thresholds_of(alerts)
    quiet = {
        one.id: said[one.threshold_id].terms.quiet
        for one in alerts
        if one.threshold_id in said and said[one.threshold_id].terms.quiet is not Quiet.NEVER
    }
    markets = await desk.markets_of([one for one in alerts if one.id in quiet])
    found: dict[str, datetime] = {}
    for alert_id, when in quiet.items():
        calendar = await calendars.for_markets(markets.get(alert_id, ()))
        if (until := quiet_until(when, calendar, now)) is not None:
            found[alert_id] = until
    return found


async def keep(hub: Hub, alert: Alert, move: AlertMove, until: datetime) -> None:
    """Keep for a digest what happened to an alert in a silence, in the running transaction."""
    if move not in TOLD:
        return
    now = hub.clock.now()
    await hush_records.add(Hush(ids.new(ids.Prefix.ALERT), alert.id, move, until, now))
    await jobs.ask(
        hub.wake,
        now,
        key=f"{KIND}:{until.isoformat()}",
        kind=KIND,
        lane=KIND,
        details={"until": until.isoformat()},
        after=until - now,
    )
