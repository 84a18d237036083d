"""A request from submission to its effect, through the use cases."""

from datetime import timedelta

import pytest

from domain.approvals import records as approvals
from domain.approvals.model import Choice, StageState
from domain.audit import service as audit
from domain.clock import SteppingClock
from domain.errors import Conflict, Forbidden, Invalid, Missing
from domain.jobs import records as jobs
from domain.jobs.model import JobState
from domain.requests import outcomes
from domain.requests.model import RequestState
from domain.requests.revise import revise, withdraw
from domain.requests.submit import submit
from domain.requests.vote import undo, vote
from tests.domain.requests.acts import CHEAP, asked, ready, says, stage
from tests.world import World


async def test_the_rules_ask_for_the_stages_of_a_budget(world: World) -> None:
    request = await asked(world)
    stages = (await approvals.stages_of([request.id]))[request.id]

    assert [(s.key, s.state) for s in stages] == [
        ("brand", StageState.OPEN),
        ("readiness", StageState.OPEN),
        ("finance", StageState.WAITING),
    ]


async def test_news_of_one_instant_are_each_shown(world: World) -> None:
    request = await asked(world)
    before = [job.kind for job in await jobs.with_state(JobState.OPEN, 99)].count("cards.show")
    for _ in range(2):
        await outcomes.tell(world.hub, request.id, "request.stuck", "It stopped.", "a job")
    after = [job.kind for job in await jobs.with_state(JobState.OPEN, 99)].count("cards.show")

    assert after - before == 2


async def test_the_next_step_opens_when_the_one_before_is_approved(world: World) -> None:
    request = await asked(world)
    await ready(world, request)
    await says(world, "brand_one", request, "brand")

    assert (await stage(request, "finance")).state is StageState.OPEN


async def test_the_last_yes_asks_for_the_effect_after_the_undo_window(world: World) -> None:
    request = await asked(world)
    await ready(world, request)
    await says(world, "brand_one", request, "brand")
    after = await says(world, "finance_one", request, "finance")
    waiting = await jobs.with_state(JobState.OPEN, 100)
    effect = next(job for job in waiting if job.kind == "campaign.publish")

    assert after.state is RequestState.APPROVED
    assert effect.due_at == world.hub.clock.now() + timedelta(seconds=30)


async def test_nobody_approves_their_own_request(world: World) -> None:
    request = await submit(
        world.hub, await world.actor("manager"), "campaign", world.brief(budget=CHEAP)
    )
    with pytest.raises(Forbidden, match="own request"):
        await says(world, "manager", request, "brand")


async def test_only_reviewers_of_the_stage_vote(world: World) -> None:
    request = await asked(world)
    with pytest.raises(Missing, match="its team's members may"):
        await says(world, "executive_one", request, "brand")
    with pytest.raises(Forbidden, match="not among them"):
        await says(world, "manager", request, "brand")


async def test_a_reviewer_votes_once(world: World) -> None:
    request = await submit(
        world.hub, await world.actor("agent"), "campaign", world.brief(agency_id=None)
    )
    await says(world, "brand_one", request, "brand")
    with pytest.raises(Conflict, match="voted on"):
        await says(world, "brand_one", request, "brand")


async def test_two_of_brand_are_needed_for_an_agency(world: World) -> None:
    request = await submit(world.hub, await world.actor("agent"), "campaign", world.brief())
    await says(world, "brand_one", request, "brand")
    half = await stage(request, "brand")
    await says(world, "brand_two", request, "brand")

    assert half.state is StageState.OPEN
    assert (await stage(request, "brand")).state is StageState.APPROVED


async def test_the_last_vote_can_be_taken_back_within_the_window(
    world: World, clock: SteppingClock
) -> None:
    request = await asked(world, budget=CHEAP)
    await ready(world, request)
    await says(world, "brand_one", request, "brand")
    clock.advance(timedelta(seconds=29))
    after = await undo(world.hub, await world.actor("brand_one"), request.id)
    cancelled = await jobs.with_state(JobState.CANCELLED, 10)

    assert after.state is RequestState.IN_REVIEW
    assert [job.kind for job in cancelled] == ["campaign.publish"]


