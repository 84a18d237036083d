"""Policies of launches over the door, and what a policy has planned of the titles there are."""

from datetime import date, timedelta
from typing import Any

from app.handlers import NIGHTLY, handlers_for
from connectors.jobs.inprocess import InProcessRunner
from domain.catalog.model import AssetKind
from domain.catalog.works.importing import Import
from domain.catalog.works.model import (
    Day,
    Descriptive,
    Notice,
    Origin,
    Product,
    Publishing,
    Record,
    TitlePart,
)
from domain.clock import SteppingClock
from tests.api.door import door
from tests.world import World, tone, upload

ERRORS = "errors { __typename ... on UserError { code path } }"
SET = f"""mutation($input: SetLaunchPolicyInput!) {{
  done: setLaunchPolicy(input: $input) {{
    policies {{ id imprint markets preOrderDays ownerId }} {ERRORS} }} }}"""
REMOVE = f"""mutation($input: RemoveLaunchPolicyInput!) {{
  done: removeLaunchPolicy(input: $input) {{ policies {{ id }} {ERRORS} }} }}"""
CHANGE = f"""mutation($input: ChangeLaunchBriefInput!) {{
  done: changeLaunchBrief(input: $input) {{
    brief {{ fields {{ name value planned edited }} }} {ERRORS} }} }}"""
LINK = f"""mutation($input: LinkRightsSubjectInput!) {{
  done: linkRightsSubject(input: $input) {{ {ERRORS} }} }}"""
PLANS = """{ launchPlans(first: 5) { name titleId
  briefs { id milestone kind fields { name value } } } launchPolicies { id } }"""


def told(place: int, name: str, out: date) -> Record:
    product = Product(
        f"house.{place}",
        (),
        descriptive=Descriptive("AJ", (), (TitlePart("01", name),)),
        publishing=Publishing(imprint="Night Books", dates=(Day("01", str(out), out, out),)),
    )
    return Record(product, Notice.CONFIRMED, place, place)


async def test_a_policy_is_refused_by_name_or_plans_for_the_titles_that_are_there(
    world: World, clock: SteppingClock
) -> None:
    hub, today = world.hub, clock.now().date()
    runner = InProcessRunner(clock, hub.wake, handlers_for(hub, ads=None, chat=None))
    records = [told(1, "Old Boat", date(2001, 1, 1)), told(2, "Boat", today + timedelta(days=90))]
    await Import(hub, NIGHTLY, Origin("House", clock.now(), "x", "a" * 64)).take(records)
    manager, requester = await door(world, "manager"), await door(world, "requester")
    agent = await door(world, "agent")
    good: dict[str, Any] = {
        "brandId": world.brand_id,
        "ownerId": world.people["requester"],
        "markets": ["DE"],
        "imprint": "night BOOKS",
        "preOrderDays": 30,
    }
    bad = good | {"ownerId": world.people["agent"], "clickUrl": "http://x", "backlistDays": 0}
    refused = (await manager.data(SET, input=bad))["done"]
    unheard = (await requester.data(SET, input=good))["done"]
    before = await requester.data(PLANS)
    (policy,) = (await manager.data(SET, input=good))["done"]["policies"]
    await runner.drain()
    after = await requester.data(PLANS)
    unseen = await agent.send(PLANS)

    assert {(one["code"], tuple(one["path"])) for one in refused["errors"]} == {
        ("cannot_own", ("ownerId",)),
        ("bad_click_url", ("clickUrl",)),
        ("bad_days", ("backlistDays",)),
    }
    assert [one["code"] for one in unheard["errors"]] == ["not_allowed"]
    assert before == {"launchPlans": [], "launchPolicies": []}
    assert (policy["imprint"], policy["preOrderDays"]) == ("night BOOKS", 30)
    (plan,) = after["launchPlans"]  # The old one has nothing ahead.
    assert (plan["name"], len(plan["briefs"])) == ("Boat", 4)
    assert unseen["errors"]

    await _a_linked_file_goes_into_drafts(world, runner, plan)
    gone = (await manager.data(REMOVE, input={"policyId": policy["id"]}))["done"]
    again = (await manager.data(REMOVE, input={"policyId": policy["id"]}))["done"]
    await runner.drain()

    assert (gone["policies"], [one["code"] for one in again["errors"]]) == ([], ["no_such_policy"])
    assert len((await requester.data(PLANS))["launchPlans"]) == 1


async def _a_linked_file_goes_into_drafts(
    world: World, runner: InProcessRunner, plan: dict[str, Any]
) -> None:
    manager = await door(world, "manager")
    actor = await world.actor("manager")
    audio = (await upload(world.hub, actor, world.brand_id, AssetKind.AUDIO, tone(20))).id
    given = {"kind": "ASSET", "subjectId": audio}
    given |= {"sourceKind": "TITLE", "sourceId": plan["titleId"]}
    linked = (await manager.data(LINK, input=given))["done"]
    await runner.drain()
    (found,) = (await manager.data(PLANS))["launchPlans"]
    ads = [one for one in found["briefs"] if one["kind"] == "campaign"]
    change = {"briefId": ads[0]["id"], "values": {"name": "Mine", "tagline": None}}
    await manager.data(CHANGE, input=change)
    back = {"briefId": ads[0]["id"], "back": ["name"]}
    fields = (await manager.data(CHANGE, input=back))["done"]["brief"]["fields"]

    assert linked["errors"] == []
    for one in ads:
        assert {"name": "audio_asset_id", "value": audio} in one["fields"]
    named = {one["name"]: (one["value"], one["planned"], one["edited"]) for one in fields}
    assert named["tagline"] == (None, "Boat", True)
    assert named["name"] == ("Boat: publication", "Boat: publication", False)
