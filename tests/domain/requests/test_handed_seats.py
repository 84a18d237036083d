"""Seats of a stage that was carried up: taken over, given to another; four eyes hold in them."""

from datetime import timedelta

import pytest

from domain.absences.seated import seated
from domain.actor import Actor
from domain.approvals import records as approvals
from domain.approvals.model import LEADS, MANAGERS, Choice, StageState
from domain.audit import service as audit
from domain.database import sql
from domain.errors import HubError, Missing
from domain.people import leading, membership
from domain.reminding.away import Away, set_absence
from domain.requests import hand_seat, reading
from domain.requests.model import Request
from domain.requests.reading import Where
from domain.requests.vote import undo, vote
from tests.domain.requests.acts import asked, stage
from tests.world import ROOT, World


async def enters(world: World, who: str) -> Actor:
    return await seated(await world.actor(who), world.hub.clock.now())


async def carried_up(world: World, level: int = MANAGERS, **changes: object) -> Request:
    """Return a request whose stage `brand` was carried up to the lead, then to `executive`."""
    await leading.set_escalation(world.hub, ROOT, world.teams["brand"], world.teams["executive"])
    lead = world.people["brand_one"]
    await leading.set_lead(world.hub, ROOT, world.teams["brand"], lead, lead=True)
    request = await asked(world, **changes)
    step = await stage(request, "brand")
    await sql.execute("UPDATE stages SET escalated = $1 WHERE id = $2", level, step.id)
    return request


async def refused(world: World, request: Request, who: str, to: str = "") -> str:
    """Return why `who` may not take over, or give a seat to `to`."""
    step, actor = await stage(request, "brand"), await enters(world, who)
    holder = world.people[to or who]
    with pytest.raises(HubError) as error:
        await hand_seat.hand(world.hub, actor, step.id, holder)
    return error.value.code


async def test_who_a_stage_was_carried_up_to_takes_a_seat_over_and_votes(world: World) -> None:
    request = await carried_up(world)
    step, boss = await stage(request, "brand"), await enters(world, "executive_one")
    told = await refused(world, request, "legal_one")
    await hand_seat.take_over(world.hub, boss, step.id, seen_round=step.round)
    boss = await enters(world, "executive_one")
    waiting = await reading.count(boss, Where(waiting_for_me=True))
    await vote(world.hub, boss, step.id, Choice.APPROVE)
    (cast,) = (await approvals.votes_of([request.id]))[request.id]
    handed = next(e for e in await audit.trail(request.id) if e.act == "stage.seat_handed")

    assert told == "no_such_stage"
    assert waiting == 1
    assert (cast.voter_id, cast.instead_of_id) == (boss.user_id, world.people["brand_one"])
    assert (handed.actor_id, handed.details["to"]) == (boss.user_id, [boss.user_id])
    assert handed.details["instead_of"] == world.people["brand_one"]
    assert (await stage(request, "brand")).state is StageState.APPROVED
    await undo(world.hub, await enters(world, "executive_one"), request.id)
    assert (await stage(request, "brand")).state is StageState.OPEN


async def test_a_lead_gives_a_seat_to_another_reviewer_who_sees_it_from_then_on(
    world: World,
) -> None:
    request = await carried_up(world, LEADS)
    step, lead = await stage(request, "brand"), await enters(world, "brand_one")
    offer = await hand_seat.offer(world.hub, lead, step.id)
    with pytest.raises(Missing):
        await reading.get(await enters(world, "legal_one"), request.id)
    holder, member = world.people["legal_one"], world.people["brand_two"]
    await hand_seat.hand(world.hub, lead, step.id, holder, member_id=member)
    await vote(world.hub, await enters(world, "legal_one"), step.id, Choice.APPROVE)
    (cast,) = (await approvals.votes_of([request.id]))[request.id]

    assert {*offer.member_ids} == {world.people["brand_one"], world.people["brand_two"]}
    assert world.people["legal_one"] in offer.holder_ids
    assert not {*offer.member_ids, world.people["requester"]} & {*offer.holder_ids}
    assert (cast.voter_id, cast.instead_of_id) == (holder, member)


