"""D3: whether a playlist keeps to licences and brand, track by track, before people say yes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.audit import service as audit
from domain.decisions import records as decisions
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
from domain.rulebook.replaying import over_the_past
from domain.territories import Area
from tests.bot.reading import lines
from tests.domain.decisions.tables import shipped_table
from tests.stories.briefs import brief_of
from tests.stories.house import House
from tests.stories.judging_again import again, kept

STANDARD = """mutation($input: SetBrandMusicStandardInput!) { done: setBrandMusicStandard(
  input: $input) { standard { explicit bannedArtists tempoTo } errors { ... on UserError {
  code path } } } }"""
BRAND = "query($id: ID!) { node(id: $id) { ... on Brand { musicStandard { bannedArtists } } } }"
SIMULATE = """query($table: String!, $facts: JSON!) { simulate(table: $table, facts: $facts) {
  outcome matchedRules reasons } }"""
BAN = """mutation($input: AddRightsProhibitionInput!) { done: addRightsProhibition(input: $input) {
  errors { ... on UserError { code message } } } }"""

#: Where the engine of a database makes no difference to what is told.
alike = pytest.mark.parametrize("way", ["sqlite", "processes"], indirect=True)
HILLS, RIVER = "DEABC2600001", "DEABC2600002"


def track(isrc: str = HILLS, **changes: Any) -> dict[str, Any]:
    title = {HILLS: "Hills", RIVER: "River"}[isrc]
    plain = {"title": title, "artist": "Sample Band", "isrc": isrc, "explicit": False}
    return plain | changes


async def brief(house: House, *tracks: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "name": "Mornings",
        "brandId": house.world.brand_id,
        "markets": ["DE"],
        "purpose": "Mornings in the shop.",
        "siteIds": [await house.site()],
        "tracks": list(tracks) or [track()],
        "liveFrom": house.day(20),
        "liveUntil": house.day(60),
    } | changes


async def asks(house: House, *tracks: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Ask for a playlist, and let the hub judge it; return the request."""
    done = await house.asks("playlist", await brief(house, *tracks, **changes))
    assert done["errors"] == [], done
    await house.desk.work()
    request: dict[str, Any] = done["request"]
    return request


async def cleared(house: House, isrc: str, days: int = 365) -> None:
    """Sign master and composition of a recording, for shops in Germany, for so many days."""
    manager = await house.world.actor("manager")
    now = house.world.hub.clock.now()
    midnight = datetime(now.year, now.month, now.day, tzinfo=UTC) - timedelta(hours=1)
    for layer in (Layer.MUSIC_MASTER, Layer.MUSIC_COMPOSITION_PERF):
        grant = Grant(
            id="",
            subject=Subject(SubjectKind.RECORDING, isrc),
            layer=layer,
            effect=Effect.PERMIT,
            scope=Scope(frozenset({Use.IN_STORE}), Area(frozenset()), include=("DE",)),
            window=Window(midnight, midnight + timedelta(days=days), End.DATED),
            provenance=Provenance("Sample Records"),
        )
        await rights.add(house.world.hub, manager, replace(grant))


async def prohibited(house: House, isrc: str) -> None:
    """Enter that the master of a recording may not be played in shops any more."""
    given = {
        "kind": "RECORDING",
        "subjectId": isrc,
        "layer": "MUSIC_MASTER",
        "scope": {"uses": ["IN_STORE"], "include": ["DE"]},
        "window": {"startsAt": "2026-11-01T00:00:00Z", "endsAt": "2028-11-01T00:00:00Z"},
        "source": {"grantor": "Sample Records"},
    }
    assert (await (await house.desk.front("admin")).data(BAN, input=given))["done"]["errors"] == []


async def rules_of(house: House, request: dict[str, Any]) -> list[tuple[str, list[str]]]:
    kept = (await decisions.of_requests([request["id"]]))[request["id"]]
    tables = {"track_compliance", "playlist_compliance"}
    return [(one.table, list(one.matched)) for _, one in kept if one.table in tables]


