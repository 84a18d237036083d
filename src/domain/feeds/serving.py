"""What is given out at the addresses of feeds, to whoever has them.

What may be shown is looked up each time, for it changes by time and by what becomes of requests;
what is written of it is kept until it is another.
"""

import asyncio
import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakValueDictionary

import structlog

from domain.catalog import records as catalog
from domain.catalog.model import Asset, AssetState
from domain.errors import Conflict, Missing
from domain.feed_writing import Channel, Finding, Item
from domain.feeds import records, rules
from domain.feeds.kept import ShowFeed, Stand
from domain.files import Stored
from domain.hub import Hub
from domain.text import storable

#: How many bytes of feeds are kept as they were written, plain and packed together. Ours: some
#: ten of 5,000 episodes, or a thousand usual ones.
ROOM = 128_000_000

#: How many feeds are written at once; the next one waits. Ours: each takes a thread, and the room
#: of what it writes.
WRITERS = 4

#: How many characters of a checksum tell one state of a feed from another.
_TAG_LENGTH = 32

log = structlog.get_logger()


class Removed(Missing):
    """There was a feed here, and there will be none any more."""


@dataclass(frozen=True, slots=True)
class Written:
    """A feed as it is given out; `packed` is `content` by gzip, `tag` tells it from any other."""

    content: bytes
    packed: bytes
    tag: str
    modified: datetime
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A show's artwork; `tag` tells it from any other."""

    stored: Stored
    media_type: str
    tag: str


@dataclass(frozen=True, slots=True)
class _State:
    """What a feed says: a version of it, of which some items may be shown, newest first."""

    version: int
    item_ids: tuple[str, ...]
    modified: datetime


@dataclass(frozen=True, slots=True)
class _Kept:
    """A feed as it was written, good before `until` while its version and `mark` are these."""

    mark: tuple[int, ...]
    until: datetime | None
    state: _State
    written: Written


