"""What was judged of a compensation is what is kept, or nothing is."""

import pytest

from domain.cases import assign
from domain.cases.model import Subject, SubjectKind
from domain.compensations import records, service
from domain.compensations.model import Fault, Proposal
from domain.errors import Busy, Invalid
from domain.money import Money
from tests.domain.cases.staff import opened, staffed
from tests.world import World


async def test_what_was_judged_for_one_account_is_not_kept_for_another(world: World) -> None:
    await staffed(world)
    agent = await world.actor("agent_one")
    case = await opened(world, subjects=(Subject(SubjectKind.ACCOUNT, "A-17"),))
    await assign.assign(world.hub, agent, case.id)
    proposal = Proposal(Money(500, "EUR"), Fault.OURS, repeat=False, why="It was our mistake.")
    considered = await service.consider(world.hub, agent, case.id, proposal)
    await assign.link(world.hub, agent, case.id, [Subject(SubjectKind.ACCOUNT, "B-4")])
    with pytest.raises(Busy, match="changed this case meanwhile"):
        await service.keep(world.hub, agent, considered)

    assert (await records.of_cases([case.id]))[case.id] == []


async def test_what_is_too_much_by_itself_is_refused_whoever_the_account_is(world: World) -> None:
    await staffed(world)
    agent = await world.actor("agent_one")
    case = await opened(world)
    await assign.assign(world.hub, agent, case.id)
    within, beyond = (
        Proposal(Money(cents, "EUR"), Fault.OURS, repeat=False, why="It was our mistake.")
        for cents in (25_000_00, 25_000_01)
    )

    assert (await service.consider(world.hub, agent, case.id, within)).verdict.waits
    with pytest.raises(Invalid, match="more than 25,000"):
        await service.consider(world.hub, agent, case.id, beyond)
