"""Looking at public feeds, and keeping what is live in step with them.

Each feed has a job, which asks for the next one. What a feed carries is kept first; what is live is
written from what was kept, so a look that broke off between is done again by the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.actor import SCHEDULE, Actor
from domain.catalog import records as catalog
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.exposures import polling
from domain.exposures import service as exposures
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Job
from domain.podcasts import records, rules
from domain.public_feeds import Feed, Unreadable
from domain.rights.live import records as live
from domain.rights.live.model import Shown, Source

#: Asked for when a feed is to be looked at, and every hour for those whose job was lost.
POLL, MISSING = "feeds.poll", "feeds.poll_missing"

#: How late a feed may be before its job counts as lost.
LATE = timedelta(hours=1)

#: The longest trouble that is kept, in characters; what the column holds.
TROUBLE_MAX = 200


@dataclass(frozen=True, slots=True)
class FeedNow:
    """What a feed carries of the hub's episodes, as `domain.exposures.polling.LiveNow` has it."""

    publisher: str
    within: str
    found: Sequence[Shown]

    async def shown(self) -> Sequence[Shown]:
        """Return every episode that it carries."""
        return self.found


async def poll(hub: Hub, job: Job) -> None:
    """Look at a feed, write what is live by it, ask for the next look. For the job."""
    feed = await records.get(job.details["feed_id"])
    if feed is None:
        return
    if job.details["by_plan"] and feed.next_at > hub.clock.now():
        return  # Somebody had it looked at meanwhile, which asked for the look after that.
    if hub.podcasts is None:
        raise GiveUp("nothing here reads feeds")
    now = hub.clock.now()
    after = replace(feed, looked_at=now, failures=0, trouble="")
    try:
        fetched = await hub.podcasts.read(feed)
    except Unreadable as problem:
        # What cannot be read ends nothing: it is live as far as anybody knows.
        trouble = str(problem)[:TROUBLE_MAX]
        after = replace(after, failures=feed.failures + 1, trouble=trouble)
    else:
        if fetched is not None:
            after = replace(after, etag=fetched.etag, modified=fetched.modified)
            async with transaction():
                await records.keep_items(feed.id, fetched.items, now)
        await _live(hub, feed)
    after = replace(after, next_at=now + rules.wait(after.failures))
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)  # So does who has it looked at no more.
        if await records.get(feed.id) is None:
            await unwatched(hub, SCHEDULE, feed)
            return
        await records.looked(after)
        wait = after.next_at - now
        await _ask(hub, after, after.next_at.isoformat(), wait, by_plan=True)


async def unwatched(hub: Hub, actor: Actor, feed: Feed) -> None:
    """End what a feed alone showed, which is looked at no more; in the running transaction.

    It has the turn of rights.
    """
    for one in await live.live_at(rules.publisher(feed), Source.POLL):
        if one.shown.outside_id.startswith(rules.prefix(feed)):
            await exposures.finish(hub, actor, one, hub.clock.now(), "unwatched")


async def ask(hub: Hub, feed: Feed, turn: str) -> None:
    """Ask for a look at a feed now, whenever the next one is due; once for a `turn`."""
    await _ask(hub, feed, turn, timedelta(0), by_plan=False)


async def _ask(hub: Hub, feed: Feed, turn: str, after: timedelta, *, by_plan: bool) -> None:
    now = hub.clock.now()
    await jobs.ask(
        hub.wake,
        now,
        key=f"{POLL}:{feed.id}:{turn}",
        kind=POLL,
        lane=f"{POLL}:{feed.id}",
        details={"feed_id": feed.id, "by_plan": by_plan},
        after=after,
    )


async def poll_missing(hub: Hub, job: Job) -> None:
    """Ask for a look at every feed whose job was lost. For the job."""
    async with transaction():
        for feed in await records.overdue(hub.clock.now() - LATE):
            await ask(hub, feed, f"again:{job.key}")


async def _live(hub: Hub, feed: Feed) -> None:
    """Write what is live by what a feed carried last, and which episodes that is."""
    row = await catalog.row_of("shows", feed.show_id)
    language = catalog.show(row).language if row else None
    items = await records.items_of(feed.id)
    known = rules.episodes_of(items, await catalog.episodes(feed.show_id))
    async with transaction():
        for one in items:
            if one.episode_id is None and one.id in known:
                await records.know(one.id, known[one.id])
    found = [rules.shown(feed, one, known[one.id], language) for one in items if one.id in known]
    await polling.poll(hub, FeedNow(rules.publisher(feed), rules.prefix(feed), found))
