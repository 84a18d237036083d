"""A review of a campaign starts its own process, once, where no process that runs leads it."""

from datetime import UTC, datetime, timedelta

import pytest

from connectors.opentext.fake.processes import FakeInstance
from domain.campaigns.reviews import processes, reviewing
from domain.campaigns.reviews.model import Review
from domain.database import sql, transaction
from domain.errors import Invalid
from domain.jobs.model import Job, JobState
from domain.orchestration.model import Orchestrator
from domain.requests import outcomes
from domain.requests.model import Move, Request
from domain.requests.orchestrating import REVIEW, assign
from tests.domain.orchestration.test_measuring import BOTH, brings, running
from tests.domain.orchestration.there import There
from tests.domain.requests.acts import asked, ready, says

OWN = "look_at_figures"


async def alone(there: There) -> Request:
    """Bring a campaign that nobody leads elsewhere to where figures of it are settled."""
    await assign(there.hub, await there.world.actor("admin"), "campaign", Orchestrator.EMBEDDED)
    request = await asked(there.world)
    await ready(there.world, request)
    await says(there.world, "brand_one", request, "brand")
    await says(there.world, "finance_one", request, "finance")
    await outcomes.move(there.hub, request.id, Move.PUBLISH, "request.published")
    await outcomes.move(there.hub, request.id, Move.GO_LIVE, "request.went_live")
    there.clock.advance(datetime(2026, 12, 7, 12, tzinfo=UTC) - there.clock.now())
    await brings(there, request, range(5), "100")
    return request


async def named(there: There) -> None:
    """Name the process that reviews start."""
    there.tenant.processes.deploy(OWN, processes.ROUTE)
    admin = await there.world.actor("admin")
    await assign(there.hub, admin, REVIEW, Orchestrator.OPENTEXT, OWN)


async def reviewed(there: There, request: Request) -> Review:
    manager = await there.world.actor("manager")
    found = await reviewing.consider(there.hub, manager, request.id)
    async with transaction():
        return await reviewing.keep(there.hub, manager, found)


def started(there: There) -> list[FakeInstance]:
    """Return the instances of the process of reviews."""
    held = there.tenant.processes.instances.values()
    return [one for one in held if one.definition == OWN]


@BOTH
async def test_a_review_starts_its_process_with_its_figures_and_verdicts(there: There) -> None:
    await named(there)
    request = await alone(there)
    review = await reviewed(there, request)
    await there.works()
    (one,) = started(there)
    (event,) = [e for e in await there.trail(request) if e.act == processes.STARTED]
    (task,) = there.tenant.processes.open_tasks(one.id)

    assert one.business_key == review.id
    assert one.values["delivery_as_of"] == "2026-12-02"
    assert (one.values["delivery_spend"], one.values["delivery_clicks"]) == (500, None)
    assert one.values["review_suggestions"] == ["by_hand"]
    assert (one.values["request_id"], task.key) == (request.id, "look")
    assert event.details == {"review_id": review.id, "process": OWN, "instance": one.id}


@BOTH
async def test_a_lost_answer_and_a_second_try_start_no_second_process(there: There) -> None:
    await named(there)
    request = await alone(there)
    there.tenant.trouble.lost = ["process-instances"]
    review = await reviewed(there, request)
    await there.works()
    early = await sql.fetch("SELECT instance_id FROM campaign_review_processes")
    await there.works(after=timedelta(minutes=1))
    job = Job(
        *("job_1", "key", processes.KIND, "x", {"review_id": review.id}),
        *(there.clock.now(), JobState.OPEN, 1, 1, None),
    )
    await processes.start(there.hub, job)
    (one,) = started(there)
    kept = await sql.fetch("SELECT instance_id FROM campaign_review_processes")
    told = [e for e in await there.trail(request) if e.act == processes.STARTED]

    assert there.tenant.trouble.lost == []
    assert [row["instance_id"] for row in early] == [None]
    assert [row["instance_id"] for row in kept] == [one.id]
    assert len(told) == 1


async def test_a_service_that_is_away_keeps_no_review_from_being_made(there: There) -> None:
    await named(there)
    request = await alone(there)
    there.tenant.trouble.statuses = [503] * 3
    await reviewed(there, request)
    await there.works()
    away = started(there)
    for _ in range(6):
        await there.works(after=timedelta(minutes=1))

    assert away == []
    assert len(started(there)) == 1


async def test_a_process_that_leads_the_campaign_is_told_in_place_of_another(there: There) -> None:
    await named(there)
    request = await running(there)
    there.clock.advance(datetime(2026, 12, 7, 12, tzinfo=UTC) - there.clock.now())
    await brings(there, request, range(5), "100")
    await reviewed(there, request)
    await there.works()

    assert (await there.instance(request)).values["review_occasion"] == "asked"
    assert started(there) == []


async def test_a_review_starts_nothing_where_no_process_is_named(there: There) -> None:
    request = await alone(there)
    before = len(there.tenant.trouble.asked)
    await reviewed(there, request)
    await there.works()

    assert len(there.tenant.trouble.asked) == before


async def test_what_is_no_kind_is_refused_with_the_names_of_all_there_are(there: There) -> None:
    with pytest.raises(Invalid, match="case, campaign_review"):
        await assign(there.hub, await there.world.actor("admin"), "poem", Orchestrator.OPENTEXT)
