"""A vote for somebody who is away: one seat, one person, both named, nobody approves their own."""

import asyncio
from datetime import timedelta

import pytest

from domain.absences.seated import seated
from domain.actor import Actor, Role
from domain.approvals import records as approvals
from domain.approvals.model import Choice, StageState
from domain.audit import service as audit
from domain.errors import Conflict, Forbidden, Invalid, Missing
from domain.people import membership, service
from domain.people.service import deactivate
from domain.reminding.away import Away, absences_of, end_absence, set_absence
from domain.requests import reading
from domain.requests.model import Request
from domain.requests.reading import Where
from domain.requests.vote import undo, vote
from tests.domain.requests.acts import asked, stage
from tests.world import ROOT, World

DAYS = timedelta(days=3)


async def leaves(world: World, who: str, delegate: str | None, **changes: object) -> str:
    now = world.hub.clock.now()
    away = Away(
        world.people[who],
        now,
        now + DAYS,
        world.people[delegate] if delegate else None,
        **changes,  # type: ignore[arg-type]
    )
    return (await set_absence(world.hub, await world.actor(who), away)).id


async def enters(world: World, who: str) -> Actor:
    return await seated(await world.actor(who), world.hub.clock.now())


async def approves(world: World, who: str, request: Request, key: str = "brand") -> Request:
    step = await stage(request, key)
    return await vote(world.hub, await enters(world, who), step.id, Choice.APPROVE)


async def count(actor: Actor) -> int:
    return await reading.count(actor, Where(waiting_for_me=True))


async def test_who_stands_in_sees_and_votes_and_both_are_recorded(world: World) -> None:
    request = await asked(world)
    with pytest.raises(Missing):
        await approves(world, "legal_one", request)
    await leaves(world, "brand_one", "legal_one")
    actor = await enters(world, "legal_one")
    waiting = await count(actor)
    await approves(world, "legal_one", request)
    (cast,) = (await approvals.votes_of([request.id]))[request.id]
    event = next(e for e in await audit.trail(request.id) if e.act == "stage.voted")

    assert (waiting, await count(actor)) == (1, 0)
    assert (await reading.get(actor, request.id)).id == request.id
    assert cast.voter_id == world.people["legal_one"]
    assert cast.instead_of_id == event.details["instead_of"] == world.people["brand_one"]
    assert (await stage(request, "brand")).state is StageState.APPROVED


async def test_once_the_absence_is_over_nobody_stands_in(world: World) -> None:
    request = await asked(world)
    absence = await leaves(world, "brand_one", "legal_one")
    actor = await enters(world, "legal_one")
    await end_absence(world.hub, await world.actor("brand_one"), absence)
    step = await stage(request, "brand")
    with pytest.raises(Forbidden, match="not among them"):
        await vote(world.hub, actor, step.id, Choice.APPROVE)
    with pytest.raises(Missing):
        await approves(world, "legal_one", request)


async def test_an_absence_that_two_end_at_once_ends_once(world: World) -> None:
    absence = await leaves(world, "brand_one", "legal_one")
    ending = [
        end_absence(world.hub, await world.actor(who), absence) for who in ("brand_one", "admin")
    ]
    first, second = await asyncio.gather(*ending)
    said = [event.act for event in await audit.trail(world.people["brand_one"])]

    assert first.ends_at == second.ends_at
    assert said.count("user.absence_ended") == 1


async def test_a_person_counts_once_though_they_fill_two_seats(world: World) -> None:
    request = await asked(world, agency_id=world.agency_id)  # Two reviewers have to look.
    await leaves(world, "brand_one", "legal_one")
    await leaves(world, "brand_two", "legal_one")
    await approves(world, "legal_one", request)
    with pytest.raises(Conflict, match="one person counts once in a stage"):
        await approves(world, "legal_one", request)

    assert (await stage(request, "brand")).state is StageState.OPEN


async def test_a_reviewer_who_stands_in_for_another_counts_once(world: World) -> None:
    request = await asked(world, agency_id=world.agency_id)
    await leaves(world, "brand_one", "brand_two")
    await approves(world, "brand_two", request)
    with pytest.raises(Conflict) as refused:
        await approves(world, "brand_two", request)
    (cast,) = (await approvals.votes_of([request.id]))[request.id]

    assert refused.value.code == "voted_already"
    assert cast.instead_of_id is None


async def test_a_seat_counts_once_though_its_owner_comes_back(world: World) -> None:
    request = await asked(world, agency_id=world.agency_id)
    await leaves(world, "brand_one", "legal_one")
    await approves(world, "legal_one", request)
    with pytest.raises(Conflict) as refused:
        await approves(world, "brand_one", request)
    await undo(world.hub, await enters(world, "legal_one"), request.id)
    await approves(world, "brand_one", request)

    assert refused.value.code == "seat_filled"


async def test_the_requester_stands_in_for_nobody_in_their_own_request(world: World) -> None:
    await service.grant_role(world.hub, ROOT, world.people["requester"], Role.REVIEWER)
    request = await asked(world)
    await leaves(world, "brand_one", "requester")

    with pytest.raises(Forbidden, match="Nobody approves their own"):
        await approves(world, "requester", request)


async def test_nobody_has_their_own_request_approved_in_their_seat(world: World) -> None:
    await membership.add_member(world.hub, ROOT, world.teams["brand"], world.people["requester"])
    await service.grant_role(world.hub, ROOT, world.people["requester"], Role.REVIEWER)
    request = await asked(world)
    await leaves(world, "requester", "legal_one")

    with pytest.raises(Forbidden, match="not among them"):
        await approves(world, "legal_one", request)


async def test_who_left_the_house_stands_in_no_more(world: World) -> None:
    request = await asked(world)
    await leaves(world, "brand_one", "legal_one")
    actor = await enters(world, "legal_one")
    await deactivate(world.hub, ROOT, world.people["legal_one"])
    step = await stage(request, "brand")

    with pytest.raises(Forbidden, match="not among them"):
        await vote(world.hub, actor, step.id, Choice.APPROVE)


async def test_a_quorum_that_only_people_who_are_away_could_reach_does_not_refuse(
    world: World,
) -> None:
    for who in ("brand_one", "brand_two"):
        await leaves(world, who, None)
    request = await asked(world, agency_id=world.agency_id)

    assert (await stage(request, "brand")).state is StageState.OPEN


async def test_a_circle_is_refused_when_it_would_be_closed(world: World) -> None:
    await leaves(world, "brand_one", "brand_two")
    await leaves(world, "brand_two", "legal_one")
    with pytest.raises(Invalid) as refused:
        await leaves(world, "legal_one", "brand_one")

    assert refused.value.code == "delegation_circle"


async def test_who_may_not_vote_stands_in_for_nobody(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        await leaves(world, "brand_one", "auditor")

    assert refused.value.code == "delegate_may_not_vote"


async def test_only_admins_say_that_somebody_else_is_away(world: World) -> None:
    now = world.hub.clock.now()
    away = Away(world.people["brand_one"], now, now + DAYS)
    with pytest.raises(Forbidden):
        await set_absence(world.hub, await world.actor("brand_two"), away)
    await set_absence(world.hub, await world.actor("admin"), away)
    with pytest.raises(Forbidden):
        await absences_of(world.hub, await world.actor("brand_two"), world.people["brand_one"])
    own = await absences_of(world.hub, await world.actor("brand_one"), world.people["brand_one"])

    assert [one.set_by for one in own] == [world.people["admin"]]
    with pytest.raises(Missing):
        await end_absence(world.hub, await world.actor("brand_two"), own[0].id)
