"""A version of a table from its draft to deciding, and back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.actor import Actor
from domain.approvals import records as approvals
from domain.approvals.model import Choice, Stage
from domain.audit import service as audit
from domain.clock import SteppingClock
from domain.decisions import in_force, versions
from domain.decisions.shipped import shipped
from domain.errors import Conflict, Forbidden, Invalid
from domain.hub import Hub
from domain.people import membership
from domain.requests import records as requests
from domain.requests.model import RequestState
from domain.requests.revise import withdraw
from domain.requests.submit import submit
from domain.requests.vote import vote
from domain.rulebook import records
from domain.rulebook.drafting import draft
from domain.rulebook.proposing import propose
from tests.domain.rulebook.rules import (
    EXECUTIVE,
    EXECUTIVE_CASES,
    LATER,
    LATER_CASES,
    TABLE,
    cases,
    dmn,
    everybody_agrees,
    finance_looks,
    later,
    now,
    work,
)
from tests.world import ROOT, World


@pytest.fixture
async def manager(world: World) -> Actor:
    return await world.actor("manager")


async def number_that_counts(hub: Hub) -> int:
    at = hub.clock.now()
    return (await versions.that_count([TABLE], at, at))[TABLE].number


async def test_a_draft_decides_nothing(hub: Hub, world: World) -> None:
    version = await later(world)

    assert version.number == 2
    assert await finance_looks(hub, world, "15000")


async def test_the_last_yes_has_it_decide(hub: Hub, world: World, manager: Actor) -> None:
    asked = await propose(hub, manager, (await later(world)).id)
    approved = await everybody_agrees(world, asked)
    assert approved.state is RequestState.APPROVED
    assert await finance_looks(hub, world, "15000")
    await work(world, after=timedelta(seconds=31))

    assert (await now(asked)).state is RequestState.LIVE
    assert not await finance_looks(hub, world, "15000")
    assert await finance_looks(hub, world, "20000")


async def test_it_waits_for_its_day(
    hub: Hub, world: World, manager: Actor, clock: SteppingClock
) -> None:
    day = clock.now() + timedelta(days=3)
    asked = await propose(hub, manager, (await later(world)).id, effective_at=day)
    await everybody_agrees(world, asked)
    await work(world, after=timedelta(seconds=31))
    assert (await now(asked)).state is RequestState.PUBLISHED
    assert await finance_looks(hub, world, "15000")
    await work(world, after=timedelta(days=3))

    assert (await now(asked)).state is RequestState.LIVE
    assert not await finance_looks(hub, world, "15000")


async def test_what_is_under_way_keeps_its_rules(hub: Hub, world: World, manager: Actor) -> None:
    brief = world.brief(budget={"amount": "15000", "currency": "EUR"})
    campaign = await submit(hub, await world.actor("requester"), "campaign", brief)
    asked = await propose(hub, manager, (await later(world)).id)
    await everybody_agrees(world, asked)
    await work(world, after=timedelta(seconds=31))
    decided_at = campaign.created_at
    at = hub.clock.now()

    assert (await versions.that_count([TABLE], at, decided_at))[TABLE].number == 1
    assert await number_that_counts(hub) == 2


async def test_a_version_may_count_for_what_is_under_way(
    hub: Hub, world: World, manager: Actor, clock: SteppingClock
) -> None:
    decided_at = clock.now()
    asked = await propose(hub, manager, (await later(world)).id, under_way=True)
    await everybody_agrees(world, asked)
    await work(world, after=timedelta(seconds=31))
    at = hub.clock.now()

    assert (await versions.that_count([TABLE], at, decided_at))[TABLE].number == 2


async def test_withdrawing_it_rolls_it_back(hub: Hub, world: World, manager: Actor) -> None:
    asked = await propose(hub, manager, (await later(world)).id)
    await everybody_agrees(world, asked)
    await work(world, after=timedelta(seconds=31))
    await withdraw(hub, manager, asked.id, "Finance wants to see these after all.")
    await work(world)

    assert await number_that_counts(hub) == 1
    assert await finance_looks(hub, world, "15000")
    acts = [event.act for event in await audit.trail(in_force.subject(TABLE))]
    assert acts == ["rules.drafted", "rules.released", "rules.rolled_back"]


async def test_of_two_drafts_of_one_table_the_first_released_stands(
    hub: Hub, world: World, manager: Actor
) -> None:
    first = await propose(hub, manager, (await later(world)).id)
    version, _ = await draft(
        hub, manager, TABLE, dmn(TABLE, EXECUTIVE), cases(TABLE, *EXECUTIVE_CASES), "From 60,000"
    )
    second = await propose(hub, manager, version.id)
    await everybody_agrees(world, first)
    await everybody_agrees(world, second)
    await work(world, after=timedelta(seconds=31))

    assert (await now(first)).state is RequestState.LIVE
    sent_back = await now(second)
    assert sent_back.state is RequestState.CHANGES_REQUESTED
    assert "released since" in str(sent_back.note)
    assert len([r for r in await versions.releases_of(TABLE) if r.request_id]) == 1


async def test_the_past_is_judged_first(hub: Hub, world: World, manager: Actor) -> None:
    for budget in ("900", "15000", "12000", "60000"):
        await finance_looks(hub, world, budget)
    version = await later(world)
    asked = await propose(hub, manager, version.id)
    await work(world)
    at, replay = (await records.replays_of([version.id]))[version.id]

    assert at == hub.clock.now()
    assert (replay.total, replay.changed) == (4, 2)
    (turn,) = replay.turns
    assert (turn.before, turn.after) == ("brand, finance, readiness", "brand, readiness")
    assert len(replay.requests) == 2
    stages = {s.key: s.state for s in await _stages(asked.id)}
    assert stages["replay"] == "approved"
    assert stages["rules_review"] == "open"


async def test_a_failing_case_keeps_it_from_being_asked_for(
    hub: Hub, world: World, manager: Actor
) -> None:
    version, check = await draft(hub, manager, TABLE, dmn(TABLE, LATER), cases(), "Cases of before")
    with pytest.raises(Invalid, match=r"finance in euro.*should be readiness; brand; finance"):
        await propose(hub, manager, version.id)

    assert len(check.failures) == 6
    assert await requests.get_by_number(1) is None


@pytest.mark.parametrize(
    ("piece", "instead", "said"),
    [
        (
            '<text>"finance"</text></outputEntry>',
            '<text>"treasury"</text></outputEntry>',
            "no team",
        ),
        ('"Finance"</text>', '"Finance"</text>', None),
        ('brand_own_step"><text>1', 'brand_own_step"><text>1.5', "no stages"),
    ],
)
async def test_stages_that_nobody_could_vote_on_are_refused(
    hub: Hub, world: World, manager: Actor, piece: str, instead: str, said: str | None
) -> None:
    text = dmn(TABLE, (piece, instead))
    version, _ = await draft(hub, manager, TABLE, text, cases() + "\n", "Other stages")
    found = None
    try:
        await propose(hub, manager, version.id)
    except Invalid as error:
        found = " ".join(one.message for one in (error, *error.others))

    assert (said is None and found is None) or (said or "?") in str(found)


async def test_changes_wished_for_are_made_in_the_same_request(
    hub: Hub, world: World, manager: Actor
) -> None:
    asked = await propose(hub, manager, (await later(world)).id)
    await work(world)
    stage = next(s for s in await _stages(asked.id) if s.key == "rules_review")
    legal = await world.actor("legal_one")
    await vote(hub, legal, stage.id, Choice.REQUEST_CHANGES, "Executives as well.")
    text = dmn(TABLE, LATER, EXECUTIVE)
    written = cases(TABLE, *LATER_CASES, *EXECUTIVE_CASES)
    version, _ = await draft(hub, manager, TABLE, text, written, "Both limits")
    revised = await propose(hub, manager, version.id, instead_of=asked.id)
    await everybody_agrees(world, revised)
    await work(world, after=timedelta(seconds=31))

    assert (revised.id, revised.title) == (asked.id, "campaign_stages, version 3: Both limits")
    assert await number_that_counts(hub) == 3


async def test_a_requester_changes_no_rules(hub: Hub, world: World) -> None:
    requester = await world.actor("requester")
    with pytest.raises(Forbidden, match="admin or manager"):
        await later(world, "requester")
    with pytest.raises(Forbidden):
        await propose(hub, requester, (await later(world)).id)


async def test_nobody_draws_up_and_approves(hub: Hub, world: World) -> None:
    """Nobody approves what they asked for, rules included."""
    await membership.add_member(hub, ROOT, world.teams["legal"], world.people["manager"])
    manager = await world.actor("manager")
    asked = await propose(hub, manager, (await later(world)).id)
    await work(world)
    stage = next(s for s in await _stages(asked.id) if s.key == "rules_review")
    with pytest.raises(Forbidden, match="Nobody approves their own"):
        await vote(hub, manager, stage.id, Choice.APPROVE)


async def test_an_own_version_outlives_what_comes_with_an_update(
    hub: Hub, world: World, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = await propose(hub, manager, (await later(world)).id)
    await everybody_agrees(world, asked)
    await work(world, after=timedelta(seconds=31))
    _update(monkeypatch)

    assert await in_force.ship(hub.clock.now()) == {
        TABLE: False,
        "sponsorship_stages": True,
    }
    assert await number_that_counts(hub) == 2
    assert (await versions.of_table(TABLE))[0].change == "As it comes with Greenlight"
    assert await in_force.ship(hub.clock.now()) == {}


async def test_where_no_version_counts_it_says_so(hub: Hub) -> None:
    with pytest.raises(Conflict, match="greenlight migrate"):
        await in_force.tables(["nothing_of_ours"], hub.clock.now())


async def _stages(request_id: str) -> list[Stage]:
    return (await approvals.stages_of([request_id]))[request_id]


def _update(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        replace(one, dmn=one.dmn.replace("50000", "51000"))
        if one.key in {TABLE, "sponsorship_stages"}
        else one
        for one in shipped()
    ]
    monkeypatch.setattr(in_force, "shipped", lambda: tuple(found))
