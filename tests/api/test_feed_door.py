"""The door of feeds: what a reader gets, keeps, and hears of what is gone; and setting feeds."""

from typing import Any

import pytest

from connectors.files.disk import DiskStore
from domain.errors import Invalid
from domain.feeds import serving
from tests.api.door import client, door
from tests.domain.feeds.scene import PUBLIC, Scene, set_up
from tests.world import World

SET = """mutation($input: SetShowFeedInput!) { setShowFeed(input: $input) {
  feed { address version settings { author categories { name below } kind } }
  errors { ... on UserError { code message path } } } }"""
REMOVE = """mutation($input: RemoveShowFeedInput!) { removeShowFeed(input: $input) {
  feed { version removedAt } errors { ... on UserError { code } } } }"""
GUID = """mutation($input: SetEpisodeGuidInput!) { setEpisodeGuid(input: $input) {
  episode { importedGuid } errors { ... on UserError { code } } } }"""
SHOWS = """{ shows { title feed { address version lastModified items(first: 1) { guid title kind }
  findings { where code } } } }"""
REPORT = """query($show: ID!) { feedReport(showId: $show) { where code stops } }"""


@pytest.fixture
async def scene(world: World) -> Scene:
    return await set_up(world)


async def address(scene: Scene, **changes: Any) -> str:
    feed = await scene.set_feed(**changes)
    return f"/feeds/{feed.token}/{feed.slug}.xml"


def given(scene: Scene, **changes: Any) -> dict[str, Any]:
    return {
        "showId": scene.show_id,
        "link": "https://beans.example.com/show",
        "description": "All about beans.",
        "author": "Sample Roasters",
        "ownerName": "Pat",
        "ownerEmail": "pat@beans.example.com",
        "artworkAssetId": scene.artwork_id,
        "categories": [{"name": "Arts", "below": "Food"}],
    } | changes


async def test_a_reader_gets_the_feed_and_later_only_hears_that_it_is_the_same(
    scene: Scene,
) -> None:
    place = await address(scene)
    what = await scene.published()
    scene.later(seconds=1)
    async with client(scene.world, {"accept-encoding": "identity"}) as reader:
        first = await reader.get(place)
        head = await reader.head(place)
        tagged = await reader.get(place, headers={"if-none-match": f"W/{first.headers['etag']}"})
        dated = await reader.get(
            place, headers={"if-modified-since": first.headers["last-modified"]}
        )
        scene.later(minutes=1)
        await scene.published(1)
        changed = await reader.get(place, headers={"if-none-match": first.headers["etag"]})

    assert first.status_code == 200
    assert first.headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert first.headers["cache-control"] == "public, max-age=300"
    assert what.name in first.text
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(first.content))
    assert (tagged.status_code, tagged.content, dated.status_code) == (304, b"", 304)
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


async def test_a_feed_is_packed_for_those_who_take_it_and_has_another_tag_then(
    scene: Scene,
) -> None:
    place = await address(scene)
    await scene.published()
    said = ("gzip, br", "br", "gzip;q=0", "*")
    async with client(scene.world) as reader:
        found = [await reader.get(place, headers={"accept-encoding": one}) for one in said]

    packed = [one.headers.get("content-encoding") for one in found]
    assert packed == ["gzip", None, None, "gzip"]
    assert len({one.text for one in found}) == 1
    assert all("Accept-Encoding" in one.headers["vary"] for one in found)
    assert found[0].headers["etag"] == found[1].headers["etag"][:-1] + '-gzip"'


async def test_what_is_not_there_was_removed_or_has_moved_is_told_apart(scene: Scene) -> None:
    place = await address(scene)
    moved = "https://feeds.example.org/beans"
    await scene.set_feed(moved_to=moved)
    admin = await door(scene.world, "manager")
    async with client(scene.world) as reader:
        elsewhere = await reader.get(place)
        unknown = await reader.get("/feeds/none/good-beans.xml")
        await admin.data(REMOVE, input={"showId": scene.show_id})
        gone = await reader.get(place)

    assert (elsewhere.status_code, elsewhere.headers["location"]) == (301, moved)
    assert moved in elsewhere.text
    assert (unknown.status_code, unknown.json()["error"]) == (404, "no_such_feed")
    assert (gone.status_code, gone.json()["error"]) == (410, "feed_removed")
    assert gone.headers["cache-control"] == "no-store"


async def test_chapters_are_served_as_long_as_their_episode_is_shown(scene: Scene) -> None:
    place = await address(scene)
    what = await scene.published(description="0:00 Hello\n1:00 Beans")
    await scene.published(1)
    base = place.removesuffix(".xml")
    async with client(scene.world) as reader:
        found = await reader.get(f"{base}/chapters/{what.name}.json")
        without = await reader.get(f"{base}/chapters/{scene.episode_ids[1]}.json")
        await scene.target.remove(what, {})
        gone = await reader.get(f"{base}/chapters/{what.name}.json")

    assert found.headers["content-type"] == "application/json+chapters"
    assert found.headers["access-control-allow-origin"] == "*"
    assert found.json()["chapters"] == [
        {"startTime": 0.0, "title": "Hello"},
        {"startTime": 60.0, "title": "Beans"},
    ]
    assert (without.status_code, gone.status_code) == (404, 404)


