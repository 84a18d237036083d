"""Taking a vote back over the API: the one that was meant, and no newer one."""

from datetime import timedelta
from typing import Any

from domain.clock import SteppingClock
from domain.people import membership
from domain.requests import outcomes
from tests.api.door import VOTE, Door, door
from tests.stories.desk import OneProcess
from tests.stories.sponsors import studio as opened
from tests.world import ROOT, World

UNDO = """mutation($i: UndoVoteInput!) { undoVote(input: $i) {
  request { state } errors { __typename ... on UserError { code } } } }"""
VOTES = "query($id: ID!) { request(id: $id) { stages { id key votes { id takenBackAt } } } }"


async def undone(front: Door, **given: Any) -> tuple[list[str], dict[str, Any] | None]:
    done = (await front.data(UNDO, i=given))["undoVote"]
    return [error["code"] for error in done["errors"]], done["request"]


async def votes(front: Door, request_id: str) -> list[str]:
    """Return the ids of the votes that count."""
    stages = (await front.data(VOTES, id=request_id))["request"]["stages"]
    found = [vote for stage in stages for vote in stage["votes"]]
    return [vote["id"] for vote in found if vote["takenBackAt"] is None]


async def twice(world: World, clock: SteppingClock) -> tuple[Door, str, list[str]]:
    """Have somebody of two teams approve for both; return their votes, older first."""
    who = world.people["brand_one"]
    await membership.add_member(world.hub, ROOT, world.teams["finance"], who)
    request = (await (await door(world, "requester")).submit(world))["request"]
    await outcomes.close_stage(world.hub, request["id"], 1, "readiness", [])
    front, cast = await door(world, "brand_one"), []
    for key in ("brand", "finance"):
        stage = next(one["id"] for one in request["stages"] if one["key"] == key)
        done = await front.data(VOTE, input={"stageId": stage, "choice": "APPROVE"})
        assert done["castVote"]["errors"] == []
        cast += [one for one in await votes(front, request["id"]) if one not in cast]
        clock.advance(timedelta(seconds=1))
    return front, request["id"], cast


async def test_a_late_undo_takes_no_newer_vote_back(world: World, clock: SteppingClock) -> None:
    front, request, (older, newer) = await twice(world, clock)
    late = await undone(front, requestId=request, voteId=older)
    left = await votes(front, request)
    meant = await undone(front, requestId=request, voteId=newer)

    assert late == (["out_of_date"], None)
    assert left == [older, newer]
    assert meant == ([], {"state": "IN_REVIEW"})
    assert await votes(front, request) == [older]


async def test_an_undo_that_comes_again_takes_no_second_vote_back(
    world: World, clock: SteppingClock
) -> None:
    front, request, (older, newer) = await twice(world, clock)
    await undone(front, requestId=request, voteId=newer)
    again = await undone(front, requestId=request, voteId=newer)

    assert again == (["out_of_date"], None)
    assert await votes(front, request) == [older]


async def test_without_its_name_the_last_vote_is_taken_back(
    world: World, clock: SteppingClock
) -> None:
    front, request, (older, _) = await twice(world, clock)

    assert await undone(front, requestId=request) == ([], {"state": "IN_REVIEW"})
    assert await votes(front, request) == [older]


async def test_the_rejection_of_a_sponsorship_can_be_taken_back(
    world: World, clock: SteppingClock
) -> None:
    studio = await opened(OneProcess.open(world, clock))
    request = (await studio.asks())["request"]
    await studio.desk.work()
    await studio.desk.says(
        "legal_one", request, "contract", choice="REJECT", reason="Not this sponsor."
    )
    rejected = (await studio.look(request))["state"]
    legal = await door(world, "legal_one")
    back = await undone(legal, requestId=request["id"])
    await studio.signed(request)

    assert rejected == "REJECTED"
    assert back == ([], {"state": "IN_REVIEW"})
    assert {one["key"]: one["state"] for one in (await studio.look(request))["stages"]}[
        "collection"
    ] == "OPEN"
