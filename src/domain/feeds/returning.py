"""What becomes of the episodes of a feed that is removed, and set again."""

from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog.model import Show
from domain.database import must_be_in_transaction
from domain.feeds.rules import NAME
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.removals import records as removals
from domain.requests import records as requests
from domain.targets import handing, records, removing, telling
from domain.targets.connected import Targets
from domain.targets.model import Published, Standing


async def gone(hub: Hub, show: Show) -> None:
    """Have all that stood in a feed looked at, since that is removed; in the running transaction.

    So what is live of it ends, and its files are given out no more; rights are told once of all.
    """
    must_be_in_transaction()
    found = await records.of_show(NAME, show.id)
    for one in found:
        await handing.look_now(hub, one.request_id)
    live = [one.request_id for one in found if one.standing is Standing.LIVE]
    if live:
        stood = await requests.get_many(live)
        await telling.feed_removed(hub, show, [stood[one] for one in live])


async def back(hub: Hub, actor: Actor, show_id: str) -> None:
    """Have what stood in a feed until that was removed published again; in the transaction.

    Each is looked at once more before, so only what is approved and cleared still comes back.
    What was given up since there was no feed goes on.
    """
    must_be_in_transaction()
    now, found = hub.clock.now(), await records.of_show(NAME, show_id)
    await jobs.revive(hub.wake, now, [removing.lane(one.id) for one in found])
    for one in found:
        if await _went_with_it(one):
            asked = await records.ask_again(one.id, now)
            await handing.ask(hub, Targets(), asked)
            details = {"target": asked.target, "standing": asked.standing}
            await audit.record(now, actor, "publication.asked_again", one.request_id, details)


async def _went_with_it(one: Published) -> bool:
    """Whether something is in no feed for no other reason than that there was none."""
    kept = one.standing is Standing.REMOVED and one.going_since is None
    return kept and not await removals.waiting(one.id)
