"""A case and its task in a workflow service are one: resolved once, wherever that happens first."""

from collections.abc import AsyncIterator

import pytest

from domain.audit import service as audit
from domain.cases import assign, comment, handle, records
from domain.cases.mirrored import RESOLVE, ROUTE
from domain.cases.model import Case, CaseState, CommentKind
from domain.clock import SteppingClock
from domain.orchestration import records as mirrors
from domain.orchestration.model import Orchestrator
from domain.requests.orchestrating import assign as give
from tests.domain.cases.staff import opened, staffed
from tests.domain.orchestration.there import LATER, There
from tests.domain.orchestration.there import there as open_there
from tests.world import World

AGENT = "agentone@hub.example.com"


@pytest.fixture(params=["opentext", "flowable"])
async def there(
    request: pytest.FixtureRequest, world: World, clock: SteppingClock
) -> AsyncIterator[There]:
    """A hub whose cases are led elsewhere, by a fake of either dialect."""
    async with open_there(world, clock, request.param) as found:
        await staffed(found.world)
        found.tenant.processes.deploy("greenlight_case", ROUTE)
        await give(found.hub, await found.world.actor("admin"), "case", Orchestrator.OPENTEXT)
        yield found


async def state(case: Case) -> CaseState:
    found = await records.get(case.id)
    assert found is not None
    return found.state


async def tasks(there: There, case: Case) -> list[str]:
    mirror = await mirrors.mirror(case.id)
    assert mirror is not None
    return [task.key for task in there.tenant.processes.open_tasks(mirror.instance_id)]


async def completes(there: There, case: Case, outcome: str, reason: str | None = None) -> None:
    mirror = await mirrors.mirror(case.id)
    assert mirror is not None
    (task,) = there.tenant.processes.open_tasks(mirror.instance_id)
    there.tenant.processes.complete(task.id, outcome, AGENT, reason)
    await there.looks()


async def test_a_case_is_a_task_there_and_what_is_said_of_it_is_told_there(there: There) -> None:
    case = await opened(there.world)
    await there.works()
    agent = await there.world.actor("agent_one")
    await assign.assign(there.hub, agent, case.id)
    await comment.comment(there.hub, agent, case.id, "The bank was asked.", CommentKind.INTERNAL)
    await there.works()
    mirror = await mirrors.mirror(case.id)
    assert mirror is not None
    (task,) = there.tenant.processes.open_tasks(mirror.instance_id)
    told = " ".join(str(one) for one in task.comments)

    assert task.key == RESOLVE
    assert "Agent One has it in Greenlight." in told
    assert "Agent One wrote in Greenlight: The bank was asked." in told


async def test_resolved_there_it_is_resolved_here_by_that_person(there: There) -> None:
    case = await opened(there.world)
    await there.works()
    await completes(there, case, "approved", "Paid back.")
    found = await records.get(case.id)
    trail = await audit.trail(case.id)
    (event,) = [one for one in trail if one.act == "case.resolved_elsewhere"]

    assert found is not None
    assert (found.state, found.note) == (CaseState.RESOLVED, "Paid back.")
    assert found.clocks.resolved_at is not None
    assert event.actor_id == there.world.people["agent_one"]


async def test_resolved_here_its_task_there_is_completed(there: There) -> None:
    case = await opened(there.world)
    await there.works()
    agent = await there.world.actor("agent_one")
    await handle.resolve(there.hub, agent, case.id, "Paid back.")
    await there.works(after=LATER)

    assert await tasks(there, case) == []


async def test_what_was_resolved_here_first_is_not_resolved_again(there: There) -> None:
    case = await opened(there.world)
    await there.works()
    agent = await there.world.actor("agent_one")
    await handle.resolve(there.hub, agent, case.id, "Here first.")
    await completes(there, case, "approved", "There second.")
    found = await records.get(case.id)
    acts = [one.act for one in await audit.trail(case.id)]

    assert found is not None
    assert found.note == "Here first."
    assert acts.count("case.resolved_elsewhere") == 0
    assert "case.decided_elsewhere_in_vain" in acts


async def test_a_case_that_is_not_led_elsewhere_has_no_mirror(there: There) -> None:
    admin = await there.world.actor("admin")
    await give(there.hub, admin, "case", Orchestrator.EMBEDDED)
    case = await opened(there.world)

    assert await mirrors.mirror(case.id) is None
    assert await state(case) is CaseState.NEW
