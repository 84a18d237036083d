"""What an episode is called in a feed, for good."""

import asyncio

import pytest

from domain.errors import Conflict, Forbidden, Invalid
from domain.feeds import guids, serving
from domain.jobs.model import RetryLater
from domain.targets.model import Refused
from tests.domain.feeds.scene import Scene, set_up
from tests.world import World


@pytest.fixture
async def scene(world: World) -> Scene:
    return await set_up(world)


async def test_a_guid_that_is_said_while_its_episode_is_put_there_counts(scene: Scene) -> None:
    feed = await scene.set_feed()
    what, loop = scene.publication(await scene.request()), asyncio.get_running_loop()

    def call() -> None:
        said = guids.set_guid(scene.hub, scene.manager, what.name, "old-1")
        asyncio.run_coroutine_threadsafe(said, loop).result(10)

    scene.writer.meanwhile = call
    with pytest.raises(RetryLater, match="GUID was said in this very moment"):
        await scene.target.publish(what, {}, tried=False)
    scene.writer.meanwhile = lambda: None
    await scene.target.publish(what, {}, tried=True)

    assert [one.guid for one in await serving.shown(scene.hub, feed)] == ["old-1"]


@pytest.mark.parametrize("guid", ["two words", "schön", "x" * 501, ""])
async def test_a_guid_that_no_directory_would_take_is_refused_when_it_is_said(
    scene: Scene, guid: str
) -> None:
    with pytest.raises(Invalid) as caught:
        await guids.set_guid(scene.hub, scene.manager, scene.episode_ids[0], guid)

    assert caught.value.code == "bad_guid"


async def test_an_episode_is_called_as_in_the_feed_its_show_had_before(scene: Scene) -> None:
    feed = await scene.set_feed()
    await guids.set_guid(scene.hub, scene.manager, scene.episode_ids[0], "https://old.example/?p=1")
    await scene.published()
    (item,) = await serving.shown(scene.hub, feed)
    with pytest.raises(Conflict, match="keeps its GUID"):
        await guids.set_guid(scene.hub, scene.manager, scene.episode_ids[0], "other")

    assert item.guid == "https://old.example/?p=1"


async def test_a_guid_is_one_episodes_alone(scene: Scene) -> None:
    one, two = scene.episode_ids
    await guids.set_guid(scene.hub, scene.manager, one, "first")
    codes = []
    for guid in ("first", one, " ", "x\ny", "y" * 501):
        with pytest.raises((Conflict, Invalid)) as found:
            await guids.set_guid(scene.hub, scene.manager, two, guid)
        codes.append(found.value.code)

    assert codes == ["guid_taken", "guid_taken", "bad_guid", "control_character", "bad_guid"]
    with pytest.raises(Forbidden):
        await guids.set_guid(scene.hub, await scene.world.actor("requester"), two, "second")


async def test_the_guid_of_another_episode_is_refused(scene: Scene) -> None:
    await scene.set_feed()
    first = await scene.published()
    second = scene.publication(await scene.request(1), name=first.name)
    with pytest.raises(Refused, match="another episode"):
        await scene.target.publish(second, {}, tried=False)
