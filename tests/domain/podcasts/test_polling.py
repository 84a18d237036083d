"""What is live by a public feed, and what it carries that nobody asked for."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from domain.catalog import service as catalog
from domain.clock import SteppingClock
from domain.database import sql
from domain.errors import Conflict, Forbidden, Invalid, Missing
from domain.exposures import polling as exposures
from domain.podcasts import records, registering
from domain.public_feeds import Feed, Fetched, Item, Unreadable
from domain.requests.model import RequestState
from domain.rights.live import records as live
from domain.rights.live.model import Exposure, Source
from tests.domain.exposures.scene import Scene, set_up
from tests.world import ROOT, World

ADDRESS = "https://feeds.example.com/beans"


def item(name: str, title: str = "", **more: tuple[str, ...]) -> Item:
    return Item(name, title or name, f"https://media.example.com/{name}.mp3", **more)  # type: ignore[arg-type]


@dataclass
class Shelf:
    """A reader of one feed, which carries `items` or is in `trouble`."""

    items: list[Item] = field(default_factory=list)
    trouble: str = ""
    reads: int = 0

    def require(self, address: str) -> None:
        if not address.startswith("https://"):
            raise Invalid("bad_address", "No.", ("address",))

    async def read(self, feed: Feed) -> Fetched | None:
        self.reads += 1
        if self.trouble:
            raise Unreadable(self.trouble)
        etag = ",".join(one.guid for one in self.items)
        return None if feed.etag == etag else Fetched(list(self.items), etag)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def scene(world: World, clock: SteppingClock, shelf: Shelf) -> Scene:
    outside = replace(world, hub=replace(world.hub, podcasts=shelf))
    return await set_up(outside, clock)


async def registered(scene: Scene) -> Feed:
    feed = await registering.register(scene.world.hub, ROOT, scene.show.ref, ADDRESS)
    await scene.work()
    return feed


async def known(scene: Scene) -> list[Exposure]:
    return await live.of_subject(scene.episode, 10, None)


async def unasked(scene: Scene) -> list[str]:
    found = await registering.unasked(scene.manager, scene.world.brand_id)
    return [one.item.guid for one in found]


async def test_an_episode_in_a_feed_is_live_and_one_that_vanished_is_not(
    scene: Scene, shelf: Shelf
) -> None:
    await scene.granted()
    shelf.items = [item("g1", "One")]
    await registered(scene)
    (during,) = await known(scene)
    shelf.items = []
    await scene.work(seconds=1800)
    (after,) = await known(scene)

    assert (during.live, during.shown.publisher) == (True, "feeds.example.com")
    assert (during.source, during.shown.include) == ("poll", ("WORLD",))
    assert (after.id, after.live) == (during.id, False)


async def test_an_item_nobody_knows_is_listed_until_somebody_says_what_it_is(
    scene: Scene, shelf: Shelf
) -> None:
    hub, manager = scene.world.hub, scene.manager
    shelf.items = [item("g1", "Episode 1: One"), item("g2", "Leaked")]
    await registered(scene)
    before = await unasked(scene)
    one = (await registering.unasked(manager, None))[-1]
    await registering.know(hub, manager, one.id, scene.episode.ref)
    await scene.work()
    (found,) = await known(scene)

    assert before == ["g2", "g1"]
    assert await unasked(scene) == ["g2"]
    assert found.shown.outside_id == f"{ADDRESS}#g1"


async def test_an_episode_that_is_added_later_is_found_though_the_feed_did_not_change(
    scene: Scene, shelf: Shelf
) -> None:
    shelf.items = [item("g2", "Two")]
    await registered(scene)
    await catalog.add_episode(scene.world.hub, ROOT, scene.show.ref, "Two", 2, None)
    await scene.work(seconds=1800)

    assert await unasked(scene) == []
    assert [one.live for one in await live.live_at("feeds.example.com", Source.POLL)] == [True]


async def test_what_a_feed_shows_where_it_is_not_cleared_is_asked_down_at_its_address(
    scene: Scene, shelf: Shelf
) -> None:
    await scene.granted()
    await scene.prohibited("DE")
    shelf.items = [item("g1", "One", never=("AT",))]
    await registered(scene)
    (found,) = await known(scene)
    takedown = await scene.takedown(found)

    assert (sorted(found.uncleared), found.shown.exclude) == (["DE"], ("AT",))
    assert takedown is not None
    assert (takedown.state, takedown.markets) == (RequestState.IN_REVIEW, ("DE",))
    assert takedown.payload["address"] == f"{ADDRESS}#g1"


async def test_a_feed_that_cannot_be_read_ends_nothing_and_is_asked_ever_later(
    scene: Scene, shelf: Shelf
) -> None:
    shelf.items = [item("g1", "One")]
    await registered(scene)
    shelf.trouble = "It answered 503."
    for _ in range(3):
        await scene.work(seconds=1800)
    (feed,) = await records.every()
    (found,), reads = await known(scene), shelf.reads
    shelf.trouble = ""
    await scene.work(seconds=7200)
    (mended,) = await records.every()

    assert found.live
    assert (feed.failures, feed.trouble, reads) == (2, "It answered 503.", 3)
    assert feed.looked_at is not None
    assert feed.next_at - feed.looked_at == timedelta(hours=2)
    assert (mended.failures, mended.trouble) == (0, "")


async def test_a_feed_that_is_removed_is_asked_no_more_and_what_it_showed_ends(
    scene: Scene, shelf: Shelf
) -> None:
    shelf.items = [item("g1", "One"), item("g2")]
    feed = await registered(scene)
    await registering.remove(scene.world.hub, ROOT, feed.id)
    await scene.work(seconds=1800)
    (found,) = await known(scene)

    assert (found.live, await unasked(scene), shelf.reads) == (False, [], 1)


async def test_two_feeds_at_one_host_end_nothing_of_each_other(scene: Scene, shelf: Shelf) -> None:
    shelf.items = [item("g1", "One")]
    await registered(scene)
    other = await catalog.add_show(scene.world.hub, ROOT, "Tea", scene.world.brand_id, "en")
    shelf.items = []
    await registering.register(scene.world.hub, ROOT, other.id, f"{ADDRESS}/tea")
    await scene.work()
    (found,) = await known(scene)

    assert found.live


async def test_only_admins_register_feeds_and_each_once(scene: Scene) -> None:
    hub = scene.world.hub
    await registered(scene)
    with pytest.raises(Forbidden):
        await registering.register(hub, scene.manager, scene.show.ref, f"{ADDRESS}/2")
    with pytest.raises(Conflict, match="registered"):
        await registering.register(hub, ROOT, scene.show.ref, ADDRESS)
    with pytest.raises(Invalid):
        await registering.register(hub, ROOT, scene.show.ref, "http://10.0.0.7/feed")
    with pytest.raises(Missing):
        await registering.register(hub, ROOT, "shw_none", f"{ADDRESS}/2")


async def test_an_item_is_no_episode_of_another_show(scene: Scene, shelf: Shelf) -> None:
    hub = scene.world.hub
    shelf.items = [item("g2")]
    await registered(scene)
    other = await catalog.add_show(hub, ROOT, "Tea", scene.world.brand_id, "en")
    made = await catalog.add_episode(hub, ROOT, other.id, "One", 1, None)
    (one,) = await registering.unasked(scene.manager, None)
    with pytest.raises(Invalid, match="has no episode"):
        await registering.know(hub, scene.manager, one.id, made.id)


async def test_a_feed_that_is_removed_while_it_is_looked_at_leaves_nothing_live(
    scene: Scene, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    await scene.granted()
    feed = await registered(scene)
    shelf.items = [item("g1", "One")]
    write = exposures.poll

    async def removed(*given: Any) -> Any:
        await registering.remove(scene.world.hub, ROOT, feed.id)
        return await write(*given)

    monkeypatch.setattr(exposures, "poll", removed)
    await scene.work(seconds=1800)
    (found,) = await known(scene)
    left = await sql.fetch("SELECT id FROM jobs WHERE kind = 'feeds.poll' AND state = 'open'")

    assert found.live_to is not None
    assert left == []
