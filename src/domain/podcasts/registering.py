"""Registering the public feeds of shows, and saying which episode an item is."""

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import brands_for, may, require
from domain.podcasts import polling, records
from domain.podcasts.model import Kept
from domain.public_feeds import Feed
from domain.territories import TERRITORIES

#: The most feeds in one hub, and the most unknown items listed at once.
FEEDS_MAX, LISTED_MAX = 500, 100

_WORLD = tuple(sorted(TERRITORIES))


async def register(hub: Hub, actor: Actor, show_id: str, address: str) -> Feed:
    """Register a public feed of a show, which is looked at from now on; for admins.

    Raises `Invalid` for an address that is never asked, `Conflict` if it is registered already.
    """
    require(actor, Act.CHANGE_FEEDS, everywhere=True)
    if hub.podcasts is None:
        raise Conflict("not_connected", "Nothing here reads feeds.")
    where, now = address.strip(), hub.clock.now()
    hub.podcasts.require(where)
    if await catalog.row_of("shows", show_id) is None:
        raise Missing("no_such_show", f"There is no show `{show_id[:40]}`.", ("show_id",))
    made = Feed(ids.new(ids.Prefix.FEED), show_id, where, made_at=now, next_at=now)
    async with transaction():
        if len(await records.every()) >= FEEDS_MAX:
            said = f"There are {FEEDS_MAX} feeds, the most there may be."
            raise Conflict("too_many_feeds", said)
        if not await records.add(made):
            raise Conflict("registered_already", "This feed is registered.", ("address",))
        details = {"show": show_id, "address": where}
        await audit.record(now, actor, "feed.registered", made.id, details)
        await polling.ask(hub, made, "registered")
    return made


async def remove(hub: Hub, actor: Actor, feed_id: str) -> Feed:
    """Look at a feed no more; what it alone showed counts as live no more. For admins."""
    require(actor, Act.CHANGE_FEEDS, everywhere=True)
    now = hub.clock.now()
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)
        found = await records.get(feed_id)
        if found is None:
            said = f"There is no feed `{feed_id[:40]}`; `podcastFeeds` names them."
            raise Missing("no_such_feed", said, ("feed_id",))
        await polling.unwatched(hub, actor, found)
        await records.remove(feed_id)
        await audit.record(now, actor, "feed.removed", feed_id, {"address": found.address})
    return found


async def know(hub: Hub, actor: Actor, item_id: str, episode_id: str) -> Kept:
    """Say which episode an item is, which is live from the next look on, at once.

    For those who answer for the rights of the show's brand everywhere.
    """
    require(actor, Act.CHANGE_RIGHTS)
    async with transaction():
        found = await records.item(item_id)
        show = await catalog.row_of("shows", found.show_id) if found else None
        brand_id = str(show["brand_id"]) if show else None
        if found is None or not may(actor, Act.SEE_RIGHTS, brand_id=brand_id):
            raise _none(item_id)
        require(actor, Act.CHANGE_RIGHTS, brand_id=brand_id, markets=_WORLD)
        episode = (await catalog.episodes_by_id([episode_id])).get(episode_id)
        if episode is None or episode.show_id != found.show_id:
            said = f"The show of this feed has no episode `{episode_id[:40]}`."
            raise Invalid("no_such_episode", said, ("episode_id",))
        await records.know(item_id, episode_id)
        now, details = hub.clock.now(), {"item": item_id, "episode": episode_id}
        details |= {"before": found.episode_id or ""}
        await audit.record(now, actor, "feed.item_known", found.feed_id, details)
        feed = await records.get(found.feed_id)
        if feed is not None:
            await polling.ask(hub, feed, f"{item_id}:{episode_id}:{now.isoformat()}")
    return await records.item(item_id) or found


async def listed(actor: Actor) -> list[Feed]:
    """Return every feed, oldest first; for admins."""
    require(actor, Act.CHANGE_FEEDS, everywhere=True)
    return await records.every()


async def unasked(actor: Actor, brand_id: str | None) -> list[Kept]:
    """Return what is in feeds and known to nobody, the newest first, of brands they may see."""
    require(actor, Act.SEE_RIGHTS, brand_id=brand_id)
    return await records.unknown(brands_for(actor, Act.SEE_RIGHTS, brand_id), LISTED_MAX)


def _none(item_id: str) -> Missing:
    said = f"There is no item `{item_id[:40]}` in a feed now."
    return Missing("no_such_item", said, ("item_id",))
