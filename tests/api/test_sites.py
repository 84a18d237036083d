"""Sites and accounts over the door: added, changed, seen by those who may."""

from typing import Any

from domain.audit import service as audit
from tests.api.door import door
from tests.world import World

ERRORS = "errors { ... on UserError { code path } }"
CREATE = f"""mutation($input: CreateSiteInput!) {{ done: createSite(input: $input) {{
  site {{ id weeklyHours providerIsCommercial hours {{ weekday opens closes }} }} {ERRORS} }} }}"""
UPDATE = f"""mutation($input: UpdateSiteInput!) {{ done: updateSite(input: $input) {{
  site {{ areaM2 capacity provider providerIsCommercial weeklyHours }} {ERRORS} }} }}"""
ACCOUNT = f"""mutation($input: CreateAccountInput!) {{ done: createAccount(input: $input) {{
  account {{ id pseudonym tier }} {ERRORS} }} }}"""
TIER = f"""mutation($input: UpdateAccountInput!) {{ done: updateAccount(input: $input) {{
  account {{ tier }} {ERRORS} }} }}"""
SEEN = "{ sites { name } accounts { pseudonym } }"


def site(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "name": "The shop",
        "brandId": world.brand_id,
        "market": "DE",
        "kind": "SHOP",
        "areaM2": 120,
        "capacity": 60,
        "provider": "SPOTIFY_CONSUMER",
        "hours": [{"weekday": 1, "opens": "09:00", "closes": "20:00"}],
    } | changes


async def test_a_site_is_added_and_said_more_of(world: World) -> None:
    manager = await door(world, "manager")
    made = (await manager.data(CREATE, input=site(world)))["done"]
    change = {"siteId": made["site"]["id"], "provider": "MOOD", "capacity": 0}
    done = (await manager.data(UPDATE, input=change))["done"]
    again = (await manager.data(CREATE, input=site(world)))["done"]
    trail = await audit.trail(made["site"]["id"])

    assert made["site"]["weeklyHours"] == 11
    assert made["site"]["providerIsCommercial"] is False
    assert made["site"]["hours"] == [{"weekday": 1, "opens": "09:00:00", "closes": "20:00:00"}]
    assert done["site"] == {
        "areaM2": 120,
        "capacity": 0,
        "provider": "MOOD",
        "providerIsCommercial": True,
        "weeklyHours": 11,
    }
    assert [error["code"] for error in again["errors"]] == ["exists_already"]
    assert [event.act for event in trail] == ["site.added", "site.changed"]


async def test_what_no_site_can_be_is_said_at_its_field(world: World) -> None:
    manager = await door(world, "manager")
    twice = [{"weekday": 1, "opens": "09:00", "closes": "20:00"}] * 2
    wrong = ({"areaM2": 0}, {"capacity": -1}, {"hours": twice}, {"market": "XX"})
    found = [(await manager.data(CREATE, input=site(world, **one)))["done"] for one in wrong]

    assert [one["errors"][0]["path"] for one in found] == [
        ["areaM2"],
        ["capacity"],
        ["hours"],
        ["market"],
    ]


async def test_an_account_is_a_pseudonym_and_a_worth(world: World) -> None:
    manager = await door(world, "manager")
    given = {"pseudonym": "cust-0001", "tier": "STANDARD", "brandId": world.brand_id}
    made = (await manager.data(ACCOUNT, input=given))["done"]
    change = {"accountId": made["account"]["id"], "tier": "KEY"}
    done = (await manager.data(TIER, input=change))["done"]
    named = (await manager.data(ACCOUNT, input=given | {"pseudonym": "ada@x.example.com"}))["done"]

    assert made["account"]["pseudonym"] == "cust-0001"
    assert done["account"] == {"tier": "KEY"}
    assert [error["code"] for error in named["errors"]] == ["bad_pseudonym"]


async def test_only_managers_change_them_and_no_agency_sees_them(world: World) -> None:
    manager, agent = await door(world, "manager"), await door(world, "agent")
    made = (await manager.data(CREATE, input=site(world)))["done"]["site"]["id"]
    refused = (await (await door(world, "requester")).data(CREATE, input=site(world)))["done"]
    seen = await (await door(world, "requester")).data(SEEN)
    hidden = await agent.send(SEEN)
    node = await agent.data("query($id: ID!) { node(id: $id) { id } }", id=made)

    assert [error["code"] for error in refused["errors"]] == ["not_allowed"]
    assert seen["sites"] == [{"name": "The shop"}]
    assert hidden["data"] == {"sites": None, "accounts": None}
    assert node == {"node": None}
