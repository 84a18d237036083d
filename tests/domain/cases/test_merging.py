"""Merging: nobody reads what another reporter was told, and nothing stays to be decided."""

import pytest

from domain.cases import assign, comment, comment_records, reading, records
from domain.cases.docket import SHOW
from domain.cases.model import (
    Case,
    CaseKind,
    CommentKind,
    Given,
    Severity,
    Subject,
    SubjectKind,
    Topic,
)
from domain.cases.reading import CaseWhere
from domain.compensations import by_merge, service
from domain.compensations import records as compensations
from domain.compensations.model import CompensationState, Fault, Proposal
from domain.database import sql
from domain.errors import Conflict, Forbidden
from domain.money import Money
from domain.people import membership
from tests.domain.cases.staff import opened, staffed
from tests.world import ROOT, World


@pytest.fixture(autouse=True)
async def _queues(world: World) -> None:
    await staffed(world)


async def merged(world: World, other: str) -> tuple[Case, Case]:
    """Merge a case that `other` reported, with words to and from them, into one of requester."""
    duplicate, main = await opened(world, other), await opened(world)
    agent, theirs = await world.actor("agent_one"), await world.actor(other)
    await comment.comment(world.hub, theirs, duplicate.id, "My card ends in 1234.")
    asked = CommentKind.INQUIRY
    await comment.comment(world.hub, agent, duplicate.id, "Which invoice?", asked)
    await by_merge.merge(world.hub, agent, duplicate.id, main.id)
    return duplicate, main


@pytest.mark.parametrize(("other", "reads"), [("marketer", 0), ("requester", 2)])
async def test_a_reporter_reads_nothing_that_was_said_with_another(
    world: World, other: str, reads: int
) -> None:
    _, main = await merged(world, other)
    moved = (await comment_records.of_cases([main.id]))[main.id]
    seen = {
        who: await reading.comments(await world.actor(who), main, moved)
        for who in ("requester", "agent_one")
    }

    assert [len(seen[who]) for who in ("requester", "agent_one")] == [reads, 2]


async def test_what_waits_on_a_duplicate_is_declined_with_the_merge(world: World) -> None:
    duplicate, main = await opened(world), await opened(world)
    agent, manager = await world.actor("agent_one"), await world.actor("manager")
    await assign.assign(world.hub, agent, duplicate.id)
    proposal = Proposal(Money(12_000, "EUR"), Fault.OURS, repeat=False, why="It was our mistake.")
    considered = await service.consider(world.hub, agent, duplicate.id, proposal)
    waits = await service.keep(world.hub, agent, considered)
    await by_merge.merge(world.hub, agent, duplicate.id, main.id)
    with pytest.raises(Conflict) as caught:
        await service.decide(world.hub, manager, waits.id, yes=True)
    declined = await compensations.get(waits.id)
    trail = await reading.trail(manager, duplicate)

    assert waits.state is CompensationState.WAITING
    assert caught.value.code == "decided_already"
    assert declined is not None
    assert declined.state is CompensationState.DECLINED
    assert [event.act for event in trail][-2:] == ["case.merged", "case.compensation_declined"]


@pytest.mark.parametrize(
    ("other", "sees"), [("marketer", ["A-17"]), ("requester", ["A-17", "B-4"])]
)
async def test_a_reporter_sees_nothing_that_another_linked(
    world: World, other: str, sees: list[str]
) -> None:
    theirs, own = Subject(SubjectKind.ACCOUNT, "B-4"), Subject(SubjectKind.ACCOUNT, "A-17")
    duplicate = await opened(world, other, subjects=(theirs,))
    main = await opened(world, subjects=(own,))
    agent, reporter = await world.actor("agent_one"), await world.actor("requester")
    await by_merge.merge(world.hub, agent, duplicate.id, main.id)
    held = (await records.subjects_of([main.id]))[main.id]
    seen = [one.ref for one in await reading.subjects(reporter, main, held)]
    found = [await reading.count(who, CaseWhere(subject=theirs)) for who in (reporter, agent)]
    await assign.link(world.hub, agent, main.id, [theirs])
    after = (await records.subjects_of([main.id]))[main.id]

    assert seen == sees
    assert [one.ref for one in await reading.subjects(agent, main, held)] == ["A-17", "B-4"]
    assert found == [len(sees) - 1, 1]
    assert not any(one.inside for one in after)  # The house linked it itself since.


LAW = Given(Severity.MEDIUM, Topic.LEGAL)


async def test_only_legal_merges_what_the_law_watches_into_what_it_does_not(world: World) -> None:
    watched, plain = await opened(world, given=LAW), await opened(world)
    notice = await opened(world, kind=CaseKind.TAKEDOWN_NOTICE)
    manager = await world.actor("manager")
    for one in (watched, notice):
        with pytest.raises(Forbidden, match="ask one of them") as caught:
            await by_merge.merge(world.hub, manager, one.id, plain.id)
        assert caught.value.code == "legal_only"
    await by_merge.merge(world.hub, manager, notice.id, watched.id)
    await membership.add_member(world.hub, ROOT, world.teams["legal"], world.people["manager"])
    kept = await by_merge.merge(world.hub, await world.actor("manager"), watched.id, plain.id)

    assert kept.id == plain.id


async def test_who_reported_an_earlier_duplicate_is_told_of_the_new_main_case(world: World) -> None:
    first, second, last = [await opened(world, who) for who in ("marketer", "requester", "lead")]
    manager = await world.actor("manager")
    await by_merge.merge(world.hub, manager, first.id, second.id)
    lane = "SELECT COUNT(*) AS shown FROM jobs WHERE lane = $1"
    before = await sql.fetch(lane, f"{SHOW}:{first.id}")
    await by_merge.merge(world.hub, manager, second.id, last.id)
    after = await sql.fetch(lane, f"{SHOW}:{first.id}")

    assert (await reading.get(manager, first.id)).merged_into_id == last.id
    assert after[0]["shown"] == before[0]["shown"] + 1
