"""D3, once a playlist is live: its tracks are judged again, and asked out."""

from typing import Any

from tests.stories.house import House
from tests.stories.test_d3_playlist import HILLS, RIVER, STANDARD, asks, cleared, track
from tests.stories.test_w3_playlist import forbidden

ODD = """{ liveAgainstCleared { edges { node { id subjectKind subjectId publisher use channel barred
  uncleared standing takedownId requestId verdicts { layers { reason } } } } } }"""
WHERE = """query($id: ID!) { exposures(kind: RECORDING, id: $id) {
  include liveTo standing barred } }"""
DOWN = """query($id: ID!) { request(id: $id) { id number title state brief {
  ... on TakedownBrief { isrc markets details subjectId } } handOver { instructions } } }"""
DAY = 86_400


async def odd(house: House) -> list[dict[str, Any]]:
    """Return what is live and not cleared, the worst first."""
    found = await (await house.desk.front("manager")).data(ODD)
    return [one["node"] for one in found["liveAgainstCleared"]["edges"]]


async def where(house: House, isrc: str) -> list[dict[str, Any]]:
    """Return where a track is live and was, newest first."""
    found: list[dict[str, Any]] = (await (await house.desk.front("manager")).data(WHERE, id=isrc))[
        "exposures"
    ]
    return found


async def down(house: House, takedown_id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await (await house.desk.front("manager")).data(DOWN, id=takedown_id))[
        "request"
    ]
    return found


async def played(house: House, *tracks: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Have a playlist of two tracks asked for, approved and taken on; return the request.

    It is played since today then, twenty days after it was asked for.
    """
    who = "operator"
    if changes.get("siteIds") == []:
        who = "publisher"
    else:
        await house.licensed()
        for isrc in (HILLS, RIVER):
            await cleared(house, isrc, days=40 if isrc == RIVER else 365)
    given = tracks or (track(), track(RIVER))
    request = await asks(house, *given, **changes)
    stages = await house.stages(request)
    for person, stage in (("brand_one", "brand"), ("rights_one", "rights")):
        if stages.get(stage, ("APPROVED",))[0] != "APPROVED":
            await house.desk.says(person, request, stage)
    if "operations" in stages:
        await house.desk.says("operator", request, "operations")
    await house.desk.work(seconds=31)
    done = await house.acknowledges(who, request, "In the player.")
    assert done["errors"] == [], done
    await house.desk.work(seconds=20 * DAY)
    return request


async def test_d3_a_prohibition_finds_the_track_of_a_live_playlist_and_asks_it_out(
    house: House,
) -> None:
    request = await played(house)
    before = await odd(house)
    await forbidden(house, RIVER, days=0)
    await house.desk.work()
    (found,) = await odd(house)
    asked = await down(house, found["takedownId"])

    assert before == []
    assert (found["subjectKind"], found["subjectId"]) == ("RECORDING", RIVER)
    assert (found["publisher"], found["use"], found["uncleared"]) == (
        "soundtrack",
        "IN_STORE",
        ["DE"],
    )
    assert found["requestId"] == request["id"]
    assert asked["title"] == "Live, not cleared: Sample Band: River (shops)"
    assert (asked["state"], asked["brief"]["isrc"]) == ("IN_REVIEW", RIVER)
    assert asked["brief"]["subjectId"] == request["id"]
    assert "Music master: it is prohibited." in asked["brief"]["details"]


async def test_d3_a_licence_that_ends_is_found_by_time_alone(house: House) -> None:
    await played(house)
    await house.desk.work(seconds=10 * DAY)
    before = await odd(house)
    await house.desk.work(seconds=10 * DAY)
    (found,) = await odd(house)

    assert before == []
    assert (found["subjectId"], found["uncleared"]) == (RIVER, ["DE"])
    assert (await down(house, found["takedownId"]))["state"] == "IN_REVIEW"


async def test_d3_a_brand_that_wants_an_artist_no_more_has_the_live_track_asked_out(
    house: House,
) -> None:
    await played(house, track(), track(RIVER, artist="The Loud"))
    manager = await house.desk.front("manager")
    given = {"brandId": house.world.brand_id, "explicit": False}
    await manager.data(STANDARD, input=given | {"bannedArtists": ["the loud"]})
    await house.desk.work()
    (found,) = await odd(house)
    asked = await down(house, found["takedownId"])
    await manager.data(STANDARD, input=given)
    await house.desk.work()

    assert (found["subjectId"], found["standing"]) == (RIVER, "BLOCKED")
    assert found["barred"] == "The brand does not want this artist."
    assert found["verdicts"] == [{"layers": [{"reason": "HOUSE_RULE"}]}]
    assert "The brand does not want this artist." in asked["brief"]["details"]
    assert await odd(house) == []
    assert (await down(house, found["takedownId"]))["state"] == "WITHDRAWN"


async def test_d3_listeners_playlists_are_judged_by_the_brands_rules_alone(house: House) -> None:
    request = await played(house, siteIds=[])
    before = await odd(house)
    manager = await house.desk.front("manager")
    given = {"brandId": house.world.brand_id, "bannedArtists": ["Sample Band"]}
    await manager.data(STANDARD, input=given)
    await house.desk.work()
    found = await odd(house)

    assert before == []
    assert {one["subjectId"] for one in found} == {HILLS, RIVER}
    assert {(one["channel"], one["requestId"]) for one in found} == {("spotify", request["id"])}


async def test_d3_what_was_taken_out_is_live_no_more_and_the_other_tracks_are(
    house: House,
) -> None:
    await played(house)
    await forbidden(house, RIVER, days=0)
    await house.desk.work()
    (found,) = await odd(house)
    takedown = await down(house, found["takedownId"])
    await house.desk.says("rights_one", takedown, "rights")
    await house.desk.work(seconds=31)
    handed = await down(house, takedown["id"])
    await house.acknowledges("publisher", takedown, "Out of the player, I looked.")
    await house.desk.work(seconds=2 * DAY)

    assert handed["handOver"]["instructions"][0] == (
        f"Take the track {RIVER} out in DE, wherever the request brought it."
    )
    assert await odd(house) == []
    assert [one["liveTo"] is None for one in await where(house, RIVER)] == [False]
    assert [one["liveTo"] is None for one in await where(house, HILLS)] == [True]


async def test_d3_a_playlist_past_its_last_day_is_live_no_more(house: House) -> None:
    request = await played(house, liveUntil=house.day(22))
    during = [one["liveTo"] for one in await where(house, HILLS)]
    await house.desk.work(seconds=4 * DAY)
    after = [one["liveTo"] is None for one in await where(house, HILLS)]

    assert (during, after) == ([None], [False])
    assert (await house.look(request))["state"] == "LIVE"
