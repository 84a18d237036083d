"""What readers are served: how old it says it is, what is kept of it, what is gone."""

import asyncio
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from domain.catalog import service as catalog
from domain.errors import Missing
from domain.feed_writing import Channel, Item
from domain.feeds import setting
from domain.feeds.serving import Removed, Shelf
from domain.requests.model import RequestState
from domain.targets.model import Standing
from tests.domain.feeds.scene import Scene, set_up
from tests.world import ROOT, World


@pytest.fixture
async def scene(world: World) -> Scene:
    return await set_up(world)


async def test_a_feed_never_says_that_it_is_older_than_it_was(scene: Scene) -> None:
    feed = await scene.set_feed()
    what = await scene.published()
    scene.later(minutes=1)
    await scene.moved(what.request_id, RequestState.IN_REVIEW)
    without = await scene.served(feed)
    scene.later(minutes=1)
    await scene.moved(what.request_id, RequestState.PUBLISHED)
    again = await scene.served(feed)

    assert (what.name in without.content.decode(), what.name in again.content.decode()) == (
        False,
        True,
    )
    assert without.modified < again.modified == scene.now


async def test_what_is_not_out_yet_changes_nothing_that_a_reader_sees(scene: Scene) -> None:
    feed = await scene.set_feed()
    what = scene.publication(await scene.request(), opens_at=scene.now + timedelta(hours=1))
    await scene.target.publish(what, {}, tried=False)
    before = await scene.served(feed)
    scene.later(minutes=1)
    await scene.moved(what.request_id, RequestState.LIVE)

    assert (await scene.served(feed)).tag == before.tag


async def test_a_feed_is_written_again_only_when_it_says_something_else(scene: Scene) -> None:
    feed = await scene.set_feed()
    await scene.published()
    first, same = await scene.served(feed), await scene.served(feed)
    await scene.published(1)
    other = await scene.served(feed)

    assert first is same
    assert scene.writer.writes == 2
    assert other.tag != first.tag


async def test_a_show_whose_feed_takes_long_keeps_no_other_waiting(scene: Scene) -> None:
    feed = await scene.set_feed()
    other = await catalog.add_show(scene.hub, ROOT, "Fast Beans", scene.world.brand_id, "de")
    fast = await setting.set_feed(scene.hub, scene.manager, other.id, scene.settings())
    begun, go_on = asyncio.Event(), threading.Event()
    loop, write = asyncio.get_running_loop(), scene.writer.write

    def slowly(channel: Channel, items: Sequence[Item], built_at: datetime) -> bytes:
        if channel.title != "Fast Beans":
            loop.call_soon_threadsafe(begun.set)
            go_on.wait(timeout=20)
        return write(channel, items, built_at)

    scene.writer.write = slowly  # type: ignore[method-assign]
    async with asyncio.TaskGroup() as group:
        first = group.create_task(scene.served(feed))
        await begun.wait()
        second = group.create_task(scene.served(feed))  # It waits for the same, and writes nothing.
        try:
            async with asyncio.timeout(10):
                quick = await scene.served(fast)
        finally:
            go_on.set()

    assert b"Fast Beans" in quick.content
    assert first.result() is second.result()
    assert scene.writer.writes == 2


async def test_what_was_not_asked_for_longest_makes_room(scene: Scene) -> None:
    feed = await scene.set_feed()
    tight = Shelf(room=1)
    first = await tight.feed(scene.hub, feed.token, feed.slug)
    second = await tight.feed(scene.hub, feed.token, feed.slug)

    assert first == second
    assert scene.writer.writes == 2


async def test_a_removed_feed_is_gone_and_comes_back_at_its_address(scene: Scene) -> None:
    feed = await scene.set_feed()
    what = await scene.published()
    await setting.remove_feed(scene.hub, scene.manager, scene.show_id)
    with pytest.raises(Removed):
        await scene.served(feed)
    report = await scene.target.look(what, {})
    again = await scene.set_feed()

    assert (report.standing, report.problems) == (
        Standing.REMOVED,
        ("the feed of its show was removed",),
    )
    assert (again.token, again.slug) == (feed.token, feed.slug)
    assert what.name in await scene.text(feed)


async def test_nobody_finds_a_feed_by_half_its_address(scene: Scene) -> None:
    feed = await scene.set_feed()
    for token, slug in ((feed.token, "other"), ("x", feed.slug)):
        with pytest.raises(Missing, match="no feed here"):
            await scene.shelf.feed(scene.hub, token, slug)
