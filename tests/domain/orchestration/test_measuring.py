"""Settled figures and verdicts of a campaign reach the process that leads it, while it runs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.actor import Actor
from domain.campaigns.reviews import delivery, reviewing
from domain.database import transaction
from domain.jobs.model import Job, JobState
from domain.metrics import bringing
from domain.metrics.model import Line
from domain.orchestration import records
from domain.orchestration import service as orchestration
from domain.orchestration.model import Orchestrator
from domain.orchestration.route import RouteStage
from domain.requests import outcomes
from domain.requests.model import Move, Request
from domain.requests.orchestrating import assign
from domain.requests.routing import route_of_kind
from tests.domain.orchestration.there import LATER, PROCESS, There
from tests.domain.requests.acts import asked, ready, says

BOTH = pytest.mark.parametrize("there", ["opentext", "flowable"], indirect=True)
FIRST = datetime(2026, 11, 28, tzinfo=UTC)


async def running(there: There) -> Request:
    """Bring a campaign to where it is live, and its process still waits for somebody there."""
    route = await route_of_kind("campaign", there.clock.now())
    own = RouteStage("delivery", "Delivery", 99, "marketing", 24)
    there.tenant.processes.deploy(PROCESS, replace(route, stages=(*route.stages, own)))
    request = await asked(there.world)
    await there.works()
    await ready(there.world, request)
    await says(there.world, "brand_one", request, "brand")
    await there.works(after=LATER)
    await says(there.world, "finance_one", request, "finance")
    await there.works(after=LATER)
    await outcomes.move(there.hub, request.id, Move.PUBLISH, "request.published")
    await outcomes.move(there.hub, request.id, Move.GO_LIVE, "request.went_live")
    await there.works()
    return await there.now(request)


async def brings(there: There, request: Request, days: range, spend: str) -> None:
    """Bring figures in, and have the process told."""
    lines = [
        Line(number, request.id, metric, f"{FIRST + timedelta(days=day):%Y-%m-%d}", value, "", unit)
        for day in days
        for number, (metric, value, unit) in enumerate(
            (("spend", spend, "EUR"), ("ad_impressions", "1000", ""), ("ad_completes", "900", "")),
            1,
        )
    ]
    manager: Actor = await there.world.actor("manager")
    done = await bringing.bring(
        there.hub, manager, bringing.Given("spotify-ads", "x", spend, lines)
    )
    assert (done.problems, bool(done.touched)) == ([], True)
    await delivery.touched(there.hub, _job(f"{bringing.TOUCHED}:{done.number}", done.touched))
    await there.works()


def _job(key: str, series: Any) -> Job:
    named = {"series": sorted(series)}
    return Job("job_1", key, bringing.TOUCHED, "x", named, FIRST, JobState.OPEN, 1, 1, None)


@BOTH
async def test_settled_figures_and_verdicts_are_variables_of_the_process(there: There) -> None:
    request = await running(there)
    there.clock.advance(datetime(2026, 12, 7, 12, tzinfo=UTC) - there.clock.now())
    await brings(there, request, range(5), "100")
    first = dict((await there.instance(request)).values)
    manager = await there.world.actor("manager")
    found = await reviewing.consider(there.hub, manager, request.id)
    async with transaction():
        await reviewing.keep(there.hub, manager, found)
    await there.works()
    second = (await there.instance(request)).values

    assert (first["delivery_as_of"], first["delivery_spend"]) == ("2026-12-02", 500)
    assert (first["delivery_impressions"], first["delivery_completion_rate"]) == (5_000, "0.9")
    assert (first["delivery_currency"], first["delivery_clicks"]) == ("EUR", None)
    assert "review_suggestions" not in first
    assert (second["review_occasion"], second["review_suggestions"]) == ("asked", ["by_hand"])
    assert second["review_severity"] == "warning"


async def test_what_the_process_knows_is_not_told_again(there: There) -> None:
    request = await running(there)
    there.clock.advance(datetime(2026, 12, 7, 12, tzinfo=UTC) - there.clock.now())
    await brings(there, request, range(5), "100")
    asked_before = len(there.tenant.trouble.asked)
    await orchestration.follow(there.hub, request.id, "again", there.clock.now())
    await there.works()
    later = there.tenant.trouble.asked[asked_before:]

    assert later
    assert not [one for one in later if one.startswith("PUT")]


async def test_a_service_that_is_away_is_told_once_it_is_back(there: There) -> None:
    request = await running(there)
    there.clock.advance(datetime(2026, 12, 7, 12, tzinfo=UTC) - there.clock.now())
    there.tenant.trouble.statuses = [503] * 3
    await brings(there, request, range(5), "100")
    away = dict((await there.instance(request)).values)
    for _ in range(8):
        await there.works(after=timedelta(minutes=1))
    back = (await there.instance(request)).values

    assert "delivery_spend" not in away
    assert back["delivery_spend"] == 500


async def test_a_campaign_that_is_led_here_is_told_nowhere(there: There) -> None:
    await assign(there.hub, await there.world.actor("admin"), "campaign", Orchestrator.EMBEDDED)
    request = await asked(there.world)
    before = len(there.tenant.trouble.asked)
    async with transaction():
        await delivery.follow(there.hub, request.id, "news", there.clock.now())
    await there.works()

    assert await records.mirror(request.id) is None
    assert len(there.tenant.trouble.asked) == before
