"""What becomes of the episodes of a feed that is removed, and set again."""

from collections.abc import Sequence

from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.catalog.model import Show
from domain.database import must_be_in_transaction, transaction
from domain.feeds import records as feeds
from domain.feeds.rules import NAME
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.placements import records as placements
from domain.removals import records as removals
from domain.requests import records as requests
from domain.targets import handing, records, removing, telling
from domain.targets.connected import Targets
from domain.targets.model import Published, Standing

#: The job that has what stood in a feed follow it, and how many of them at once.
KIND = "feed.turned"
BATCH = 100


async def gone(hub: Hub, show: Show, version: int) -> None:
    """Have all that stood in a feed looked at, since that is removed; in the running transaction.

    So what is live of it ends, and its files are given out no more; rights are told once of all.
    `version` is the feed's by now.
    """
    must_be_in_transaction()
    found = await records.of_show(NAME, show.id)
    live = [one.request_id for one in found if one.standing is Standing.LIVE]
    if live:
        stood = await requests.get_many(live)
        await telling.feed_removed(hub, show, [stood[one] for one in live])
    await _ask(hub, show.id, version, removed=True)


async def back(hub: Hub, show_id: str, version: int) -> None:
    """Have what stood in a feed until that was removed published again; in the transaction.

    Each is looked at once more before, so only what is approved and cleared still comes back.
    What was given up since there was no feed goes on.
    """
    must_be_in_transaction()
    await _ask(hub, show_id, version, removed=False)


async def turn(hub: Hub, job: Job) -> None:
    """Have what stood in a feed looked at, or published again, some at a time. For the job.

    Nothing is done where the feed was set, or removed, again since: another job does.
    """
    show_id, removed = job.details["show_id"], job.details["removed"]
    found = await records.of_show(NAME, show_id)
    for start in range(0, len(found), BATCH):
        async with transaction():
            await placements.take_turn(show_id)
            feed = await feeds.of_show(show_id)
            if feed is None or (feed.removed_at is not None) is not removed:
                return
            await (_look if removed else _again)(hub, found[start : start + BATCH])


async def _ask(hub: Hub, show_id: str, version: int, *, removed: bool) -> None:
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{KIND}:{show_id}:{version}",
        kind=KIND,
        lane=f"{KIND}:{show_id}",
        details={"show_id": show_id, "removed": removed},
    )


async def _look(hub: Hub, several: Sequence[Published]) -> None:
    for one in several:
        await handing.look_now(hub, one.request_id)


async def _again(hub: Hub, several: Sequence[Published]) -> None:
    now = hub.clock.now()
    await jobs.revive(hub.wake, now, [removing.lane(one.id) for one in several])
    for one in several:
        if await _went_with_it(one):
            asked = await records.ask_again(one.id, now)
            await handing.ask(hub, Targets(), asked)
            details = {"target": asked.target, "standing": asked.standing}
            await audit.record(now, CONNECTOR, "publication.asked_again", one.request_id, details)


async def _went_with_it(one: Published) -> bool:
    """Whether something is in no feed for no other reason than that there was none."""
    kept = one.standing is Standing.REMOVED and one.going_since is None
    return kept and not await removals.waiting(one.id)
