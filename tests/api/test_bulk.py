"""Doing the same to several at once, as a front end meets it."""

from dataclasses import replace
from typing import Any

import pytest

from domain.cases import handle
from domain.clock import SteppingClock
from domain.database import sql
from domain.rights import service as rights
from domain.rights.model import Exclusivity, Flow, Provenance, Status, Terms
from tests.api.door import Door, door
from tests.domain.cases.staff import opened, staffed
from tests.domain.exposures.scene import set_up
from tests.world import World


async def acts(by: Door, name: str, shown: str, items: list[Any], **more: Any) -> dict[str, Any]:
    kind = name[0].upper() + name[1:]
    errors = "errors { __typename ... on UserError { code path } }"
    query = f"""mutation($i: {kind}Input!) {{ {name}(input: $i) {{ doneCount failedCount {errors}
      results {{ position item {{ id {shown} }} {errors} }} }} }}"""
    data: dict[str, Any] = (await by.data(query, i={"items": items} | more))[name]
    return data


async def brand_stages(world: World, count: int) -> list[str]:
    """Submit requests; return the ids of what the brand team has to decide of each."""
    requester = await door(world, "requester")
    found = [(await requester.submit(world))["request"]["stages"] for _ in range(count)]
    return [next(one["id"] for one in stages if one["key"] == "brand") for stages in found]


async def test_a_reviewer_votes_on_several_requests_at_once(world: World) -> None:
    reviewer = await door(world, "brand_one")
    items = [{"stageId": one, "choice": "APPROVE"} for one in await brand_stages(world, 3)]
    done = await acts(reviewer, "bulkCastVotes", "state stages { key approvals }", items)
    given = [
        next(one["approvals"] for one in result["item"]["stages"] if one["key"] == "brand")
        for result in done["results"]
    ]

    assert (done["doneCount"], done["failedCount"], done["errors"]) == (3, 0, [])
    assert given == [1, 1, 1]


async def test_one_vote_that_cannot_be_cast_keeps_the_others_back_unless_one_says_otherwise(
    world: World,
) -> None:
    reviewer = await door(world, "brand_one")
    first, second = await brand_stages(world, 2)
    items: list[dict[str, Any]] = [
        {"stageId": first, "choice": "APPROVE"},
        {"stageId": second, "choice": "REJECT"},
    ]
    kept_back = await acts(reviewer, "bulkCastVotes", "state", items)
    policy = {"errorPolicy": "REJECT_FAILED_ROWS"}
    left_out = await acts(reviewer, "bulkCastVotes", "state", items, **policy)

    assert (kept_back["doneCount"], kept_back["failedCount"]) == (0, 1)
    assert [one["item"] for one in kept_back["results"]] == [None, None]
    assert [one["errors"] for one in kept_back["results"]] == [
        [],
        [
            {
                "__typename": "InvalidError",
                "code": "reason_missing",
                "path": ["items", "1", "reason"],
            }
        ],
    ]
    assert (left_out["doneCount"], left_out["failedCount"]) == (1, 1)


async def test_each_vote_needs_what_it_needs_alone(world: World) -> None:
    (stage,) = await brand_stages(world, 1)
    items = [{"stageId": stage, "choice": "APPROVE"}]
    found = await acts(
        await door(world, "legal_one"), "bulkCastVotes", "id", items, errorPolicy="IGNORE_FAILED"
    )

    assert [error["__typename"] for error in found["results"][0]["errors"]] == ["MissingError"]


async def test_the_same_key_casts_no_vote_twice(world: World) -> None:
    reviewer = await door(world, "brand_one")
    items = [{"stageId": one, "choice": "APPROVE"} for one in await brand_stages(world, 2)]
    for policy in ("REJECT_EVERYTHING", "REJECT_FAILED_ROWS"):
        more = {"errorPolicy": policy, "idempotencyKey": "k"}
        found = await acts(reviewer, "bulkCastVotes", "state", items, **more)
        again = await acts(reviewer, "bulkCastVotes", "state", items, **more)
        if policy == "REJECT_EVERYTHING":
            assert found == again
            assert found["doneCount"] == 2
        else:
            assert [one["code"] for one in found["errors"]] == ["idempotency_key_reused"]


async def test_several_cases_are_given_to_somebody_and_closed(world: World) -> None:
    await staffed(world)
    cases = [(await opened(world)).id for _ in range(2)]
    agent = await door(world, "agent_one")
    given = await acts(
        agent, "bulkAssignCases", "assigneeName state", [{"caseId": one} for one in cases]
    )
    actor = await world.actor("agent_one")
    for case in cases:
        await handle.resolve(world.hub, actor, case, "The second invoice was taken back.")
    unknown = [{"caseId": one} for one in (*cases, "cas_01kaxv3e7me5m9wq2q7w5b8x4n")]
    closed = await acts(agent, "bulkCloseCases", "state", unknown, errorPolicy="IGNORE_FAILED")

    assert [(one["item"]["assigneeName"], one["item"]["state"]) for one in given["results"]] == [
        ("Agent One", "ACKNOWLEDGED")
    ] * 2
    assert [one["item"] and one["item"]["state"] for one in closed["results"]] == [
        "CLOSED",
        "CLOSED",
        None,
    ]
    assert closed["results"][2]["errors"][0]["__typename"] == "MissingError"


