"""The page of what stands somewhere: by whose yes, by which rules, called what, by which right."""

from typing import Any

import pytest

from domain.targets.connected import PLAYLISTS, Targets
from tests.domain.targets.scene import Scene
from tests.domain.targets.stand import Stand
from tests.domain.targets.test_following import anybody, playlist
from tests.stories.test_w2_campaign import PAGE, STANDING


async def pages(scene: Scene, request: dict[str, Any], who: str = "manager") -> list[Any]:
    """Return the page of every placement of a request, as `who` is shown it."""
    manager, front = await scene.desk.front("manager"), await scene.desk.front(who)
    found = (await manager.data(STANDING, id=request["id"]))["request"]["placements"]
    return [(await front.data(PAGE, id=one["id"]))["node"] for one in found]


def shown(page: Any) -> dict[str, Any]:
    return {
        "approvals": {one["stage"]: one["voterNames"] for one in page["approvals"]},
        "tables": {one["table"] for one in page["decisions"]},
        "outside": {one["name"]: one["value"] for one in page["outsideIds"]},
    }


@pytest.mark.parametrize(
    ("kind", "target", "place"),
    [
        ("FEED", "feed", "beans"),
        ("MEGAPHONE", "megaphone", "net-1/pod-1"),
        ("DISTRIBUTION_API", "distribution_api", "show-1"),
    ],
)
async def test_an_episode_that_the_hub_published_shows_by_which_right(
    scene: Scene, kind: str, target: str, place: str
) -> None:
    scene.desk.publishes_to(Targets((Stand(target),), media=scene.desk.targets.media))
    await scene.sets(kind, place)
    request = await scene.approved(target=kind)
    await scene.opens()
    placed = {one["publisher"]: one for one in await pages(scene, request)}
    page = placed[target]

    assert page["state"] == "LIVE"
    assert shown(page)["approvals"] == {
        "script": ["Editor"],
        "brand": ["Brand One"],
        "legal": ["Legal One"],
    }
    assert shown(page)["tables"] >= {"episode_release_stages", "episode_publishing"}
    assert all(len(one["version"]) == 64 for one in page["decisions"])
    assert shown(page)["outside"]["episode"] == f"ep-{scene.house.episode[-6:]}"
    (heard,) = page["exposures"]
    assert (heard["liveTo"], heard["verdicts"] != []) == (None, True)
    assert await pages(scene, request, "agent") == [None] * len(placed)


async def test_a_playlist_that_the_hub_published_shows_by_which_right(scene: Scene) -> None:
    scene.desk.publishes_to(Targets((Stand(PLAYLISTS),), is_connected=anybody))
    request = await playlist(scene)
    placed = {one["publisher"]: one for one in await pages(scene, request)}
    page = placed[PLAYLISTS]

    assert page["state"] == "LIVE"
    assert shown(page)["approvals"] == {"brand": ["Brand One"]}
    assert shown(page)["tables"] >= {"playlist_stages", "track_compliance", "playlist_compliance"}
    assert shown(page)["outside"]["episode"] == f"ep-{request['id'][-6:]}"
    assert await pages(scene, request, "agent") == [None] * len(placed)