async def test_d3_the_decision_is_kept_track_by_track_and_brand_comes_after(house: House) -> None:
    await house.licensed()
    for isrc in (HILLS, RIVER):
        await cleared(house, isrc)
    done = await house.asks("playlist", await brief(house, track(), track(RIVER)))
    before = await house.stages(done["request"])
    await house.desk.work()
    after = await house.stages(done["request"])
    replay = await over_the_past(shipped_table("track_compliance"))

    assert (before["compliance"], before["brand"]) == (("OPEN", 1), ("WAITING", 1))
    assert (after["compliance"], after["brand"]) == (("APPROVED", 1), ("OPEN", 1))
    assert await rules_of(house, done["request"]) == [
        ("track_compliance", ["clear_clean"]),
        ("track_compliance", ["clear_clean"]),
        ("playlist_compliance", ["clear"]),
    ]
    assert (replay.total, replay.changed) == (2, 0)
    assert await audit.verify(house.world.hub.secrets) == []


async def test_d3_the_region_swaps_the_tracks_that_are_named(house: House) -> None:
    manager = await house.desk.front("manager")
    given = {"brandId": house.world.brand_id, "explicit": False, "bannedArtists": ["THE LOUD"]}
    done = (await manager.data(STANDARD, input=given | {"tempoTo": 120}))["done"]
    more = {"explicit": True, "tempo": 90}
    odd = track(RIVER, artist="The Loud", **more)
    plain: dict[str, Any] = {"siteIds": [], "liveUntil": None}
    request = await asks(house, track(tempo=100), odd, track(tempo=200), **plain)
    found = await house.look(request)
    swapped = await brief(house, track(tempo=100), **plain)
    await house.revises("playlist", request, swapped)
    await house.desk.work()
    after = await house.stages(request)

    assert done["errors"] == []
    assert found["state"] == "CHANGES_REQUESTED"
    assert found["note"] == (
        "Track 2, The Loud: River (DE): The brand does not want this artist. Its words are"
        " explicit, which the brand does not allow. Track 3, Sample Band: Hills (DE): Its tempo is"
        " not one of the brand's."
    )
    assert {stage["key"]: stage["state"] for stage in found["stages"]}["brand"] == "WAITING"
    assert (after["compliance"], after["brand"]) == (("APPROVED", 2), ("OPEN", 2))


async def test_d3_a_licence_that_ends_inside_cuts_the_playlist(house: House) -> None:
    await house.licensed()
    await cleared(house, HILLS)
    await cleared(house, RIVER, days=40)
    request = await asks(house, track(), track(RIVER))
    last = house.day(39)
    found = await house.look(request)
    for who, stage in (("brand_one", "brand"), ("rights_one", "rights")):
        await house.desk.says(who, request, stage)
    still = await house.look(request)
    await house.desk.says("operator", request, "operations")
    await house.desk.work(seconds=31)
    handed = await house.look(request)

    assert found["note"] == (
        f"Approved until {last} only: the licence of Sample Band: River ends then."
    )
    assert (still["note"], handed["state"]) == (found["note"], "PUBLISHED")
    assert handed["handOver"]["instructions"][-1] == (
        f"It is approved until {last} only: take it down after that day."
    )


async def test_d3_what_changed_after_the_yes_is_not_handed_over(house: House) -> None:
    await house.licensed()
    request = await asks(house)
    await house.desk.says("brand_one", request, "brand")
    await house.desk.says("rights_one", request, "rights")
    manager = await house.desk.front("manager")
    given = {"brandId": house.world.brand_id, "bannedArtists": ["Sample Band"]}
    await manager.data(STANDARD, input=given)
    await house.desk.says("operator", request, "operations")
    await house.desk.work(seconds=31)
    found = await house.look(request)

    assert found["state"] == "CHANGES_REQUESTED"
    assert found["note"].startswith("It was not handed over: Track 1, Sample Band: Hills (DE):")


