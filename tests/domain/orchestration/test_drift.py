"""Where the hub and the service are apart is found, said, and mended."""

from typing import Any

import pytest

from domain.errors import Upstream
from domain.orchestration import drifting, drifts
from domain.orchestration.model import Gap
from domain.requests.revise import revise, withdraw
from tests.domain.orchestration.there import LATER, There
from tests.domain.requests.acts import asked, ready, says


async def repaired(there: There) -> list[Gap]:
    """Return what is apart after everything was mended that could be."""
    await drifting.repair(there.hub, await there.checks())
    await there.works(after=LATER)
    return [one.gap for one in await there.checks()]


async def test_nothing_is_apart_on_a_plain_way(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await ready(there.world, request)
    await says(there.world, "brand_one", request, "brand")
    await there.works(after=LATER)

    assert await there.checks() == []


async def test_an_instance_that_is_gone_is_started_anew(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    held = there.tenant.processes
    del held.instances[(await there.instance(request)).id]
    held.tasks.clear()
    (found,) = await there.checks()

    assert found.gap is Gap.INSTANCE_MISSING
    assert f"#{request.number}" in found.said
    assert await repaired(there) == []
    assert await there.asked(request) == ["brand"]


async def test_an_instance_that_was_ended_there_is_started_anew(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    there.tenant.processes.delete((await there.instance(request)).id, "somebody did")
    (found,) = await there.checks()

    assert found.gap is Gap.INSTANCE_ENDED
    assert "`Brand` is open in Greenlight" in found.said
    assert await repaired(there) == []
    assert await there.asked(request) == ["brand"]


async def test_a_task_that_is_open_there_and_decided_here_is_completed(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await says(there.world, "brand_one", request, "brand")
    there.clock.advance(LATER)
    (found,) = await there.checks()

    assert found.gap is Gap.TASK_OPEN
    assert await repaired(there) == []
    assert (await there.instance(request)).values["outcome_brand"] == "approved"


async def test_a_stage_without_a_task_is_found(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    task = await there.task(request, "brand")
    task.key = task.name = "something_else"
    found = await there.checks()

    assert Gap.TASK_MISSING in {one.gap for one in found}
    assert await repaired(there) == []


async def test_a_revision_that_was_not_told_is_found(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    actor = await there.world.actor("requester")
    await revise(there.hub, actor, request.id, there.world.brief(tagline="New"))
    (found,) = await there.checks()

    assert found.gap is Gap.REVISION_BEHIND
    assert "knows revision 1, not 2" in found.said
    assert await repaired(there) == []


async def test_a_second_instance_is_found(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    there.tenant.processes.start("greenlight_campaign", request.id, None, {})
    (found,) = await there.checks()

    assert found.gap is Gap.INSTANCE_RUNNING
    assert "another instance" in found.said
    assert await repaired(there) == []
    assert (await there.instance(request)).ended_at is None


async def test_what_is_over_here_and_runs_there_is_found(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await withdraw(there.hub, await there.world.actor("requester"), request.id, "Not now.")
    (found,) = await there.checks()

    assert found.gap is Gap.INSTANCE_RUNNING
    assert await repaired(there) == []
    assert (await there.instance(request)).ended_at is not None


async def test_what_was_never_started_says_why(there: There) -> None:
    there.tenant.trouble.statuses = [403] * 9
    request = await asked(there.world)
    await there.works()
    there.tenant.trouble.statuses = []
    (found,) = await there.checks()

    assert found.subject_id == request.id
    assert "does not let this hub do that" in found.said
    assert await repaired(there) == []


async def test_a_service_that_is_away_is_no_drift(there: There) -> None:
    await asked(there.world)
    await there.works()
    there.tenant.trouble.statuses = [503]
    with pytest.raises(Upstream, match="status 503"):
        await there.checks()

    assert await drifts.newest(9) == []


async def test_what_was_seen_to_is_not_shown_again(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await there.decides(request, "brand", "approved", "requester@hub.example.com")
    await there.looks()
    first = await there.checks()
    left = await repaired(there)

    assert [one.gap for one in first] == [Gap.DECISION_UNUSABLE]
    assert left == []


async def test_progress_is_told(there: There) -> None:
    for _ in range(3):
        await asked(there.world)
    await there.works()
    told: list[Any] = []
    await drifting.check(there.hub, _subjects(), lambda done, total: told.append((done, total)))

    assert told == [(1, 3), (2, 3), (3, 3)]


def _subjects() -> Any:
    from app.jobs.subjects import SUBJECTS

    return SUBJECTS
