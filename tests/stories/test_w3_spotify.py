"""W3, once the brand's account is connected: it stands at Spotify, and is mended there."""

from typing import Any

from domain.audit import service as audit
from domain.cases.rules import MANAGERS
from tests.connectors.spotify.web.house import CUT
from tests.domain.targets.scene import REPUBLISH
from tests.stories.house import House
from tests.stories.outlets import Publishing, opened
from tests.stories.test_d3_playlist import HILLS, RIVER, asks, brief, track

DAY, HOUR = 86_400, 3_600
CASES = "{ cases(first: 5) { edges { node { queue text } } } }"
VALLEY, LAKE = "DEABC2600003", "DEABC2600004"


def songs(outlets: Publishing) -> dict[str, str]:
    """Have Spotify know four songs, two of them not for everybody; return their names there."""
    listener = outlets.listener
    made = {
        HILLS: listener.release("Hills", "Sample Band", "DE AT", HILLS),
        RIVER: listener.release("River", "Sample Band", "DE AT", RIVER),
        VALLEY: listener.release("Valley", "Sample Band", "AT", VALLEY),
        LAKE: listener.release("Lake", "Sample Band", "DE AT", LAKE, explicit=True),
    }
    return {isrc: f"spotify:track:{song.id}" for isrc, song in made.items()}


def song(isrc: str, title: str) -> dict[str, Any]:
    return {"title": title, "artist": "Sample Band", "isrc": isrc, "explicit": False}


async def says_yes(house: House, request: dict[str, Any]) -> None:
    """Have everybody who is asked say yes, and let the undo window pass."""
    who = {"brand": "brand_one", "rights": "rights_one"}
    for stage, (state, _) in (await house.stages(request)).items():
        if state == "OPEN":
            await house.desk.says(who[stage], request, stage)
    await house.desk.work(seconds=31)


async def test_w3_listeners_get_it_at_spotify_from_its_first_day_to_its_last(house: House) -> None:
    async with opened(house) as outlets:
        await outlets.connect()
        known, listener = songs(outlets), outlets.listener
        cover = {"coverAssetId": house.files["artwork"]}
        request = await asks(house, track(RIVER), track(), siteIds=[], **cover)
        await says_yes(house, request)
        early = dict(listener.playlists)
        await house.desk.work(seconds=20 * DAY)
        out = await outlets.look(request)
        (made,) = listener.playlists.values()
        filled, shown, library = list(made.items), made.public, list(listener.library)
        await house.desk.work(seconds=41 * DAY)
        over = await outlets.look(request)

    assert early == {}
    assert (out["state"], out["publication"]["standing"]) == ("LIVE", "LIVE")
    assert out["publication"]["address"] == f"https://open.spotify.com/playlist/{made.id}"
    assert (made.name, filled) == ("Mornings", [known[RIVER], known[HILLS]])
    assert (shown, library) == (True, [made.id])
    assert listener.covers[made.id].startswith(b"\xff\xd8\xff")
    assert over["publication"]["standing"] == "GONE"
    assert (made.items, made.public, listener.library) == ([], False, [])
    assert await audit.verify(house.world.hub.secrets) == []


async def test_w3_tracks_that_spotify_does_not_play_are_named_and_swapped(house: House) -> None:
    async with opened(house) as outlets:
        await outlets.connect()
        known, listener = songs(outlets), outlets.listener
        wrong = (song(VALLEY, "Valley"), song(LAKE, "Lake"))
        request = await asks(house, *wrong, siteIds=[])
        await says_yes(house, request)
        await house.desk.work(seconds=20 * DAY)
        refused, nothing = await outlets.look(request), dict(listener.playlists)
        right = await brief(house, track(), track(RIVER), siteIds=[], liveFrom=house.day(1))
        done = await house.revises("playlist", request, right)
        await house.desk.work()
        await says_yes(house, request)
        await house.desk.work(seconds=2 * DAY)
        out = await outlets.look(request)
        (made,) = listener.playlists.values()

    assert (refused["publication"]["standing"], nothing) == ("REFUSED", {})
    assert "Valley" in " ".join(refused["publication"]["problems"])
    assert "Lake" in " ".join(refused["publication"]["problems"])
    assert done["errors"] == []
    assert (out["state"], out["publication"]["standing"]) == ("LIVE", "LIVE")
    assert made.items == [known[HILLS], known[RIVER]]


async def test_w3_what_others_changed_there_is_named_and_mended_under_its_id(house: House) -> None:
    async with opened(house) as outlets:
        await outlets.connect()
        known, listener = songs(outlets), outlets.listener
        request = await asks(house, track(), track(RIVER), siteIds=[])
        await says_yes(house, request)
        await house.desk.work(seconds=20 * DAY)
        (made,) = listener.playlists.values()
        made.items[:] = [known[LAKE], known[RIVER]]
        made.version += 1
        await house.desk.work(seconds=3_600)
        seen = await outlets.look(request)
        await outlets.does(REPUBLISH, requestId=request["id"])
        await house.desk.work()
        mended = await outlets.look(request)

    assert seen["publication"]["drift"] != []
    assert (mended["publication"]["standing"], mended["publication"]["drift"]) == ("LIVE", [])
    assert made.items == [known[HILLS], known[RIVER]]
    assert list(listener.playlists) == [made.id]


async def test_w3_the_last_day_comes_though_the_account_was_cut_off(house: House) -> None:
    async with opened(house) as outlets:
        await outlets.connect()
        songs(outlets)
        request = await asks(house, track(RIVER), track(), siteIds=[])
        await says_yes(house, request)
        await house.desk.work(seconds=20 * DAY)
        manager = await house.desk.front("manager")
        await manager.data(CUT, input={"brandId": house.world.brand_id})
        await house.desk.work(seconds=2 * HOUR)
        cut = await outlets.look(request)
        for _ in range(45):
            await house.desk.work(seconds=DAY, rounds=2)
        over = await outlets.look(request)
        manager = await house.desk.front("manager")  # Days have passed, and their token with them.
        (case,) = [one["node"] for one in (await manager.data(CASES))["cases"]["edges"]]
        await outlets.connect()
        await house.desk.work(seconds=60)
        (playlist,) = outlets.listener.playlists.values()
        gone = await outlets.look(request)

    assert cut["trouble"].startswith("Nobody sees how it stands at spotify playlist: ")
    assert "greenlight retry" not in cut["trouble"]
    assert over["trouble"].startswith("It was to be taken down by spotify playlist since ")
    assert case["queue"] == MANAGERS
    assert f"playlist {playlist.id}" in case["text"]
    assert (playlist.items, playlist.public) == ([], False)
    assert (gone["publication"]["standing"], gone["trouble"]) == ("GONE", None)