async def test_nobody_else_hands_seats_on_and_a_person_counts_once(world: World) -> None:
    request = await carried_up(world, 0, agency_id=world.agency_id)  # Two have to look.
    before = await refused(world, request, "brand_one", "legal_one")
    step = await stage(request, "brand")
    await sql.execute("UPDATE stages SET escalated = $1 WHERE id = $2", MANAGERS, step.id)
    await sql.execute(
        "UPDATE revisions SET author_id = $1 WHERE request_id = $2",
        world.people["finance_one"],
        request.id,
    )
    boss = await enters(world, "executive_one")
    found = {
        "not above": await refused(world, request, "brand_two", "legal_one"),
        "wrote it": await refused(world, request, "executive_one", "finance_one"),
        "no reviewer": await refused(world, request, "executive_one", "auditor"),
        "own seat": await refused(world, request, "brand_one"),
        "their seat": await refused(world, request, "executive_one", "brand_two"),
    }
    await hand_seat.take_over(world.hub, boss, step.id)
    found["twice"] = await refused(world, request, "executive_one")
    await vote(world.hub, await enters(world, "executive_one"), step.id, Choice.APPROVE)
    with pytest.raises(HubError) as again:
        await vote(world.hub, await enters(world, "brand_one"), step.id, Choice.APPROVE)

    assert before == "not_above"
    assert found == {
        "not above": "not_above",
        "wrote it": "own_request",
        "no reviewer": "not_a_reviewer",
        "own seat": "seated_already",
        "their seat": "seated_already",
        "twice": "seated_already",
    }
    assert again.value.code == "seat_filled"
    assert (await stage(request, "brand")).state is StageState.OPEN


async def leaves(world: World, who: str, delegate: str | None = None, kind: str = "") -> None:
    """Have somebody away for a day."""
    now, stands_in = world.hub.clock.now(), world.people[delegate] if delegate else None
    away = Away(world.people[who], now, now + timedelta(days=1), stands_in, kind or None)
    await set_absence(world.hub, await world.actor(who), away)


async def test_a_seat_whose_stand_in_has_voted_in_another_can_be_handed_on(world: World) -> None:
    request = await carried_up(world, agency_id=world.agency_id)  # Two have to look.
    step = await stage(request, "brand")
    for who in ("brand_one", "brand_two"):
        await leaves(world, who, "legal_one")
    await vote(world.hub, await enters(world, "legal_one"), step.id, Choice.APPROVE)
    await hand_seat.take_over(world.hub, await enters(world, "executive_one"), step.id)
    await vote(world.hub, await enters(world, "executive_one"), step.id, Choice.APPROVE)

    assert (await stage(request, "brand")).state is StageState.APPROVED


async def test_a_seat_that_was_handed_on_stays_when_its_owner_leaves(world: World) -> None:
    request = await carried_up(world)
    step, boss = await stage(request, "brand"), await enters(world, "executive_one")
    one = world.people["brand_one"]
    await hand_seat.take_over(world.hub, boss, step.id, member_id=one)
    await membership.remove_member(world.hub, ROOT, world.teams["brand"], one)
    again = await refused(world, request, "executive_one")
    await vote(world.hub, await enters(world, "executive_one"), step.id, Choice.APPROVE)
    (cast,) = (await approvals.votes_of([request.id]))[request.id]

    assert again == "seated_already"
    assert (cast.voter_id, cast.instead_of_id) == (boss.user_id, one)
    assert (await stage(request, "brand")).state is StageState.APPROVED


async def test_who_held_a_seat_that_is_none_any_more_is_handed_another(world: World) -> None:
    request = await carried_up(world)
    step, boss = await stage(request, "brand"), await enters(world, "executive_one")
    one, two = world.people["brand_one"], world.people["brand_two"]
    await hand_seat.take_over(world.hub, boss, step.id, member_id=one)
    written = "UPDATE revisions SET author_id = $1 WHERE request_id = $2"
    await sql.execute(written, one, request.id)
    await hand_seat.take_over(world.hub, boss, step.id, member_id=two)
    await vote(world.hub, await enters(world, "executive_one"), step.id, Choice.APPROVE)
    (cast,) = (await approvals.votes_of([request.id]))[request.id]

    assert cast.instead_of_id == two


async def test_nobody_who_is_away_is_given_a_seat(world: World) -> None:
    request = await carried_up(world)
    await leaves(world, "legal_one", kind=request.kind)
    await leaves(world, "finance_one", kind="takedown")
    await leaves(world, "executive_one")
    step, boss = await stage(request, "brand"), await enters(world, "executive_one")
    offer = await hand_seat.offer(world.hub, boss, step.id)
    away = await refused(world, request, "executive_one", "legal_one")
    await hand_seat.take_over(world.hub, boss, step.id)  # They are there, as they say so.

    assert away == "holder_away"
    assert world.people["legal_one"] not in offer.holder_ids
    assert {world.people["finance_one"], boss.user_id} <= {*offer.holder_ids}