async def test_a_vote_cannot_be_taken_back_later(world: World, clock: SteppingClock) -> None:
    request = await asked(world, budget=CHEAP)
    await says(world, "brand_one", request, "brand")
    clock.advance(timedelta(seconds=31))
    with pytest.raises(Conflict, match="has passed"):
        await undo(world.hub, await world.actor("brand_one"), request.id)


async def test_a_vote_taken_back_can_be_given_again_and_is_published_once(world: World) -> None:
    request = await asked(world, budget=CHEAP)
    await ready(world, request)
    await says(world, "brand_one", request, "brand")
    await undo(world.hub, await world.actor("brand_one"), request.id)
    await says(world, "brand_one", request, "brand")
    effects = [
        job for job in await jobs.with_state(JobState.OPEN, 99) if job.kind == "campaign.publish"
    ]

    assert len(effects) == 1


async def test_a_revision_opens_what_it_touches_and_leaves_the_rest(world: World) -> None:
    request = await asked(world)
    await ready(world, request)
    await says(world, "brand_one", request, "brand")
    await says(world, "finance_one", request, "finance", Choice.REQUEST_CHANGES)
    money = {"amount": "15000", "currency": "EUR"}
    await revise(world.hub, await world.actor("requester"), request.id, world.brief(budget=money))
    brand, finance = await stage(request, "brand"), await stage(request, "finance")
    readiness = await stage(request, "readiness")

    assert (brand.state, brand.round) == (StageState.APPROVED, 1)
    assert (readiness.state, readiness.round) == (StageState.OPEN, 2)
    assert (finance.state, finance.round) == (StageState.WAITING, 2)


async def test_a_revision_to_a_larger_budget_brings_new_stages(world: World) -> None:
    request = await asked(world, budget=CHEAP)
    much = {"amount": "60000", "currency": "EUR"}
    await revise(world.hub, await world.actor("requester"), request.id, world.brief(budget=much))

    assert (await stage(request, "executive")).state is StageState.WAITING


async def test_a_card_of_an_earlier_round_is_answered_with_a_conflict(world: World) -> None:
    request = await asked(world)
    await revise(world.hub, await world.actor("requester"), request.id, world.brief(tagline="New"))
    brand = await stage(request, "brand")
    with pytest.raises(Conflict, match="revised since"):
        await vote(
            world.hub, await world.actor("brand_one"), brand.id, Choice.APPROVE, seen_round=1
        )


async def test_a_rejection_ends_it_and_keeps_the_reason(world: World) -> None:
    request = await asked(world)
    after = await says(world, "brand_one", request, "brand", Choice.REJECT)

    assert (after.state, after.note) == (RequestState.REJECTED, "Because.")


async def test_a_no_needs_a_reason(world: World) -> None:
    request = await asked(world)
    brand = await stage(request, "brand")
    with pytest.raises(Invalid, match="Say why"):
        await vote(world.hub, await world.actor("brand_one"), brand.id, Choice.REJECT, "  ")


async def test_withdrawing_stops_the_effect(world: World) -> None:
    request = await asked(world, budget=CHEAP)
    await ready(world, request)
    await says(world, "brand_one", request, "brand")
    after = await withdraw(world.hub, await world.actor("requester"), request.id, "Not this year.")
    left = [job for job in await jobs.with_state(JobState.OPEN, 99) if "publish" in job.kind]

    assert after.state is RequestState.WITHDRAWN
    assert left == []


async def test_somebody_else_cannot_withdraw_it(world: World) -> None:
    request = await asked(world)
    with pytest.raises(Missing):
        await withdraw(world.hub, await world.actor("other_requester"), request.id, "No.")


async def test_every_step_is_in_the_record_and_the_record_holds(world: World) -> None:
    request = await asked(world, budget=CHEAP)
    await ready(world, request)
    await says(world, "brand_one", request, "brand")
    trail = await audit.trail(request.id)

    assert [event.act for event in trail] == ["request.submitted", "stage.closed", "stage.voted"]
    assert await audit.verify(world.hub.secrets) == []
