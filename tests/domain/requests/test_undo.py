"""Taking a vote back: the last one that counts, and only where the request follows it."""

import pytest

from domain.approvals.model import Choice, StageState
from domain.database import transaction
from domain.errors import Conflict, Missing
from domain.jobs import records as jobs
from domain.jobs.model import LEASE, JobState
from domain.requests import outcomes
from domain.requests.model import RequestState
from domain.requests.revise import revise
from domain.requests.vote import undo
from tests.domain.requests.acts import CHEAP, asked, ready, says, stage
from tests.world import World

ALCOHOL = {"category": "alcohol"}


async def test_a_rejection_taken_back_opens_what_it_held(world: World) -> None:
    request = await asked(world, **ALCOHOL)
    rejected = await says(world, "brand_one", request, "brand", Choice.REJECT)
    held = (await stage(request, "legal")).state, (await stage(request, "readiness")).state
    back = await undo(world.hub, await world.actor("brand_one"), request.id)
    prepares = [j for j in await jobs.with_state(JobState.OPEN, 99) if "prepare" in j.kind]

    assert rejected.state is RequestState.REJECTED
    assert set(held) == {StageState.WAITING}
    assert back.state is RequestState.IN_REVIEW
    assert back.note is None
    assert (await stage(request, "legal")).state is StageState.OPEN
    assert (await stage(request, "readiness")).state is StageState.OPEN
    assert len(prepares) == 2


async def test_a_vote_that_did_not_decide_brings_nothing_back(world: World) -> None:
    request = await asked(world, **ALCOHOL)
    await says(world, "brand_one", request, "brand")
    problems = ["Logo: no usable image file."]
    assert await outcomes.close_stage(world.hub, request.id, 1, "readiness", problems)
    with pytest.raises(Missing, match="no vote to take back"):
        await undo(world.hub, await world.actor("brand_one"), request.id)

    assert (await stage(request, "readiness")).state is StageState.CHANGES_REQUESTED


async def test_a_vote_on_a_dropped_stage_is_history(world: World) -> None:
    request = await asked(world, **ALCOHOL)
    await says(world, "legal_one", request, "legal")
    plain = world.brief(category="none", markets=["DE"], budget=CHEAP)
    await revise(world.hub, await world.actor("requester"), request.id, plain)
    dropped = await stage(request, "legal")
    with pytest.raises(Missing, match="no vote to take back"):
        await undo(world.hub, await world.actor("legal_one"), request.id)

    assert dropped.state is StageState.DROPPED
    assert (await stage(request, "legal")).state is StageState.DROPPED


async def test_once_publishing_was_tried_the_yes_stands(world: World) -> None:
    request = await asked(world, budget=CHEAP)
    await ready(world, request)
    await says(world, "brand_one", request, "brand")
    world.hub.clock.advance(world.hub.undo_window)  # type: ignore[attr-defined]
    await _a_try_without_an_answer(world)
    with pytest.raises(Conflict, match="publishing has begun"):
        await undo(world.hub, await world.actor("brand_one"), request.id)


async def test_the_hub_closes_nothing_of_a_request_that_is_over(world: World) -> None:
    request = await asked(world, **ALCOHOL)
    await says(world, "brand_one", request, "brand", Choice.REJECT)

    assert not await outcomes.close_stage(world.hub, request.id, 1, "readiness", [])


async def _a_try_without_an_answer(world: World) -> None:
    """Take every due job once, and put it back as after a lost answer."""
    now = world.hub.clock.now()
    while True:
        async with transaction():
            job = await jobs.claim(now, LEASE)
        if job is None:
            return
        await jobs.postpone(job, now + LEASE, "no answer", failed=False)
