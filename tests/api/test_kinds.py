"""Every kind that is made of parts: asked for, decided, approved, handed over, acknowledged."""

from typing import Any

import pytest

from api.requests.forming import camel
from domain.clock import SteppingClock
from domain.requests.kinds import PLAIN
from tests.stories.briefs import YESES, brief_of
from tests.stories.desk import OneProcess
from tests.stories.house import House
from tests.stories.house import house as opened
from tests.world import World


@pytest.fixture
async def house(world: World, clock: SteppingClock) -> House:
    return await opened(OneProcess.open(world, clock))


@pytest.mark.parametrize("kind", sorted(YESES))
async def test_the_last_yes_hands_it_over_to_those_who_acknowledge_it(
    house: House, kind: str
) -> None:
    done = await house.asks(kind, await brief_of(house, kind))
    assert done["errors"] == [], done
    request, (yeses, receiver) = done["request"], YESES[kind]
    before = await house.look(request)
    if kind in {"playlist", "commercial_audio", "targeting"}:
        await house.desk.work()  # The hub judges its rights first.
    for who, stage in yeses:
        await house.desk.says(who, request, stage)
    approved = (await house.look(request))["state"]
    await house.desk.work(seconds=31)
    handed = await house.look(request)
    taken = await house.acknowledges(receiver, request, "Done, number 12.")

    assert before["state"] == "IN_REVIEW"
    assert before["brief"] == {"__typename": f"{camel(kind)}Brief"}
    asked = {stage["key"] for stage in before["stages"]} - {"compliance"}
    assert asked == {stage for _, stage in yeses}
    assert (approved, handed["state"]) == ("APPROVED", "PUBLISHED")
    assert handed["handOver"]["state"] == "WAITING"
    assert handed["handOver"]["instructions"] != []
    assert (taken["errors"], taken["request"]["state"]) == ([], "LIVE")


def test_every_kind_that_is_made_of_parts_is_walked_through() -> None:
    assert {kind.name for kind in PLAIN} == set(YESES) | {"production"}  # Told as story W8.


async def test_one_pair_of_eyes_is_too_little_above_the_limit(house: House) -> None:
    request = (await house.asks("compensation", await brief_of(house, "compensation")))["request"]
    await house.desk.says("care_one", request, "customer_service")
    stage = (await house.look(request))["stages"][0]
    front = await house.desk.front("care_one")
    query = """mutation($i: CastVoteInput!) { castVote(input: $i) {
      errors { ... on UserError { code } } } }"""
    again: Any = await front.data(query, i={"stageId": stage["id"], "choice": "APPROVE"})

    assert (stage["state"], (await house.look(request))["state"]) == ("OPEN", "IN_REVIEW")
    assert again["castVote"]["errors"] == [{"code": "voted_already"}]


@pytest.mark.parametrize(("season", "codes"), [(0, 1), (1, 0), (9_999, 0), (10_000, 1)])
async def test_a_season_is_a_number_that_can_be_counted_by(
    house: House, season: int, codes: int
) -> None:
    done = await house.asks("episode_release", await house.release(season=season))

    assert [error["path"] for error in done["errors"]] == [["season"]] * codes


async def test_a_trailer_has_no_number_of_its_own(house: House) -> None:
    trailer = await house.release(episodeType="TRAILER", season=2, seriesNumber="3")
    refused = await house.asks("episode_release", trailer)
    done = await house.asks("episode_release", trailer | {"seriesNumber": None})

    (error,) = refused["errors"]
    assert (error["code"], error["path"]) == ("trailer_numbered", ["seriesNumber"])
    assert done["errors"] == []


async def test_nothing_follows_from_what_never_came_out(house: House) -> None:
    waiting = (await house.asks("episode_release", await house.release()))["request"]
    plain = {"name": "Again", "brandId": house.world.brand_id, "markets": ["DE"]}
    following = plain | {"subjectId": waiting["id"], "evidence": "Heard by many."}
    done = await house.asks(
        "repurpose", following | {"channels": ["AD"], "thirdPartyMaterial": False}
    )

    assert [error["code"] for error in done["errors"]] == ["not_out"]


async def test_a_site_with_a_consumer_service_plays_no_playlist(house: House) -> None:
    brief = await brief_of(house, "playlist")
    change = {"siteId": brief["siteIds"][0], "provider": "SPOTIFY_CONSUMER"}
    await house.created("updateSite", "site", change)
    done = await house.asks("playlist", brief)

    assert [error["code"] for error in done["errors"]] == ["provider_not_commercial"]
    assert done["errors"][0]["path"] == ["siteIds", "0"]


