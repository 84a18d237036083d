"""The service is asked again and again, by one job an hour that comes again after each look."""

from datetime import timedelta

from app.jobs.hourly import ask_hourly
from domain.jobs import records as jobs
from domain.jobs.model import JobState
from domain.orchestration import records
from tests.domain.orchestration.there import There
from tests.domain.requests.acts import asked


async def test_what_is_decided_there_is_heard_of_by_itself(there: There) -> None:
    request = await asked(there.world)
    await ask_hourly(there.hub)
    await there.works()
    await there.decides(request, "brand", "approved", "brand_one@hub.example.com")
    await there.works(after=timedelta(seconds=21))

    assert await there.stands(request, "brand") == "approved"


async def test_the_hours_follow_one_another_without_a_gap(there: There) -> None:
    await ask_hourly(there.hub)
    for _ in range(190):  # An hour and three minutes.
        await there.works(after=timedelta(seconds=20))
    opened = [job.key for job in await jobs.with_state(JobState.OPEN, 99)]
    polls = [key for key in opened if key.startswith("workflow.poll:")]

    assert polls == ["workflow.poll:2026-11-21T10"]


async def test_a_service_that_is_away_is_asked_on(there: There) -> None:
    request = await asked(there.world)
    await ask_hourly(there.hub)
    await there.works()
    there.tenant.trouble.statuses = [503] * 5
    await there.decides(request, "brand", "approved", "brand_one@hub.example.com")
    for _ in range(8):
        await there.works(after=timedelta(seconds=20))

    assert there.tenant.trouble.statuses == []
    assert await there.stands(request, "brand") == "approved"


async def test_where_it_was_read_to_is_kept_and_does_not_go_back(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await there.looks()
    first = await records.cursor("open:greenlight_campaign")
    await records.read_up_to("open:greenlight_campaign", there.clock.now() - timedelta(hours=1))

    assert first == (await there.task(request, "brand")).created_at
    assert await records.cursor("open:greenlight_campaign") == first


async def test_without_a_service_nothing_is_asked_for(there: There) -> None:
    from dataclasses import replace

    await ask_hourly(replace(there.hub, workflow_service=None))
    opened = [job.kind for job in await jobs.with_state(JobState.OPEN, 99)]

    assert "workflow.poll" not in opened
