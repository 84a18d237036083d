"""The hub's own feeds as a target: an episode stands there as soon as it is kept."""

from collections.abc import Mapping
from dataclasses import replace

from domain import ids
from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.catalog.model import Episode
from domain.database import transaction
from domain.feed_writing import Item
from domain.feeds import records, rules, serving
from domain.feeds.kept import KeptItem, ShowFeed
from domain.hub import Hub
from domain.jobs.model import GiveUp, RetryLater
from domain.placements import records as placements
from domain.requests.kinds import episode_release
from domain.targets.model import Noted, Publication, Refused, Report, Standing, unnoted
from domain.targets.rules import FEED_REMOVED

#: How long to wait where somebody else changed the feed in this very moment, in seconds.
AGAIN_SECONDS = 1


class FeedTarget:
    """The feeds of shows, as `domain.targets.model.Target`."""

    name = rules.NAME
    #: Nothing is to open here later: who publishes looks at it last as it opens.
    ahead = False
    #: An item says in which countries it may be played.
    narrows = True

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def publish(
        self,
        what: Publication,
        outside: Mapping[str, str],
        *,
        tried: bool,
        noted: Noted = unnoted,  # noqa: ARG002  It knows nothing before it is done.
    ) -> Report:
        """Put an episode into its show's feed, or in place of what it is there.

        Raises `Refused` with what keeps directories from taking it, `GiveUp` without a feed.
        """
        del outside, tried  # Whatever was begun is either kept whole, or not at all.
        feed, episode = await self._place(what)
        now, before = self._hub.clock.now(), await records.of_episode(feed.id, episode.id)
        item = rules.as_before(await self._item(what, feed, episode), before, now)
        await self._require_sound(feed, item, before)
        made = KeptItem(
            id=before.id if before else ids.new(ids.Prefix.SHOW_FEED_ITEM),
            feed_id=feed.id,
            episode_id=episode.id,
            request_id=what.request_id,
            revision=what.revision,
            item=item,
            opens_at=what.opens_at,
            ends_at=what.ends_at,
            put_at=now,
        )
        if before is not None and replace(made, put_at=before.put_at) == before:
            found = await self.look(what, {})
            if found.standing is not Standing.GONE:
                return found
        await self._put(feed, made)
        return await self.look(what, {})

    async def look(self, what: Publication, outside: Mapping[str, str]) -> Report:
        """Return how an episode stands in its show's feed."""
        del outside
        feed, episode = await self._place(what, removed=True)
        if feed.removed_at is not None:
            return Report(Standing.REMOVED, problems=(FEED_REMOVED,))
        kept = await records.of_episode(feed.id, episode.id)
        if kept is None or kept.removed_at is not None:
            return Report(Standing.GONE, evidence=await self._evidence(feed))
        wanted = await self._item(what, feed, episode)
        (found,) = await records.stands(feed.id, kept.id)
        standing, now = Standing.GONE, self._hub.clock.now()
        if rules.shown(found, now):
            standing = Standing.LIVE
        elif found.opens_at > now:
            standing = Standing.PROCESSING
        return Report(
            standing,
            outside={"episode": kept.item.guid},
            address=rules.address_of_item(self._hub.public_url, feed, kept.item.guid),
            drift=rules.differences(kept.item, wanted),
        )

    async def remove(self, what: Publication, outside: Mapping[str, str]) -> Report:
        """Take an episode out of its show's feed."""
        del outside
        feed, episode = await self._place(what, removed=True)
        kept = await records.of_episode(feed.id, episode.id)
        if kept is not None and kept.removed_at is None:
            now = self._hub.clock.now()
            async with transaction():
                await self._changed(feed)
                await records.take_out(kept.id, now)
                details = {"episode": episode.id, "guid": kept.item.guid}
                await audit.record(now, CONNECTOR, "feed.item_removed", feed.show_id, details)
        told = {"episode": kept.item.guid} if kept else {}
        return Report(Standing.GONE, outside=told, evidence=await self._evidence(feed))

    async def _put(self, feed: ShowFeed, made: KeptItem) -> None:
        async with transaction():
            await self._changed(feed)
            brought = (await records.guids_of([made.episode_id])).get(made.episode_id)
            if brought is not None and brought != made.item.guid:
                raise RetryLater(AGAIN_SECONDS, "its GUID was said in this very moment")
            await records.put(made)
            details = {
                "episode": made.episode_id,
                "guid": made.item.guid,
                "request": made.request_id,
                "digest": made.item.digest,
            }
            await audit.record(made.put_at, CONNECTOR, "feed.item_put", feed.show_id, details)

    async def _changed(self, feed: ShowFeed) -> None:
        """Write that a feed, whose turn is ours from now on, says something else; its next version.

        Raises `RetryLater` if somebody else changed it since it was looked at.
        """
        await placements.take_turn(feed.show_id)
        present = await records.of_show(feed.show_id)
        if present is None or present.version != feed.version:
            raise RetryLater(AGAIN_SECONDS, "the feed was changed in this very moment")
        now, guid = self._hub.clock.now(), rules.guid_of(self._hub.public_url, present)
        after = replace(present, version=present.version + 1, changed_at=now, guid=guid)
        await records.change(after)
        self._hub.announce(feed.show_id)

    async def _place(self, what: Publication, *, removed: bool = False) -> tuple[ShowFeed, Episode]:
        """Return the feed of what is to stand there, `removed` or not, and its episode."""
        if what.kind != episode_release.KIND.name:
            raise Refused(("only episodes stand in a feed",))
        said = what.content["metadata"]
        feed = await records.of_show(said["show_id"])
        episode = (await catalog.episodes_by_id([said["episode_id"]])).get(said["episode_id"])
        if feed is None or (feed.removed_at is not None and not removed):
            raise GiveUp("this show has no feed; `setShowFeed` makes one")
        if episode is None or episode.show_id != feed.show_id:
            raise Refused(("the show of this feed has no such episode",))
        return feed, episode

    async def _item(self, what: Publication, feed: ShowFeed, episode: Episode) -> Item:
        """Return what an episode is to be in a feed; its GUID is an earlier feed's, or our name."""
        brought = (await records.guids_of([episode.id])).get(episode.id)
        if rules.AUDIO not in what.files:
            raise Refused(("its audio is no file that was approved",))
        return rules.item_of(what, episode, brought or what.name, feed, self._hub.public_url)

    async def _require_sound(self, feed: ShowFeed, item: Item, before: KeptItem | None) -> None:
        """Raise `Refused` for what keeps directories from taking an item, or its feed with it."""
        other = await records.called(feed.id, item.guid)
        if other is not None and (before is None or other.id != before.id):
            raise Refused((f"another episode of this feed has the GUID `{item.guid}`",))
        if before is not None and before.item.guid != item.guid:
            raise Refused((f"it was in this feed by the GUID `{before.item.guid}`, which stays",))
        if self._hub.feed_writer is None:
            raise GiveUp("nothing here writes feeds")
        found = await serving.inspected(self._hub, feed, [item])
        stopping = [one for one in found if one.stops and one.where in {"channel", item.guid}]
        if stopping:
            said = (f"{one.message.rstrip('.')}: {one.cure.rstrip('.')}" for one in stopping)
            raise Refused(tuple(said))

    async def _evidence(self, feed: ShowFeed) -> tuple[str, ...]:
        """Return by what it is seen that something is in a feed no more."""
        present = await records.of_show(feed.show_id) or feed
        if present.removed_at is not None:
            return (f"version {present.version} of the feed, which is served no more",)
        written = await serving.written(self._hub, present)
        return (f'version {present.version} of the feed without it, ETag "{written.tag}"',)