async def test_the_shows_picture_is_at_the_address_that_the_feed_names(scene: Scene) -> None:
    feed = await scene.set_feed()
    told = await serving.channel(scene.hub, feed)
    async with client(scene.world) as reader:
        found = await reader.get(told.image_address.removeprefix(PUBLIC))
        other = await reader.get(f"/feeds/{feed.token}/{feed.slug}/artwork-0.png")

    assert (found.status_code, found.headers["content-type"]) == (200, "image/png")
    assert found.content == await scene.hub.files.load(scene.artwork_id)
    assert other.status_code == 404


async def test_no_date_is_told_while_the_feed_may_change_again_and_keep_it(scene: Scene) -> None:
    place = await address(scene)
    what = await scene.published()
    async with client(scene.world) as reader:
        early = await reader.get(place)
        await scene.target.remove(what, {})
        scene.later(seconds=1)
        late = await reader.get(place)

    assert "last-modified" not in early.headers
    assert "last-modified" in late.headers
    assert what.name not in late.text


async def test_a_picture_is_never_held_whole_and_not_read_by_who_has_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = await serving.channel(scene.hub, await scene.set_feed())
    content = await scene.hub.files.load(scene.artwork_id)
    monkeypatch.delattr(DiskStore, "load")
    path = told.image_address.removeprefix(PUBLIC)
    async with client(scene.world) as reader:
        found = await reader.get(path)
        head = await reader.head(path)
        again = await reader.get(path, headers={"if-none-match": found.headers["etag"]})

    assert (found.status_code, found.content) == (200, content)
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(content)))
    assert (again.status_code, again.content) == (304, b"")


async def test_what_is_no_address_of_ours_is_not_there_whatever_it_holds(scene: Scene) -> None:
    base = (await address(scene)).removesuffix(".xml")
    async with client(scene.world) as reader:
        found = [
            (await reader.get(path)).status_code
            for path in ("/feeds/%00/x.xml", "/feeds/%FF/x.xml", f"{base}/chapters/%00.json")
        ]

    assert found == [404, 404, 404]


async def test_a_date_beyond_all_numbers_is_none(scene: Scene) -> None:
    place, said = await address(scene), "Mon, 01 Jan 2024 00:00:00 +99999999999999"
    async with client(scene.world) as reader:
        found = await reader.get(place, headers={"if-modified-since": said})

    assert found.status_code == 200


async def test_where_a_feed_moves_to_is_written_as_readers_ask_for_it(scene: Scene) -> None:
    with pytest.raises(Invalid) as caught:
        await scene.set_feed(moved_to="https://b\u00f6hnchen.\u4f8b.example.com/feed.xml")

    assert (caught.value.code, caught.value.path) == ("bad_moved_to", ("moved_to",))


async def test_a_manager_sets_a_feed_and_everybody_of_the_house_sees_it(scene: Scene) -> None:
    manager = await door(scene.world, "manager")
    done = (await manager.data(SET, input=given(scene, kind="SERIAL")))["setShowFeed"]
    what = await scene.published()
    (seen,) = (await (await door(scene.world, "requester")).data(SHOWS))["shows"]
    (hidden,) = (await (await door(scene.world, "agent")).data(SHOWS))["shows"]

    assert done["errors"] == []
    assert done["feed"]["settings"]["categories"] == [{"name": "Arts", "below": "Food"}]
    assert seen["feed"]["address"] == done["feed"]["address"]
    assert seen["feed"]["items"] == [{"guid": what.name, "title": "Episode 1", "kind": "FULL"}]
    assert (seen["feed"]["version"], seen["feed"]["findings"]) == (2, [])
    assert hidden["feed"] is None


async def test_what_is_wrong_names_its_fields_and_others_may_not(scene: Scene) -> None:
    manager, requester = await door(scene.world, "manager"), await door(scene.world, "requester")
    wrong = given(scene, ownerEmail="nobody", categories=[{"name": "Beans"}])
    (first, second) = (await manager.data(SET, input=wrong))["setShowFeed"]["errors"]
    (refused,) = (await requester.data(SET, input=given(scene)))["setShowFeed"]["errors"]
    guid = {"episodeId": scene.episode_ids[0], "guid": "old-1"}
    named = (await manager.data(GUID, input=guid))["setEpisodeGuid"]
    report = await requester.send(REPORT, show=scene.show_id)

    assert (first["code"], first["path"]) == ("unknown_category", ["categories", "0"])
    assert (second["code"], second["path"]) == ("bad_email", ["ownerEmail"])
    assert refused["code"] == "not_allowed"
    assert named["episode"]["importedGuid"] == "old-1"
    assert report["errors"][0]["extensions"]["code"] == "not_allowed"
