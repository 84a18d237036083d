"""W3: a region's playlist, judged, approved, and handed to the provider of its sites."""

from typing import Any

from domain.audit import service as audit
from tests.stories.house import House
from tests.stories.test_d3_playlist import HILLS, RIVER, asks, brief, cleared, track

STANDARD = """mutation($input: SetBrandMusicStandardInput!) { done: setBrandMusicStandard(
  input: $input) { standard { yesStands } errors { ... on UserError { code } } } }"""
HANDED = """query($id: ID!) { request(id: $id) { note handOver { receiver
  materials { deliverable } trackLists { provider sites firstDay lastDay
  tracks { place isrc artist title } } } } }"""


async def stands(house: House, *, yes: bool = True) -> None:
    """Have the brand let the rules' yes stand."""
    given = {"brandId": house.world.brand_id, "explicit": False, "yesStands": yes}
    done = (await (await house.desk.front("manager")).data(STANDARD, input=given))["done"]
    assert done == {"standard": {"yesStands": yes}, "errors": []}


async def licensed(house: House, days: int = 365) -> None:
    """License the shop, and both tracks for it."""
    await house.licensed()
    await cleared(house, HILLS)
    await cleared(house, RIVER, days=days)


async def handed(house: House, request: dict[str, Any]) -> dict[str, Any]:
    """Have operations say yes, let the undo window pass; return what was handed over."""
    await house.desk.says("operator", request, "operations")
    await house.desk.work(seconds=31)
    found = await (await house.desk.front("manager")).data(HANDED, id=request["id"])
    over: dict[str, Any] = found["request"]["handOver"]
    return over


async def test_w3_a_site_gets_its_list_by_its_commercial_provider(house: House) -> None:
    await licensed(house, days=40)
    cover = {"coverAssetId": house.files["artwork"]}
    request = await asks(house, track(), track(RIVER), **cover)
    for who, stage in (("brand_one", "brand"), ("rights_one", "rights")):
        await house.desk.says(who, request, stage)
    last = house.day(39)
    over = await handed(house, request)
    done = await house.acknowledges("operator", request, "In the player of the shop.")

    assert over["receiver"] == "playlist-desk"
    assert [one["deliverable"] for one in over["materials"]] == ["Cover"]
    (given,) = over["trackLists"]
    assert (given["provider"], given["sites"]) == ("SOUNDTRACK", ["The shop"])
    assert (given["firstDay"], given["lastDay"]) == (house.day(20), last)
    assert [tuple(one.values()) for one in given["tracks"]] == [
        (1, HILLS, "Sample Band", "Hills"),
        (2, RIVER, "Sample Band", "River"),
    ]
    assert (done["errors"], done["request"]["state"]) == ([], "LIVE")


async def test_w3_tracks_that_are_named_are_swapped_before_brand_is_asked(house: House) -> None:
    await licensed(house)
    await stands(house, yes=False)
    request = await asks(house, track(explicit=True), track(RIVER))
    refused, waiting = await house.look(request), await house.stages(request)
    await house.revises("playlist", request, await brief(house, track(), track(RIVER)))
    await house.desk.work()
    after = await house.stages(request)

    assert refused["note"].startswith("Track 1, Sample Band: Hills (DE): Its words are explicit")
    assert (waiting["brand"][0], after["brand"][0]) == ("WAITING", "OPEN")


async def test_w3_where_the_brand_lets_it_the_rules_yes_stands(house: House) -> None:
    await licensed(house)
    await stands(house)
    request = await asks(house, track(), track(RIVER))
    stages = await house.stages(request)
    over = await handed(house, request)
    trail = await audit.trail(request["id"])
    closed = [one for one in trail if one.act == "stage.closed"]

    assert {key: state for key, (state, _) in stages.items()} == {
        "compliance": "APPROVED",
        "brand": "APPROVED",
        "rights": "APPROVED",
        "operations": "OPEN",
    }
    assert len(over["trackLists"]) == 1
    assert [one.details["stage"] for one in closed] == ["compliance", "brand", "rights"]
    assert closed[1].details["standing"] == "the brand lets the yes of the rules stand"
    assert await audit.verify(house.world.hub.secrets) == []


async def test_w3_less_than_a_yes_to_every_track_is_for_people(house: House) -> None:
    await licensed(house, days=40)
    await stands(house)
    cut = await house.stages(await asks(house, track(), track(RIVER)))
    unknown = await house.stages(await asks(house, track(explicit=None), liveUntil=house.day(30)))

    assert (cut["compliance"][0], cut["brand"][0], cut["rights"][0]) == ("APPROVED", "OPEN", "OPEN")
    assert (unknown["brand"][0], unknown["rights"][0]) == ("OPEN", "OPEN")