@alike
async def test_d3_what_the_rights_of_tracks_were_judged_by_is_kept_and_judges_the_same_again(
    house: House,
) -> None:
    await house.licensed()
    await cleared(house, HILLS)
    await cleared(house, RIVER, days=30)
    request = await asks(house, track(), track(RIVER))
    await house.desk.says("brand_one", request, "brand")
    await house.desk.says("rights_one", request, "rights")
    await house.desk.says("operator", request, "operations")
    await house.desk.work(seconds=31)
    ((hills, river),) = await kept(house, request)

    assert (hills["subject"], river["subject"]) == (HILLS, RIVER)
    assert [one["standing"] for one in hills["asked"][0]["found"]] == ["cleared"]
    assert [one["standing"] for one in river["asked"][0]["found"]] == ["cleared", "blocked"]
    assert {one["layer"] for one in river["needs"]} == {"music_master", "music_composition_perf"}
    await prohibited(house, HILLS)
    for thing in (hills, river):
        assert {asked["use"] for asked in thing["asked"]} == {"in_store"}
        assert set(thing["grants"].values()) == {1}
        assert await again(house, thing) == [asked["found"] for asked in thing["asked"]]


@alike
async def test_d3_a_right_that_changed_before_the_hand_over_is_judged_and_kept_again(
    house: House,
) -> None:
    await house.licensed()
    await cleared(house, HILLS)
    request = await asks(house)
    await house.desk.says("brand_one", request, "brand")
    await house.desk.says("rights_one", request, "rights")
    await prohibited(house, HILLS)
    await house.desk.says("operator", request, "operations")
    await house.desk.work(seconds=31)
    (before,), (after,) = await kept(house, request)
    (found,) = after["asked"][0]["found"]

    assert (await house.look(request))["state"] == "CHANGES_REQUESTED"
    assert (before["asked"][0]["found"][0]["standing"], found["standing"]) == ("cleared", "blocked")
    assert {one["reason"] for one in found["layers"]} == {"granted", "prohibited"}
    assert await again(house, before) == [asked["found"] for asked in before["asked"]]
    assert await again(house, after) == [asked["found"] for asked in after["asked"]]


@alike
async def test_d3_an_isrc_is_taken_as_people_write_it_and_a_wrong_one_is_said_once(
    house: House,
) -> None:
    await house.licensed()
    await cleared(house, HILLS)
    hyphens = track() | {"isrc": "de-abc-26-00001"}
    request = await asks(house, hyphens)
    wrong = await brief(house, track(), hyphens | {"isrc": "DE-ABC-26-1"})
    long = await brief(house, hyphens | {"isrc": "D" * 50})
    refused = [(await house.asks("playlist", one))["errors"] for one in (wrong, long)]

    assert await rules_of(house, request) == [
        ("track_compliance", ["clear_clean"]),
        ("playlist_compliance", ["clear"]),
    ]
    assert [[(one["code"], one["path"]) for one in errors] for errors in refused] == [
        [("bad_isrc", ["tracks", "1", "isrc"])],
        [("string_too_long", ["tracks", "0", "isrc"])],
    ]


@alike
async def test_d3_a_track_that_stands_there_twice_is_named_with_its_places_and_passes(
    house: House,
) -> None:
    await house.licensed()
    for isrc in (HILLS, RIVER):
        await cleared(house, isrc)
    async with house.desk.chat() as chat:
        request = await asks(house, track(), track(RIVER), track())
        cards = ("\n".join(lines(one.blocks)) for one in chat.shown(chat.direct("requester")))
        told = next(one for one in cards if f"#{request['number']} " in one)
    found = await house.look(request)

    said = "Sample Band: Hills stands here 2 times, as tracks 1, 3: take out what is not meant."
    assert found["note"] == said
    assert found["state"] == "IN_REVIEW"
    assert said in told