class Shelf:
    """Feeds as they were written last, of one process; the longest unasked for makes room."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        # One for each feed that is being written, for as long as anybody waits for that.
        self._turns = WeakValueDictionary[str, asyncio.Lock]()
        self._writers = asyncio.Semaphore(WRITERS)

    async def feed(self, hub: Hub, token: str, slug: str) -> Written:
        """Return a feed as it is now. Raises `Missing`, and `Removed` where there was one."""
        found = await find(hub, token, slug)
        mark = (found.version, *await records.mark(found.id))
        kept = self._same(hub, found, mark)
        if kept is not None:
            return kept
        turn = self._turns.setdefault(found.id, asyncio.Lock())
        async with turn:  # Who asks for the same meanwhile waits for it.
            kept = self._same(hub, found, mark)
            if kept is not None:
                return kept
            async with self._writers:
                return await self._anew(hub, found, mark)

    def _same(self, hub: Hub, feed: ShowFeed, mark: tuple[int, ...]) -> Written | None:
        kept = self._kept.get(feed.id)
        if kept is None or kept.mark != mark:
            return None
        if kept.until is not None and kept.until <= hub.clock.now():
            return None
        self._kept.move_to_end(feed.id)
        return kept.written

    async def _anew(self, hub: Hub, feed: ShowFeed, mark: tuple[int, ...]) -> Written:
        """Look at a feed anew; it is written only if it says something else."""
        now, stands = hub.clock.now(), await records.stands(feed.id)
        state, before = _said(feed, stands, now), self._kept.get(feed.id)
        same = before.written if before and before.state == state else None
        made = same or await _written(hub, feed, state)
        self._kept[feed.id] = _Kept(mark, rules.next_turn(stands, now), state, made)
        self._kept.move_to_end(feed.id)
        self._make_room()
        return made

    def _make_room(self) -> None:
        sizes = [len(one.written.content) + len(one.written.packed) for one in self._kept.values()]
        used = sum(sizes)
        for size in sizes:
            if used <= self._room:
                return
            used -= size
            self._kept.popitem(last=False)


async def find(hub: Hub, token: str, slug: str) -> ShowFeed:
    """Return the feed at an address. Raises `Missing`, and `Removed` where there was one."""
    found = await records.by_token(token) if hub.feed_writer and rules.is_token(token) else None
    if found is None or found.slug != slug:
        raise Missing("no_such_feed", "There is no feed here.")
    if found.removed_at is not None:
        raise Removed("feed_removed", "This feed was removed.")
    return found


async def shown(hub: Hub, feed: ShowFeed) -> list[Item]:
    """Return what may be seen in a feed now, newest first."""
    return await _items(feed, (await _state(hub, feed)).item_ids)


async def modified(hub: Hub, feed: ShowFeed) -> datetime:
    """Return since when a feed says what it says now."""
    return (await _state(hub, feed)).modified


async def written(hub: Hub, feed: ShowFeed) -> Written:
    """Return a feed as it is now, written anew."""
    return await _written(hub, feed, await _state(hub, feed))


async def channel(hub: Hub, feed: ShowFeed) -> Channel:
    """Return the show of a feed as that tells it."""
    row = await catalog.row_of("shows", feed.show_id)
    artwork = await _artwork(feed)
    if row is None or artwork is None:
        raise Missing("no_such_feed", "There is no feed here.")
    return rules.channel_of(hub.public_url, feed, catalog.show(row), artwork)


async def inspected(hub: Hub, feed: ShowFeed, more: Sequence[Item]) -> list[Finding]:
    """Return what is wrong with a feed as it is shown, and with `more` in it.

    Raises `Conflict` where nothing writes feeds.
    """
    writer = hub.feed_writer
    if writer is None:
        raise Conflict("not_connected", "Nothing here writes feeds.")
    told, guids = await channel(hub, feed), {one.guid for one in more}
    present = [one for one in await shown(hub, feed) if one.guid not in guids]
    return list(await asyncio.to_thread(writer.inspect, told, [*more, *present]))


async def chapters(hub: Hub, token: str, slug: str, episode_id: str) -> bytes:
    """Return the chapters of an episode that may be seen in a feed, as a JSON document."""
    feed = await find(hub, token, slug)
    kept = None if storable(episode_id) else await records.of_episode(feed.id, episode_id)
    stands = await records.stands(feed.id, kept.id) if kept else []
    seen = any(rules.shown(one, hub.clock.now()) for one in stands)
    if kept is None or not seen or not kept.item.chapters:
        raise Missing("no_such_chapters", "There are no chapters here.")
    return rules.chapters_document(kept.item)


async def picture(hub: Hub, token: str, slug: str, name: str) -> Picture:
    """Return the artwork of a show at the address that its feed names."""
    found = await _artwork(await find(hub, token, slug))
    none = Missing("no_such_picture", "There is no picture here.")
    if found is None or found.state is not AssetState.READY or rules.artwork_name(found) != name:
        raise none
    sha256 = found.sha256 or ""
    try:
        stored = await hub.files.find(found.id, sha256)
    except (Missing, Conflict) as error:
        log.warning("file_is_not_what_was_approved", asset=found.id, found=error.code)
        raise none from error
    return Picture(stored, found.media_type or "", sha256[:_TAG_LENGTH])


async def _artwork(feed: ShowFeed) -> Asset | None:
    asset_id = feed.settings.artwork_asset_id
    return (await catalog.assets([asset_id])).get(asset_id)


async def _state(hub: Hub, feed: ShowFeed) -> _State:
    return _said(feed, await records.stands(feed.id), hub.clock.now())


def _said(feed: ShowFeed, stands: Sequence[Stand], now: datetime) -> _State:
    ids = tuple(one.item_id for one in stands if rules.shown(one, now))
    return _State(feed.version, ids, rules.modified(feed, stands, now))


async def _items(feed: ShowFeed, ids: Sequence[str]) -> list[Item]:
    kept = await records.items(feed.id) if ids else {}
    return [kept[one].item for one in ids if one in kept]


async def _written(hub: Hub, feed: ShowFeed, state: _State) -> Written:
    writer = hub.feed_writer
    if writer is None:
        raise Missing("no_such_feed", "There is no feed here.")
    told, items = await channel(hub, feed), await _items(feed, state.item_ids)

    def make() -> Written:
        content = writer.write(told, items, state.modified)
        tag = hashlib.sha256(content).hexdigest()[:_TAG_LENGTH]
        packed = gzip.compress(content, mtime=0)
        return Written(content, packed, tag, state.modified, feed.settings.moved_to)

    return await asyncio.to_thread(make)
