"""Saying how a show's feed is, and serving it no more."""

import secrets
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.catalog.model import Asset, Show
from domain.database import transaction
from domain.errors import Conflict, Invalid
from domain.feeds import checking, records, returning, rules
from domain.feeds.kept import FeedSettings, ShowFeed
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.placements import records as placements

#: How many bytes of chance are in the address of a feed, which nobody is to guess.
TOKEN_BYTES = 18


async def set_feed(
    hub: Hub, actor: Actor, show_id: str, settings: FeedSettings, guid: str = ""
) -> ShowFeed:
    """Say how a show's feed is; it has one from then on, again if it was removed.

    Its address stays the same for good, and so does its GUID: `guid` is that of the feed which the
    show had before. What was in a removed feed and is approved still comes back. For managers of
    the show's brand. Raises `Invalid` with all that is wrong at once, `Conflict` where the hub
    writes no feeds, nobody reaches it, or the show is known by another GUID already.
    """
    show = await managed(actor, show_id)
    if hub.feed_writer is None:
        raise Conflict("not_connected", "Nothing here writes feeds.")
    if not hub.public_url:
        said = "Nobody can read a feed from here: set GREENLIGHT_PUBLIC_URL."
        raise Conflict("not_reachable", said)
    artwork, brought = await _artwork(settings.artwork_asset_id), rules.brought_guid(guid)
    now = hub.clock.now()
    async with transaction():
        await placements.take_turn(show.id)
        before = await records.of_show(show.id)
        spelt = checking.spelt(settings)
        after = await _known_by(hub, before, _after(before, show, spelt, now), brought)
        checking.check(spelt, show, artwork, rules.address_of(hub.public_url, after))
        if after == before:
            return after
        await (records.change(after) if before else records.add(after))
        if before is not None and before.removed_at is not None:
            await returning.back(hub, show.id, after.version)
        details = {"before": _told(before), "after": _told(after), "version": after.version}
        await audit.record(now, actor, "show.feed_set", show.id, details)
        hub.announce(show.id)
    return after


async def remove_feed(hub: Hub, actor: Actor, show_id: str) -> ShowFeed:
    """Serve a show's feed no more; what was in it is kept, should it be set again.

    That it is gone is written, and its files are given out no more, as soon as it is looked at.

    For managers of the show's brand. `Invalid` where there is none.
    """
    show = await managed(actor, show_id)
    now = hub.clock.now()
    async with transaction():
        await placements.take_turn(show.id)
        before = await records.of_show(show.id)
        if before is None or before.removed_at is not None:
            raise Invalid("no_such_feed", "This show has no feed.", ("show_id",))
        after = replace(before, removed_at=now, changed_at=now, version=before.version + 1)
        await records.change(after)
        await returning.gone(hub, show, after.version)
        await audit.record(now, actor, "show.feed_removed", show.id, {"version": after.version})
        hub.announce(show.id)
    return after


async def managed(actor: Actor, show_id: str) -> Show:
    """Return a show whose feed `actor` may change."""
    row = await catalog.row_of("shows", show_id)
    if row is None:
        raise Invalid("no_such_show", f"There is no show `{show_id[:40]}`.", ("show_id",))
    require(actor, Act.CHANGE_CATALOG, brand_id=row["brand_id"])
    return catalog.show(row)


async def _artwork(asset_id: str) -> Asset | None:
    return (await catalog.assets([asset_id])).get(asset_id)


async def _known_by(hub: Hub, before: ShowFeed | None, after: ShowFeed, brought: str) -> ShowFeed:
    """Return a feed with its GUID, `brought` or its own; it stays once anybody may know it."""
    own = rules.guid_of(hub.public_url, after)
    if not brought or brought == own:
        return replace(after, guid=own)
    if before is not None and await records.ever_held(before.id):
        said = f"Directories know this show by `{own}`, which stays; leave this out."
        raise Conflict("guid_kept", said, ("podcast_guid",))
    if before == after:  # It was said as it is, but for this.
        after = replace(after, version=after.version + 1, changed_at=hub.clock.now())
    return replace(after, guid=brought)


def _after(before: ShowFeed | None, show: Show, settings: FeedSettings, now: datetime) -> ShowFeed:
    if before is None:
        token, slug = secrets.token_urlsafe(TOKEN_BYTES), rules.slug_of(show.title)
        made = ids.new(ids.Prefix.SHOW_FEED)
        return ShowFeed(made, show.id, token, slug, settings, 1, made_at=now, changed_at=now)
    if before.settings == settings and before.removed_at is None:
        return before
    version = before.version + 1
    return replace(before, settings=settings, removed_at=None, changed_at=now, version=version)


def _told(feed: ShowFeed | None) -> dict[str, Any] | None:
    """Return settings as the record of changes keeps them for good: without who owns the feed."""
    if feed is None:
        return None
    said = asdict(feed.settings)
    told = {name: said[name] for name in said if not name.startswith("owner_")}
    return {**told, "guid": feed.guid}
