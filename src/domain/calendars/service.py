"""Setting when people of a market are at work."""

from datetime import UTC, datetime, time

from domain.actor import Actor
from domain.audit import service as audit
from domain.calendars import records, rules
from domain.calendars.model import Calendar
from domain.database import transaction
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.people import records as people
from domain.people.model import Act
from domain.people.rules import require

#: The subject of the record under which calendars stand; a market's code is added.
SUBJECT = "calendar"


async def set_calendar(hub: Hub, actor: Actor, calendar: Calendar) -> Calendar:
    """Set the calendar of a market, or of all others where its `market` is empty.

    Stages that are open keep the time they are due; those that open from now on follow it.
    """
    require(actor, Act.CHANGE_CATALOG, everywhere=True)
    if calendar.market and not await people.market_exists(calendar.market):
        said = f"`{calendar.market[:10]}` is no market of this hub; use the code of one."
        raise Invalid("no_such_market", said, ("market",))
    problems = rules.check(calendar)
    if problems:
        raise problems[0] if len(problems) == 1 else _joined(problems)
    _require_open(calendar)
    async with transaction():
        await records.keep(calendar)
        details = {
            "time_zone": calendar.time_zone,
            "week": [[f"{s.start:%H:%M}-{s.end:%H:%M}" for s in day] for day in calendar.week],
            "days_off": sorted(day.isoformat() for day in calendar.days_off),
        }
        await audit.record(
            hub.clock.now(), actor, "calendar.set", _subject(calendar.market), details
        )
    return calendar


async def remove_calendar(hub: Hub, actor: Actor, market: str) -> None:
    """Forget the calendar of a market; `Missing` if it has none."""
    require(actor, Act.CHANGE_CATALOG, everywhere=True)
    async with transaction():
        if not await records.drop(market):
            said = f"There is no calendar for `{market[:10]}`; `calendars` lists those there are."
            raise Missing("no_such_calendar", said, ("market",))
        await audit.record(hub.clock.now(), actor, "calendar.removed", _subject(market), {})


def _require_open(calendar: Calendar) -> None:
    """Raise `Invalid` if the days off leave nobody at work for too long on end."""
    for day in calendar.days_off:
        rules.opens(calendar, datetime.combine(day, time(0), UTC))


def _joined(problems: list[Invalid]) -> Invalid:
    first, *others = problems
    return Invalid(first.code, first.message, first.path, others)


def _subject(market: str) -> str:
    return f"{SUBJECT}:{market or 'everybody'}"
