"""Policies of launches over the door, and what a policy has planned of the titles there are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.jobs.handlers import NIGHTLY, handlers_for
from connectors.jobs.inprocess import InProcessRunner
from domain import ids
from domain.actor import Role, RoleGrant
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
from domain.database import sql, transaction
from domain.errors import Forbidden
from domain.launches import reading, records, telling
from domain.launches.model import Change, Milestone, Note, Plan, Policy, What
from domain.people.service import deactivate
from tests.api.door import door
from tests.world import ROOT, World, tone, upload

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


def told(place: int, name: str, out: date, status: str | None = None) -> Record:
    product = Product(
        f"house.{place}",
        (),
        descriptive=Descriptive("AJ", (), (TitlePart("01", name),)),
        publishing=Publishing(
            status=status, imprint="Night Books", dates=(Day("01", str(out), out, out),)
        ),
    )
    return Record(product, Notice.CONFIRMED, place, place)


async def test_a_policy_is_refused_by_name_or_plans_for_the_titles_that_are_there(
    world: World, clock: SteppingClock
) -> None:
    hub, today = world.hub, clock.now().date()
    runner = InProcessRunner(clock, hub.wake, handlers_for(hub, ads=None, chat=None))
    given = [told(1, "Old Boat", date(2001, 1, 1)), told(2, "Boat", today + timedelta(days=90))]
    await Import(hub, NIGHTLY, Origin("House", clock.now(), "x", "a" * 64)).take(given)
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
    bad |= {"advertiser": "x"}
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
        ("string_too_short", ("advertiser",)),
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


async def test_what_fits_no_draft_is_said_and_cancelled_though_its_policy_and_owner_are_gone(
    world: World, clock: SteppingClock
) -> None:
    hub, out = world.hub, clock.now().date() + timedelta(days=90)
    owner, manager = world.people["requester"], world.people["manager"]
    runner = InProcessRunner(clock, hub.wake, handlers_for(hub, ads=None, chat=None))
    # As it was kept before it was looked at what a draft takes.
    policy = Policy("pol_1", world.brand_id, owner, ("DE",), advertiser="x")
    async with transaction():
        await records.put_policy(policy)
    titles = [told(1, "Boat", out), told(2, "Train", out)]
    await imported(world, titles)
    await runner.drain()
    plans = await records.plans(None, None, 5)
    notes = [one for found in await _notes(plans) for one in found]
    async with transaction():
        await records.remove_policy(policy.id)
    await imported(world, [told(1, "Boat", out, status="01")])
    await runner.drain()
    cancelled = {one.id: one.cancelled_at for one in await records.plans(None, None, 5)}
    await deactivate(hub, ROOT, owner)
    changes = [one.id for one in (await records.changes_of(list(cancelled)))[plans[0].id]]
    nothing = await telling.to_tell(hub, {"owner_id": owner, "changes": changes})
    rows = await sql.fetch("SELECT details FROM jobs WHERE kind = $1", telling.TELL)
    instead = [found for row in rows if (found := sql.document(row["details"])).get("instead")]

    undecided = [one for one in notes if one.what is What.UNDECIDED]
    assert {(one.milestone, one.said.split(":")[0]) for one in undecided} == {
        (Milestone.PUBLICATION, "advertiser")
    }
    assert len(undecided) == len(plans) == 2
    assert {one.kind for one in notes if one.what is What.OPENED} == {"playlist", "promotion"}
    assert sorted(at is None for at in cancelled.values()) == [False, True]
    assert nothing == ()
    assert {(one["owner_id"], one["instead"]) for one in instead} == {(manager, owner)}
    assert await telling.to_tell(hub, {**instead[0], "owner_id": owner}) == ()


async def imported(world: World, found: list[Record]) -> None:
    now = world.hub.clock.now()
    origin = Origin("House", now, ids.new(ids.Prefix.JOB), ids.new(ids.Prefix.JOB))
    await Import(world.hub, NIGHTLY, origin).take(found)


async def _notes(plans: Sequence[Plan]) -> list[list[Note]]:
    changes = await records.changes_of([one.id for one in plans])
    return [[note for change in found for note in change.notes] for found in changes.values()]


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


async def test_launches_and_what_they_name_are_seen_by_brand(
    world: World, clock: SteppingClock
) -> None:
    hub, other = world.hub, "brd_another"
    runner = InProcessRunner(clock, hub.wake, handlers_for(hub, ads=None, chat=None))
    async with transaction():
        await records.put_policy(
            Policy("pol_1", world.brand_id, world.people["requester"], ("DE",))
        )
    await imported(world, [told(1, "Boat", clock.now().date() + timedelta(days=90))])
    await runner.drain()
    ours = await world.actor("requester")
    theirs = replace(ours, roles=(RoleGrant(Role.REQUESTER, brand_id=other),))
    (plan,) = await reading.listed(ours)
    named = Note(What.WITHDRAWN, Milestone.PUBLICATION, "campaign", said="#7 Of somebody else")
    place = Note(What.LIVE, kind="spotify", said="https://podcasts.example.com/boat")
    change = Change("chg_1", plan.id, plan.owner_id, clock.now(), (named, place))
    (found,) = await reading.history(ours, plan, [change])
    (narrow,) = await reading.history(theirs, plan, [change])

    assert (await reading.listed(theirs), reading.may_see(theirs, plan)) == ([], False)
    assert [one.said for one in found.notes] == ["", place.said]
    assert [one.said for one in narrow.notes] == ["", ""]
    with pytest.raises(Forbidden):
        await reading.live(theirs, plan)
