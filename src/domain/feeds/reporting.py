"""What directories would find wrong with a feed, before anything of it is released."""

from domain.actor import Actor
from domain.catalog import records as catalog
from domain.catalog.model import Asset
from domain.errors import Invalid
from domain.feed_writing import Finding, Item
from domain.feeds import records, rules
from domain.feeds.kept import ShowFeed
from domain.feeds.serving import inspected
from domain.feeds.setting import managed
from domain.hub import Hub
from domain.requests.kinds.episode_release import KIND, EpisodeReleaseBrief
from domain.requests.model import Request
from domain.targets.model import File, Publication

#: The most approved releases that are looked at before they are in a feed.
WAITING_MAX = 50


async def report(hub: Hub, actor: Actor, show_id: str) -> list[Finding]:
    """Return what is wrong with a show's feed, with approved releases in it that wait to be.

    For managers of the show's brand. `Invalid` where it has none.
    """
    await managed(actor, show_id)
    feed = await records.of_show(show_id)
    if feed is None or feed.removed_at is not None:
        raise Invalid("no_such_feed", "This show has no feed.", ("show_id",))
    return await inspected(hub, feed, await _coming(hub, feed))


async def _coming(hub: Hub, feed: ShowFeed) -> list[Item]:
    """Return what approved releases will be in a feed, as far as that can be told by now."""
    found = await records.waiting(feed.show_id, feed.id, WAITING_MAX)
    briefs = [EpisodeReleaseBrief.model_validate(one.payload) for one in found]
    assets = await catalog.assets([one for brief in briefs for one in brief.asset_ids.values()])
    episodes = await catalog.episodes_by_id([one.episode_id for one in briefs])
    brought = await records.guids_of([one.episode_id for one in briefs])
    items = []
    for request, brief in zip(found, briefs, strict=True):
        episode = episodes[brief.episode_id]
        what = _publication(hub, feed, request, brief, assets)
        guid = brought.get(episode.id, episode.id)
        items.append(rules.item_of(what, episode, guid, feed, hub.public_url))
    return items


def _publication(
    hub: Hub,
    feed: ShowFeed,
    request: Request,
    brief: EpisodeReleaseBrief,
    assets: dict[str, Asset],
) -> Publication:
    base = rules.base_of(hub.public_url, feed)
    return Publication(
        request_id=request.id,
        revision=request.revision,
        name=brief.episode_id,
        kind=KIND.name,
        title=request.title,
        place=feed.id,
        content={"metadata": request.payload},
        files={field: _file(base, assets[one]) for field, one in brief.asset_ids.items()},
        opens_at=hub.clock.now(),
        ends_at=None,
        markets=request.markets,
    )


def _file(base: str, asset: Asset) -> File:
    """Return a file at an address of the hub's, as it gets a real one once it is published."""
    ending = rules.ENDINGS.get(asset.media_type or "", "mp3")
    return File(
        asset_id=asset.id,
        address=f"{base}/{asset.id}.{ending}",
        media_type=asset.media_type or "",
        size=asset.size or 0,
        sha256=asset.sha256 or "",
        duration_ms=asset.duration_ms,
    )
