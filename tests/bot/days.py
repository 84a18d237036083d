"""Days in chat: time passes, people leave, and this is what they were told."""

from datetime import datetime, timedelta

from domain.clock import SteppingClock
from domain.reminding.away import Away, set_absence
from domain.requests.model import Request
from domain.tellings import records as tellings
from domain.tellings.model import Outcome, What
from tests.bot.office import Office

#: Monday, 10:00 in the morning for everybody who is not asked otherwise.
MONDAY = datetime.fromisoformat("2026-11-23T10:00:00+00:00")


def to(desk: Office, at: datetime) -> None:
    clock = desk.world.hub.clock
    assert isinstance(clock, SteppingClock)
    clock.advance(at - clock.now())


async def leaves(desk: Office, who: str, delegate: str | None) -> str:
    world = desk.world
    now = world.hub.clock.now()
    named = world.people[delegate] if delegate else None
    away = Away(world.people[who], now, now + timedelta(days=3), named)
    return (await set_absence(world.hub, await world.actor(who), away)).id


async def told(request: Request, what: What) -> list[tuple[str | None, Outcome, str | None]]:
    found = (await tellings.of_requests([request.id]))[request.id]
    return [(one.user_id, one.outcome, one.reason) for one in found if one.what is what]
