"""Saying how a show's feed is, and what directories would find wrong with it."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

import pytest

from domain.audit import service as audit
from domain.database import sql
from domain.errors import Conflict, Forbidden, Invalid
from domain.feed_writing import Category
from domain.feeds import records, reporting, serving, setting
from domain.requests.model import RequestState
from tests.domain.feeds.scene import PUBLIC, Scene, set_up
from tests.world import World

#: What no feed can be, and what is said of it.
WRONG: tuple[tuple[dict[str, Any], list[str]], ...] = (
    ({"link": "http://beans.example.com"}, ["bad_link"]),
    ({"link": ""}, ["bad_link"]),
    ({"link": f"https://beans.example.com/{'x' * 500}"}, ["bad_length"]),
    ({"moved_to": "https://127.0.0.1/feed"}, ["bad_moved_to"]),
    ({"description": " "}, ["bad_length"]),
    ({"description": "x" * 4_001}, ["bad_length"]),
    ({"description": "\u202e"}, ["control_character"]),
    ({"author": "", "owner_name": "a\nb"}, ["bad_length", "control_character"]),
    ({"owner_email": "nobody"}, ["bad_email"]),
    ({"categories": ()}, ["bad_count"]),
    ({"categories": (Category("Arts", "Golf"),)}, ["unknown_category"]),
    ({"categories": (Category("Arts"),) * 2}, ["named_twice"]),
    ({"language": "german!"}, ["bad_language"]),
    ({"origins": ("DE", "ZZ")}, ["unknown_country"]),
    ({"origins": ("DE", "DE")}, ["bad_count"]),
    ({"recent": 0}, ["bad_count"]),
    ({"artwork_asset_id": "none"}, ["no_such_asset"]),
)


@pytest.fixture
async def scene(world: World) -> Scene:
    return await set_up(world)


async def test_all_that_a_feed_cannot_be_is_said_at_once(scene: Scene) -> None:
    said = []
    for changes, _ in WRONG:
        with pytest.raises(Invalid) as found:
            await scene.set_feed(**changes)
        said.append([found.value.code, *(one.code for one in found.value.others)])
    files = []
    for name in ("image", "audio"):
        with pytest.raises(Invalid) as found:
            await scene.set_feed(artwork_asset_id=scene.world.assets[name])
        files.append(found.value.code)

    assert said == [codes for _, codes in WRONG]
    assert files == ["artwork_size", "wrong_kind"]


async def test_a_feed_does_not_move_to_itself(scene: Scene) -> None:
    feed = await scene.set_feed()
    with pytest.raises(Invalid, match="here already"):
        await scene.set_feed(moved_to=f"{PUBLIC}/feeds/{feed.token}/{feed.slug}.xml")


async def test_what_is_said_again_changes_nothing_and_what_changes_is_recorded(
    scene: Scene,
) -> None:
    first, same = await scene.set_feed(), await scene.set_feed()
    changed = await scene.set_feed(explicit=True)
    events = [one for one in await audit.trail(scene.show_id) if one.act == "show.feed_set"]

    assert first == same
    assert (changed.version, changed.token) == (first.version + 1, first.token)
    assert [one.details["version"] for one in events] == [1, 2]
    assert events[1].details["before"]["explicit"] is False
    assert "pat@" not in str(events)


async def test_only_those_who_manage_the_brand_set_and_remove_feeds(scene: Scene) -> None:
    requester = await scene.world.actor("requester")
    with pytest.raises(Forbidden):
        await setting.set_feed(scene.hub, requester, scene.show_id, scene.settings())
    with pytest.raises(Forbidden):
        await setting.remove_feed(scene.hub, requester, scene.show_id)
    with pytest.raises(Forbidden):
        await reporting.report(scene.hub, requester, scene.show_id)
    with pytest.raises(Invalid, match="no show"):
        await setting.set_feed(scene.hub, scene.manager, "none", scene.settings())
    with pytest.raises(Invalid, match="no feed"):
        await setting.remove_feed(scene.hub, scene.manager, scene.show_id)


@pytest.mark.parametrize("missing", [{"feed_writer": None}, {"public_url": ""}])
async def test_where_nobody_can_read_feeds_there_are_none(
    scene: Scene, missing: dict[str, Any]
) -> None:
    hub = replace(scene.hub, **missing)
    with pytest.raises(Conflict):
        await setting.set_feed(hub, scene.manager, scene.show_id, scene.settings())


async def test_the_channel_says_what_was_set_and_its_guid_follows_from_its_address(
    scene: Scene,
) -> None:
    feed = await scene.set_feed(language="de-CH", origins=("CH",))
    told = await serving.channel(scene.hub, feed)

    assert (told.title, told.language, told.origins) == ("Good Beans", "de-CH", ("CH",))
    assert told.address == f"{PUBLIC}/feeds/{feed.token}/good-beans.xml"
    assert told.image_address.startswith(f"{PUBLIC}/feeds/{feed.token}/good-beans/artwork-")
    assert told.image_address.endswith(".png")
    own = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    assert told.guid == str(uuid5(own, told.address.removeprefix("https://")))


async def test_the_guid_of_a_show_stays_when_the_hub_is_reached_by_another_address(
    scene: Scene,
) -> None:
    feed = await scene.set_feed()
    before = (await serving.channel(scene.hub, feed)).guid
    moved = replace(scene.hub, public_url="https://elsewhere.example.com")
    settings = scene.settings(author="Another")
    after = await setting.set_feed(moved, scene.manager, scene.show_id, settings)
    told = await serving.channel(moved, after)

    assert told.address.startswith("https://elsewhere.example.com/")
    assert told.guid == before


async def test_a_feed_of_before_keeps_the_guid_it_had_once_anything_is_put_into_it(
    scene: Scene,
) -> None:
    feed = await scene.set_feed()
    before = (await serving.channel(scene.hub, feed)).guid
    await sql.execute("UPDATE show_feeds SET guid = ''")
    await scene.published()
    kept = await records.of_show(scene.show_id)

    assert kept is not None
    assert kept.guid == before


async def test_a_show_brings_the_guid_of_its_earlier_feed_until_anything_is_in_ours(
    scene: Scene,
) -> None:
    brought = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    await scene.set_feed()
    settings = scene.settings()
    feed = await setting.set_feed(scene.hub, scene.manager, scene.show_id, settings, brought)
    left_out = await scene.set_feed(author="Another")
    with pytest.raises(Invalid, match="is a UUID") as wrong:
        await setting.set_feed(scene.hub, scene.manager, scene.show_id, settings, "beans")
    await scene.published()
    with pytest.raises(Conflict, match=brought):
        await setting.set_feed(
            scene.hub, scene.manager, scene.show_id, settings, brought.replace("9", "8")
        )

    assert (await serving.channel(scene.hub, feed)).guid == brought
    assert (left_out.guid, wrong.value.path) == (brought, ("podcast_guid",))


async def test_what_waits_is_inspected_before_it_is_released(scene: Scene) -> None:
    await scene.set_feed()
    waiting = await scene.request(state=RequestState.APPROVED, episode_title="A bad one")
    await scene.request(1, state=RequestState.IN_REVIEW, episode_title="A bad one too")
    found = await reporting.report(scene.hub, scene.manager, scene.show_id)
    await scene.moved(waiting.id, RequestState.WITHDRAWN)

    assert [(one.where, one.code) for one in found] == [(scene.episode_ids[0], "bad_title")]
    assert await reporting.report(scene.hub, scene.manager, scene.show_id) == []
