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
from domain.thresholds import desk, hush_records, team_silence_records
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
    """Return until when nobody is told of alerts, by id: their threshold or their team is silent.

    Where both are, it is until both have ended.
    """
    found = dict(await _by_threshold(alerts, now))
    lasting = {one.team_id: one.until for one in await team_silence_records.in_force(now)}
    told = await desk.told(alerts) if lasting else {}
    for alert_id, (team, _) in told.items():
        if team is not None and team.id in lasting:
            found[alert_id] = max(lasting[team.id], found.get(alert_id, now))
    return found


async def _by_threshold(alerts: Collection[Alert], now: datetime) -> Mapping[str, datetime]:
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
    await ask_digest(hub, until)


async def ask_digest(hub: Hub, until: datetime) -> None:
    """Have what is kept until an instant be told then, in the running transaction; asked once."""
    now = hub.clock.now()
    await jobs.ask(
        hub.wake,
        now,
        key=f"{KIND}:{until.isoformat()}",
        kind=KIND,
        lane=KIND,
        details={"until": until.isoformat()},
        after=max(until - now, timedelta(0)),
    )