@alike
async def test_d3_a_market_in_which_no_site_is_is_refused_by_name(house: House) -> None:
    given = await brief(house, markets=["DE", "AT"])
    audio = await brief_of(house, "commercial_audio") | {"markets": ["AT", "DE"]}
    refused = [
        (await house.asks("playlist", given))["errors"],
        (await house.asks("commercial_audio", audio))["errors"],
    ]

    assert [[(one["code"], one["path"]) for one in errors] for errors in refused] == [
        [("market_without_site", ["markets", "1"])],
        [("market_without_site", ["markets", "0"])],
    ]
    assert {errors[0]["message"] for errors in refused} == {
        "None of the sites is in AT: name one there, or take AT out of the markets."
    }


async def test_d3_a_missing_fact_gives_review_and_never_a_silent_yes(house: House) -> None:
    await house.licensed()
    await cleared(house, HILLS)
    request = await asks(house, track(explicit=None), track(RIVER))
    found = await house.look(request)
    stages = await house.stages(request)

    assert found["note"] == (
        "People look: Track 1, Sample Band: Hills (DE): The rules need to know: explicit. Track 2,"
        " Sample Band: River (DE): There is no evidence that it may be played there."
    )
    assert (stages["compliance"][0], stages["rights"][0]) == ("APPROVED", "OPEN")
    assert (await rules_of(house, request))[-1] == ("playlist_compliance", ["tracks_unclear"])


async def test_d3_a_site_that_may_play_no_music_refuses_it(house: House) -> None:
    await cleared(house, HILLS)
    found = await house.look(await asks(house))

    assert found["state"] == "CHANGES_REQUESTED"
    assert found["note"].startswith(
        "The shop: No music is approved for this site and its provider on"
    )


async def test_d3_where_nothing_matches_people_look(house: House) -> None:
    manager = await house.desk.front("manager")
    nothing = dict.fromkeys(shipped_table("playlist_compliance").model.inputs, 0)
    empty = await manager.data(SIMULATE, table="playlist_compliance", facts=nothing)
    facts = {"banned": False, "explicit": False, "brand_explicit": "unsaid", "tempo": "fits"}
    facts |= {"genre": "fits", "licence": "promised"}
    odd = await manager.data(SIMULATE, table="track_compliance", facts=facts)

    assert odd["simulate"]["outcome"] == "REVIEW"
    assert "licence" in odd["simulate"]["reasons"][0]
    assert empty["simulate"]["matchedRules"] == ["nothing_counted"]
    assert empty["simulate"]["reasons"] == ["There is nothing in it to be judged; people look."]


async def test_d3_where_the_executor_is_away_people_look(house: House) -> None:
    await house.desk.gives_away("track_compliance")
    request = await asks(house, siteIds=[])
    found = await house.look(request)
    stages = await house.stages(request)

    assert found["note"].startswith("People look: Track 1, Sample Band: Hills (DE): ")
    assert "decision service" in found["note"].lower()
    assert (stages["compliance"][0], stages["brand"][0]) == ("APPROVED", "OPEN")


async def test_d3_what_no_brand_can_want_is_said_at_its_field(house: House) -> None:
    manager, agent = await house.desk.front("manager"), await house.desk.front("agent")
    given = {"brandId": house.world.brand_id}
    wrong = ({"tempoTo": 0}, {"tempoFrom": 90, "tempoTo": 80}, {"bannedArtists": [""]})
    said = [(await manager.data(STANDARD, input=given | one))["done"] for one in wrong]
    await manager.data(STANDARD, input=given | {"bannedArtists": ["The Loud"]})
    seen = [await one.data(BRAND, id=house.world.brand_id) for one in (manager, agent)]
    refused = (await agent.data(STANDARD, input=given))["done"]

    assert [one["errors"][0]["path"] for one in said] == [
        ["tempoTo"],
        ["tempoTo"],
        ["bannedArtists"],
    ]
    assert seen[0]["node"]["musicStandard"] == {"bannedArtists": ["The Loud"]}
    assert seen[1]["node"]["musicStandard"] is None
    assert [one["code"] for one in refused["errors"]] == ["not_allowed"]
