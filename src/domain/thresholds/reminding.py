"""Reminding those who are told of alerts that nobody looks after: thrice, then once a week.

It is looked every hour; a reminder is due at nine in the calendar of what an alert is about, on
days on which its people work, and once a day however often it is looked. A place that was away at
nine is reminded later that day.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.calendars import records as calendars
from domain.calendars import rules as calendar_rules
from domain.calendars.model import Calendar
from domain.database import transaction
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.notices import records as notices
from domain.tellings import records as tellings
from domain.tellings.model import Telling, What
from domain.thresholds import announcing, desk, lifecycle, quieting, records
from domain.thresholds.model import Alert, Condition, Handling
from domain.thresholds.snoozing import MORNING

#: What looks who is to be reminded, what reminds below one message, and what lists a place's.
KIND, REMIND, WEEKLY = "alerts.due", "alerts.remind", "alerts.weekly"

#: How often somebody is reminded of one alert before the weekly list has it. Ours.
TIMES = 3

#: How many of a place one weekly list is asked for; it says how many more there are. Ours.
LISTED_MAX = 500


def waits(alert: Alert, now: datetime) -> bool:
    """Whether figures are bad and nobody does anything about it."""
    firing = alert.open and alert.condition is Condition.FIRING
    return firing and lifecycle.handling_of(alert, now) is Handling.NONE


def morning(calendar: Calendar, now: datetime) -> datetime | None:
    """Return when people are reminded on the day it is in a calendar; None if nobody works then."""
    zone = ZoneInfo(calendar.time_zone)
    today = now.astimezone(zone).date()
    nine = datetime.combine(today, MORNING, zone).astimezone(UTC)
    opens = calendar_rules.opens(calendar, nine)
    return opens if opens.astimezone(zone).date() == today else None


def due(opened_at: datetime, told: Sequence[date], now: datetime, calendar: Calendar) -> bool:
    """Whether it is time for a further reminder; `told` are the days of those there were."""
    at = morning(calendar, now)
    if at is None or not opened_at < at <= now or len(told) >= TIMES:
        return False
    return day_in(calendar, now) not in told


def listed(told: Sequence[date], now: datetime, calendar: Calendar) -> bool:
    """Whether something belongs on this week's list: reminders of it ended before this week."""
    at, today = morning(calendar, now), day_in(calendar, now)
    monday = today - timedelta(days=today.weekday())
    return at is not None and at <= now and len(told) >= TIMES and max(told) < monday


def day_in(calendar: Calendar, now: datetime) -> date:
    """Return the day it is in a calendar."""
    return now.astimezone(ZoneInfo(calendar.time_zone)).date()


def days_told(found: Iterable[Telling]) -> list[date]:
    """Return the days on which somebody was reminded, each once."""
    held = {(one.details or {}).get("day") for one in found if one.what is What.REMINDER}
    return sorted(date.fromisoformat(str(one)) for one in held if one)


async def look(hub: Hub, _: Job) -> None:
    """Ask for the reminders and lists that are due; the handler of `KIND`."""
    now = hub.clock.now()
    waiting = [one for one in await records.open_alerts() if waits(one, now)]
    told = await tellings.of_alerts([one.id for one in waiting])
    by_markets: dict[tuple[str, ...], Calendar] = {}
    markets, quiet = await desk.markets_of(waiting), await quieting.hushed(waiting, now)
    for alert in waiting:
        if alert.id in quiet:
            continue
        where = markets.get(alert.id, ())
        if where not in by_markets:
            by_markets[where] = await calendars.for_markets(where)
        calendar, days = by_markets[where], days_told(told[alert.id])
        if due(alert.opened_at, days, now, calendar):
            await _remind(hub, alert, day_in(calendar, now))
        elif listed(days, now, calendar):
            await _list(hub, alert, day_in(calendar, now))


async def in_place(hub: Hub, workspace_id: str, place: str) -> list[Alert]:
    """Return what a weekly list of a place holds: what nobody looks after for long."""
    now = hub.clock.now()
    waiting = [one for one in await records.open_alerts() if waits(one, now)]
    told = await tellings.of_alerts([one.id for one in waiting])
    found = [one for one in waiting if len(days_told(told[one.id])) >= TIMES]
    shown: dict[str, bool] = defaultdict(bool)
    for subject_id in {announcing.shown_as(one) for one in found}:
        copies = await notices.of_subject(subject_id)
        shown[subject_id] = any((c.workspace_id, c.place) == (workspace_id, place) for c in copies)
    return [one for one in found if shown[announcing.shown_as(one)]][:LISTED_MAX]


async def _remind(hub: Hub, alert: Alert, day: date) -> None:
    subject_id = announcing.shown_as(alert)
    await _ask(hub, REMIND, subject_id, day.isoformat(), {"subject_id": subject_id})


async def _list(hub: Hub, alert: Alert, day: date) -> None:
    year, week, _ = day.isocalendar()
    for copy in await notices.of_subject(announcing.shown_as(alert)):
        if copy.place and copy.handle:
            about = {"workspace_id": copy.workspace_id, "place": copy.place}
            who = f"{copy.workspace_id}:{copy.place}"
            await _ask(hub, WEEKLY, who, f"{year}-{week:02}", about)


async def _ask(hub: Hub, kind: str, who: str, when: str, about: dict[str, str]) -> None:
    async with transaction():
        await jobs.ask(
            hub.wake,
            hub.clock.now(),
            key=f"{kind}:{who}:{when}",
            kind=kind,
            lane=f"{kind}:{who}",
            details=about | {"when": when},
        )