async def test_several_things_that_are_live_no_more_and_several_grants_are_ended(
    world: World, clock: SteppingClock
) -> None:
    scene = await set_up(world, clock)
    grants = [(await scene.granted()).id for _ in range(2)]
    live = [(await scene.live(outside_id=f"https://podcasts.example.com/{one}")).id for one in "ab"]
    manager = await door(world, "manager")
    ended = await acts(manager, "bulkEndExposures", "liveTo", [{"exposureId": one} for one in live])
    at = "2027-01-01T00:00:00Z"
    over = await acts(
        manager, "bulkEndRightsGrants", "id", [{"grantId": one, "endsAt": at} for one in grants]
    )

    assert [bool(one["item"]["liveTo"]) for one in ended["results"]] == [True, True]
    assert [one["item"]["id"] for one in over["results"]] == grants


async def test_several_drafts_are_signed_at_once_and_what_contradicts_is_told_by_its_place(
    world: World, clock: SteppingClock
) -> None:
    scene = await set_up(world, clock)
    drafts = [(await scene.granted(status=Status.DRAFT)).id for _ in range(2)]
    out = scene.grant(status=Status.DRAFT, flow=Flow.OUT, terms=Terms(Exclusivity.EXCLUSIVE))
    to_others = replace(out, provenance=Provenance("The house", "Others"))
    lent = await rights.add(world.hub, scene.manager, to_others)
    manager = await door(world, "manager")
    items = [{"grantId": one, "status": "SIGNED"} for one in (drafts[0], lent.id, drafts[1])]
    shown = "status version"
    nothing = await acts(manager, "bulkMoveRightsGrants", shown, items, idempotencyKey="a")
    policy = {"errorPolicy": "REJECT_FAILED_ROWS", "idempotencyKey": "b"}
    some = await acts(manager, "bulkMoveRightsGrants", shown, items, **policy)
    again = await acts(manager, "bulkMoveRightsGrants", shown, items, **policy)
    reviewer = await door(world, "brand_one")
    refused = await acts(reviewer, "bulkMoveRightsGrants", shown, items[:1])

    assert (nothing["doneCount"], nothing["failedCount"]) == (0, 1)
    assert [one["item"] and one["item"]["status"] for one in some["results"]] == [
        "SIGNED",
        None,
        "SIGNED",
    ]
    (error,) = some["results"][1]["errors"]
    assert (error["code"], error["path"]) == ("contradicts", ["items", "1", "status"])
    assert again == some
    assert [one["item"]["version"] for one in again["results"] if one["item"]] == [2, 2]
    assert refused["results"][0]["errors"][0]["code"] == "not_allowed"


@pytest.mark.parametrize("policy", ["REJECT_EVERYTHING", "IGNORE_FAILED"])
async def test_a_repetition_shows_nothing_that_may_not_be_seen_any_more(
    world: World, clock: SteppingClock, policy: str
) -> None:
    scene = await set_up(world, clock)
    live = (await scene.live(outside_id="https://podcasts.example.com/a")).id
    stages = await brand_stages(world, 1)
    manager, reviewer = await door(world, "manager"), await door(world, "brand_one")
    calls = [
        (manager, "bulkEndExposures", [{"exposureId": live}]),
        (reviewer, "bulkCastVotes", [{"stageId": stages[0], "choice": "APPROVE"}]),
    ]
    more = {"errorPolicy": policy, "idempotencyKey": "k"}
    before = [await acts(by, name, "id", items, **more) for by, name, items in calls]
    for held in ("roles", "memberships"):
        await sql.execute(f"DELETE FROM {held}")
    after = [await acts(by, name, "id", items, **more) for by, name, items in calls]

    assert [bool(one["results"][0]["item"]) for one in before] == [True, True]
    assert [one["results"][0]["item"] for one in after] == [None, None]
    assert [one["doneCount"] for one in after] == [1, 1]


async def test_what_is_given_weighs_as_often_as_it_is_given(world: World) -> None:
    reviewer = await door(world, "brand_one")
    query = """mutation($i: BulkCastVotesInput!) { bulkCastVotes(input: $i) { results { item {
      title stages { title votes { reason } } decisions { reasons } auditTrail { act } } } } }"""
    items = [{"stageId": "stg_01kaxv3e7me5m9wq2q7w5b8x4n", "choice": "APPROVE"}] * 100
    heavy = await reviewer.send(query, i={"items": items})
    light = await reviewer.send(query, i={"items": items[:1]})

    assert heavy["errors"][0]["extensions"]["limit"] == "cost"
    assert "errors" not in light