async def test_what_does_not_fit_any_more_is_not_handed_over(house: House) -> None:
    brief = await brief_of(house, "playlist")
    request = (await house.asks("playlist", brief))["request"]
    await house.desk.work()
    for who, stage in YESES["playlist"][0]:
        await house.desk.says(who, request, stage)
    change = {"siteId": brief["siteIds"][0], "provider": "SPOTIFY_CONSUMER"}
    await house.created("updateSite", "site", change)
    await house.desk.work(seconds=31)
    found = await house.look(request)

    assert (found["state"], found["handOver"]) == ("CHANGES_REQUESTED", None)
    assert "`The shop` has no provider whose terms allow playing to customers" in found["note"]


async def test_a_revision_has_to_fit_as_well(house: House) -> None:
    brief = await brief_of(house, "playlist")
    request = (await house.asks("playlist", brief | {"siteIds": []}))["request"]
    change = {"siteId": brief["siteIds"][0], "provider": "SPOTIFY_CONSUMER"}
    await house.created("updateSite", "site", change)
    done = await house.revises("playlist", request, brief)

    assert [error["code"] for error in done["errors"]] == ["provider_not_commercial"]


async def test_an_agency_asks_for_playlists_but_not_at_sites(house: House) -> None:
    brief = await brief_of(house, "playlist")
    at_sites = await house.asks("playlist", brief, who="agent")
    front = await house.desk.front("agent")
    own = {"coverAssetId": house.world.assets["image"], "siteIds": []}
    done = await house.asks("playlist", brief | own, who="agent")
    query = "query($id: ID!) { request(id: $id) { agencyName stages { key quorum } } }"
    found = (await front.data(query, id=done["request"]["id"]))["request"]

    codes = {error["code"] for error in at_sites["errors"]}
    assert codes <= {"no_such_site", "asset_not_usable"}
    assert at_sites["request"] is None
    assert done["errors"] == []
    assert found["agencyName"] == "Sample Agency"
    assert {"key": "brand", "quorum": 2} in found["stages"]
    assert {stage["key"] for stage in found["stages"]} == {"compliance", "brand"}


async def test_what_belongs_to_another_brand_or_market_is_not_there(house: House) -> None:
    other = await house.created("createBrand", "brand", {"name": "Other"})
    site = {"name": "Theirs", "brandId": other, "market": "DE", "kind": "SHOP", "areaM2": 9}
    more = {"capacity": 1, "provider": "MOOD"}
    theirs = await house.created("createSite", "site", site | more)
    brief = await house.licence(siteId=theirs)
    elsewhere = await house.licence(markets=["FR"])
    codes = [
        [error["code"] for error in (await house.asks("music_licence", one))["errors"]]
        for one in (brief, elsewhere)
    ]

    assert codes == [["no_such_site"], ["no_such_site"]]


async def test_a_brief_is_given_back_as_it_was_given(house: House) -> None:
    request = (await house.asks("music_licence", await house.licence()))["request"]
    query = """query($id: ID!) { request(id: $id) { brief { ... on MusicLicenceBrief {
      siteId provider annualCost { amount currency } startsOn renews noticeDays
      licences { body covers endsOn } } } } }"""
    front = await house.desk.front("manager")
    found = (await front.data(query, id=request["id"]))["request"]["brief"]

    assert found == {
        "siteId": await house.site(),
        "provider": "SOUNDTRACK",
        "annualCost": {"amount": "600.00", "currency": "EUR"},
        "startsOn": house.day(10),
        "renews": None,
        "noticeDays": 30,
        "licences": [
            {"body": "GEMA", "covers": ["COMPOSITION", "RECORDING"], "endsOn": house.day(100)}
        ],
    }


async def test_where_no_team_could_take_it_on_nothing_is_asked_for(
    world: World, clock: SteppingClock
) -> None:
    bare = House(OneProcess.open(world, clock))
    plain = {"name": "Take it down", "brandId": world.brand_id, "markets": ["DE"]}
    more = {"address": "https://open.example.com/1", "reason": "RIGHTS", "details": "Gone."}
    done = await bare.asks("takedown", plain | more)

    assert [error["code"] for error in done["errors"]] == ["no_receiver"]
    assert "there is no team `publishing`" in done["errors"][0]["message"]
