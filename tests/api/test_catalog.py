"""The catalogue through the door: added by whom may, read back, and refused with a reason."""

from typing import Any

import pytest

from tests.api.door import Door, door
from tests.world import World

WHY = "errors { __typename ... on UserError { code message path } }"
ADD = {
    "brand": f"mutation($i: CreateBrandInput!) {{ done: createBrand(input: $i) {{"
    f" it: brand {{ id name }} {WHY} }} }}",
    "market": f"mutation($i: CreateMarketInput!) {{ done: createMarket(input: $i) {{"
    f" it: market {{ id code name currency timeZone }} {WHY} }} }}",
    "agency": f"mutation($i: CreateAgencyInput!) {{ done: createAgency(input: $i) {{"
    f" it: agency {{ id name }} {WHY} }} }}",
    "sponsor": f"mutation($i: CreateSponsorInput!) {{ done: createSponsor(input: $i) {{"
    f" it: sponsor {{ id name competitorGroups }} {WHY} }} }}",
    "show": f"mutation($i: CreateShowInput!) {{ done: createShow(input: $i) {{"
    f" it: show {{ id title brandId language }} {WHY} }} }}",
    "episode": f"mutation($i: CreateEpisodeInput!) {{ done: createEpisode(input: $i) {{"
    f" it: episode {{ id title number releaseOn }} {WHY} }} }}",
}
SPAIN = {"code": "ES", "name": "Spain", "currency": "EUR", "timeZone": "Europe/Madrid"}


async def add(front: Door, what: str, **given: Any) -> dict[str, Any]:
    done: dict[str, Any] = (await front.data(ADD[what], i=given))["done"]
    return done


async def test_everything_is_added_and_found_by_its_id(world: World) -> None:
    front = await door(world, "manager")
    show = await add(front, "show", title="Beans", brandId=world.brand_id, language="de")
    made = [
        await add(front, "brand", name="Other Roasters"),
        await add(front, "market", **SPAIN),
        await add(front, "agency", name="Third Agency"),
        await add(front, "sponsor", name="Mill", competitorGroups=["coffee"]),
        show,
        await add(front, "episode", showId=show["it"]["id"], title="One", number=1),
    ]
    assert [payload["errors"] for payload in made] == [[]] * len(made)
    for payload in made:
        found = await front.data(
            "query($id: ID!) { node(id: $id) { __typename id } }", id=payload["it"]["id"]
        )
        assert found["node"]["id"] == payload["it"]["id"]


async def test_a_show_has_its_episodes_in_order(world: World) -> None:
    front = await door(world, "manager")
    show = (await add(front, "show", title="Beans", brandId=world.brand_id, language="de"))["it"]
    for number in (2, 1):
        title = f"Episode {number}"
        await add(front, "episode", showId=show["id"], title=title, number=number)
    listed = await front.data("{ shows { title episodes { number title } } }")

    (found,) = listed["shows"]
    assert [episode["number"] for episode in found["episodes"]] == [1, 2]


@pytest.mark.parametrize("who", ["requester", "brand_one", "agent", "auditor"])
async def test_who_may_not_change_the_catalogue_is_told(world: World, who: str) -> None:
    payload = await add(await door(world, who), "brand", name="Other Roasters")

    assert payload["it"] is None
    assert payload["errors"][0]["code"] == "not_allowed"


@pytest.mark.parametrize(
    ("what", "given", "code"),
    [
        ("brand", {"name": " "}, "bad_name"),
        ("brand", {"name": "x" * 121}, "bad_name"),
        ("brand", {"name": "turned\u202e"}, "bad_name"),
        ("brand", {"name": "Sample Roasters"}, "exists_already"),
        ("market", SPAIN | {"code": "Spain"}, "malformed_market"),
        ("market", SPAIN | {"currency": "Peseta"}, "unknown_currency"),
        ("market", SPAIN | {"timeZone": "Europe/Atlantis"}, "unknown_time_zone"),
        ("market", SPAIN | {"timeZone": "../../etc/passwd"}, "unknown_time_zone"),
        ("market", SPAIN | {"code": "DE"}, "exists_already"),
        ("market", SPAIN | {"code": "A1"}, "malformed_market"),
        ("show", {"title": "T", "brandId": "brd_none", "language": "de"}, "no_such_brand"),
        ("episode", {"showId": "shw_none", "title": "T", "number": 1}, "no_such_show"),
    ],
)
async def test_what_is_wrong_is_said(
    world: World, what: str, given: dict[str, Any], code: str
) -> None:
    payload = await add(await door(world, "manager"), what, **given)

    assert payload["it"] is None
    assert [error["code"] for error in payload["errors"]] == [code]


@pytest.mark.parametrize("language", ["de" * 250, "", "d", "xx", "de-", "de-Latn-DE-1996-x"])
async def test_a_show_is_in_a_language(world: World, language: str) -> None:
    front = await door(world, "manager")
    payload = await add(front, "show", title="T", brandId=world.brand_id, language=language)

    assert [error["code"] for error in payload["errors"]] == ["bad_language"]


@pytest.mark.parametrize("number", [0, -1])
async def test_episodes_count_from_one(world: World, number: int) -> None:
    front = await door(world, "manager")
    show = (await add(front, "show", title="Beans", brandId=world.brand_id, language="de"))["it"]
    payload = await add(front, "episode", showId=show["id"], title="T", number=number)

    assert payload["errors"][0]["path"] == ["number"]


async def test_an_agency_sees_no_other_agency(world: World) -> None:
    agent, manager = await door(world, "agent"), await door(world, "manager")
    ask = "query($id: ID!) { agencies { id } node(id: $id) { id } }"
    seen = await agent.data(ask, id=world.other_agency_id)
    all_of_them = await manager.data(ask, id=world.other_agency_id)

    assert seen == {"agencies": [{"id": world.agency_id}], "node": None}
    assert len(all_of_them["agencies"]) == 2
    assert all_of_them["node"] == {"id": world.other_agency_id}


@pytest.mark.parametrize("wanted", ["", "nonsense", "req_1", "brd_" + "0" * 26, "x" * 999])
async def test_an_id_of_nothing_finds_nothing(world: World, wanted: str) -> None:
    front = await door(world, "manager")
    found = await front.data("query($id: ID!) { node(id: $id) { id } }", id=wanted)

    assert found["node"] is None


async def test_parts_of_a_request_are_found_by_who_may_see_it(world: World) -> None:
    requester, rival = await door(world, "requester"), await door(world, "rival")
    made = await requester.submit(world)
    stage = made["request"]["stages"][0]["id"]
    trail = await requester.data(
        "query($id: ID!) { request(id: $id) { auditTrail { id act } } }", id=made["request"]["id"]
    )
    event = trail["request"]["auditTrail"][0]["id"]
    ask = "query($id: ID!) { node(id: $id) { __typename } }"

    assert (await requester.data(ask, id=stage))["node"] == {"__typename": "Stage"}
    assert (await requester.data(ask, id=event))["node"] == {"__typename": "AuditEvent"}
    assert (await rival.data(ask, id=stage))["node"] is None
    assert (await rival.data(ask, id=event))["node"] is None
