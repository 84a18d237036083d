"""W3: a region's playlist, judged, approved, and handed to the provider of its sites."""

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.audit import service as audit
from domain.rights import service as rights
from domain.rights.model import (
    Effect,
    End,
    Grant,
    Layer,
    Provenance,
    Scope,
    Subject,
    SubjectKind,
    Use,
    Window,
)
from domain.territories import Area
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


async def forbidden(house: House, isrc: str, days: int) -> None:
    """Write that a recording may not be played in shops any more in so many days."""
    at = house.world.hub.clock.now() + timedelta(days=days)
    begins = datetime(at.year, at.month, at.day, tzinfo=UTC) - timedelta(hours=1)
    no = Grant(
        id="",
        subject=Subject(SubjectKind.RECORDING, isrc),
        layer=Layer.MUSIC_MASTER,
        effect=Effect.PROHIBIT,
        scope=Scope(frozenset({Use.IN_STORE}), Area(frozenset()), include=("DE",)),
        window=Window(begins, begins + timedelta(days=400), End.DATED),
        provenance=Provenance("Sample Records"),
    )
    await rights.add(house.world.hub, await house.world.actor("manager"), no)


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


async def test_w3_what_became_less_than_a_yes_after_it_stood_is_for_people(house: House) -> None:
    await licensed(house)
    await stands(house)
    cut, unsure = await asks(house, track(RIVER)), await asks(house, track(HILLS))
    await forbidden(house, RIVER, 40)
    await house.desk.says("operator", cut, "operations")
    await house.desk.work(seconds=31)
    shorter, stages = await house.look(cut), await house.stages(cut)
    for who, stage in (("brand_one", "brand"), ("rights_one", "rights")):
        await house.desk.says(who, cut, stage)
    await house.desk.work(seconds=31)
    over = (await (await house.desk.front("manager")).data(HANDED, id=cut["id"]))["request"]
    await house.desk.gives_away("track_compliance")
    await house.desk.says("operator", unsure, "operations")
    await house.desk.work(seconds=31)
    unknown, asked = await house.look(unsure), await house.stages(unsure)

    assert shorter["note"].startswith(f"Approved until {house.day(39)} only: the licence of")
    assert (stages["compliance"], stages["brand"]) == (("APPROVED", 2), ("OPEN", 2))
    assert stages["rights"] == ("OPEN", 2)
    assert over["handOver"]["trackLists"][0]["lastDay"] == house.day(39)
    assert (unknown["handOver"], unknown["note"].split(":")[0]) == (None, "People look")
    assert (asked["brand"], asked["rights"]) == (("OPEN", 2), ("OPEN", 2))
