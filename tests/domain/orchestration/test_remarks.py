"""What people say on tasks there is kept here once; what we said there does not come back."""

from collections.abc import AsyncIterator

import pytest

from app.jobs.subjects import SUBJECTS
from domain.approvals.model import Choice
from domain.clock import SteppingClock
from domain.database import sql
from domain.orchestration import remarks, service
from domain.requests.model import Request
from domain.requests.submit import submit
from domain.workflow_service import Away
from tests.api.door import door
from tests.domain.orchestration.there import There
from tests.domain.orchestration.there import there as open_there
from tests.domain.requests.acts import asked, says
from tests.world import World


@pytest.fixture(params=["opentext", "flowable"])
async def there(
    request: pytest.FixtureRequest, world: World, clock: SteppingClock
) -> AsyncIterator[There]:
    async with open_there(world, clock, request.param) as found:
        yield found


async def heard(there: There, request: Request) -> list[tuple[str | None, str, bool]]:
    """Return who said what elsewhere, and whether nobody here is known by that address."""
    trail = await there.trail(request)
    return [
        (event.actor_id, str(event.details["reason"]), bool(event.details["outsider"]))
        for event in trail
        if event.act == "stage.commented_elsewhere"
    ]


async def test_comments_on_a_task_come_here_once_and_ours_do_not_come_back(there: There) -> None:
    request = await asked(there.world, agency_id=there.world.agency_id)  # Two have to look.
    await there.works()
    await says(there.world, "brand_one", request, "brand", Choice.APPROVE)
    await there.works()
    task = await there.task(request, "brand")
    task.remark("Is the music ours?", "brand_two@hub.example.com")
    for _ in range(3):
        await there.looks()
    task.remark("It is. [see the contract]", "out@partner.example")
    for _ in range(3):
        await there.looks()

    assert await heard(there, request) == [
        (there.world.people["brand_two"], "Is the music ours?", False),
        (None, "It is. [see the contract]", True),
    ]
    assert len(task.comments) == 3  # Ours of the vote, and theirs.
    assert await there.stands(request, "brand") == "open"


async def test_comments_are_for_the_house_and_not_for_the_agency_that_asked(there: There) -> None:
    world, agent = there.world, await there.world.actor("agent")
    request = await submit(world.hub, agent, "campaign", world.brief(agency_id=None))
    await there.works()
    task = await there.task(request, "brand")
    task.remark("They always ask for too much.", "brand_two@hub.example.com")
    await there.looks()
    query = "{ requests { edges { node { auditTrail { act details } } } } }"
    shown = str(await (await door(world, "agent")).data(query))
    house = str(await (await door(world, "manager")).data(query))

    assert "stage.commented_elsewhere" in house
    assert "stage.commented_elsewhere" not in shown
    assert "request.submitted" in shown
    assert "always" not in shown


async def test_on_what_is_decided_nothing_is_read_any_more(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    task = await there.decides(request, "brand", "approved", "brand_one@hub.example.com")
    await there.looks()
    task.remark("Too late.", "brand_two@hub.example.com")
    await there.looks()

    assert await heard(there, request) == []
    assert await there.stands(request, "brand") == "approved"


@pytest.mark.parametrize(
    ("status", "stopped", "heard_of"), [(403, "", 1), (500, "", 1), (429, "status_429", 0)]
)
async def test_a_task_whose_comments_cannot_be_read_keeps_no_other_waiting(
    there: There, status: int, stopped: str, heard_of: int
) -> None:
    first, second = await asked(there.world), await asked(there.world)
    await there.works()
    await there.looks()
    tasks = {(await there.task(one, "brand")).id: one for one in (first, second)}
    for one in (first, second):
        (await there.task(one, "brand")).remark("Well.", "brand_two@hub.example.com")
    await sql.execute("UPDATE workflow_tasks SET listened_at = NULL")
    there.tenant.trouble.statuses = [status]
    code = ""
    try:
        await remarks.listen(there.hub, service.connected(there.hub), SUBJECTS)
    except Away as away:
        code = away.code
    read = [len(await heard(there, tasks[task])) for task in sorted(tasks)]
    await there.looks()

    assert (read, code) == ([0, heard_of], stopped)
    assert [len(await heard(there, one)) for one in (first, second)] == [1, 1]
