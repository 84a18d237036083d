"""What a hand-over asks of a target: to publish, and to leave it to the people who did it."""

from datetime import datetime, timedelta

from domain.database import must_be_in_transaction
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.targets import records, removing
from domain.targets.connected import Targets
from domain.targets.model import Published

#: The jobs that publish something, have it stand in fewer places, and look how it stands there.
PUBLISH, NARROW, LOOK = "target.publish", "target.narrow", "target.look"


async def went_out(hub: Hub, targets: Targets, request_id: str, chosen: Published | None) -> None:
    """Have what was handed over published, in its transaction; nothing where a team alone does.

    What stands at another target, by an earlier revision, is taken down there.
    """
    must_be_in_transaction()
    kept = await records.hand(chosen) if chosen else None
    for one in await records.of_request(request_id):
        if (kept is None or one.id != kept.id) and one.closed_at is None:
            await removing.ask_one(hub, targets, one, "it is published elsewhere by now")
    if kept is not None:
        await ask(hub, targets, kept)


async def ask(hub: Hub, targets: Targets, published: Published) -> None:
    """Ask for something to be published, when it opens or at once where the target waits itself.

    At once too where no such target is connected, so that this is heard of while there is time.
    """
    now, target = hub.clock.now(), targets.find(published.target)
    early = target is None or target.ahead
    after = timedelta(0) if early else max(published.opens_at - now, timedelta(0))
    await _ask(hub, published, PUBLISH, after)


async def ask_look(hub: Hub, published: Published, after: timedelta) -> None:
    """Ask for the looks at what was published, which are one job; the first after so long."""
    await _ask(hub, published, LOOK, after)


async def go_on(hub: Hub, target: str, place: str) -> None:
    """Have what was given up at a place tried again; in the running transaction.

    For who mended what kept it: what was to be looked at, or taken down, is so again.
    """
    must_be_in_transaction()
    lanes = [removing.lane(one.id) for one in await records.followed_at(target, place)]
    await jobs.revive(hub.wake, hub.clock.now(), lanes)
    for lane in lanes:
        for kind in (LOOK, removing.REMOVE):
            await jobs.hurry_lane(hub.wake, hub.clock.now(), lane, kind)


async def look_now(hub: Hub, request_id: str) -> None:
    """Have it looked at once how what was published for a request stands, or whether it is gone.

    In the running transaction, for who hears of it before the next look is due; also where nobody
    looks any more, since nothing had been heard for too long.
    """
    for one in await records.of_request(request_id):
        if one.closed_at is None:
            await jobs.revive(hub.wake, hub.clock.now(), [removing.lane(one.id)])
        kind = LOOK if one.going_since is None else removing.REMOVE
        await jobs.hurry_lane(hub.wake, hub.clock.now(), removing.lane(one.id), kind)


async def done_by_people(request_id: str, at: datetime) -> None:
    """Leave what a team says it did by itself to that team; in the running transaction."""
    for one in await records.of_request(request_id):
        await records.close(one.id, at)


async def _ask(hub: Hub, published: Published, kind: str, after: timedelta) -> None:
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        # As it was in the versions before, which count turns and serve beside this one.
        key=f"{kind}:{published.id}:{published.version}:1",
        kind=kind,
        lane=removing.lane(published.id),
        details={**removing.details(published), "turn": 1},
        after=after,
    )
