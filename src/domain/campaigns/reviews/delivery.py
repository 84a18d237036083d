"""Settled figures and verdicts for the process that leads a campaign elsewhere, while it runs."""

from collections.abc import Sequence
from datetime import datetime

from domain.campaigns.reviews import figures, records, rules
from domain.campaigns.reviews.figures import Span
from domain.campaigns.reviews.model import Figure, Review
from domain.database import transaction
from domain.decision_service import Fact
from domain.hub import Hub
from domain.jobs.model import Job
from domain.metrics.rules import day_of
from domain.orchestration import records as mirrors
from domain.orchestration import service as orchestration
from domain.requests.model import Request

#: What the variables of a process are called, by figure.
VARIABLES = {
    "ad_impressions": "delivery_impressions",
    "ad_completes": "delivery_completes",
    "clicks": "delivery_clicks",
    "spend": "delivery_spend",
    "ad_reach": "delivery_reach",
    "ad_completion_rate": "delivery_completion_rate",
    "ctr": "delivery_click_rate",
    rules.GAP: "delivery_pacing_gap",
}


async def follow(hub: Hub, request_id: str, news: str, now: datetime) -> None:
    """Have the process of a campaign told of `news`, if one leads it; in the transaction."""
    if await mirrors.mirror(request_id) is not None:
        await orchestration.follow(hub, request_id, f"measured:{news}", now)


async def touched(hub: Hub, job: Job) -> None:
    """Have processes told of the figures that an import touched, once for each import."""
    async with transaction():
        for request_id in await records.mirrored(job.details["series"]):
            await follow(hub, request_id, job.key, hub.clock.now())


async def measured(request: Request, now: datetime) -> dict[str, Fact]:
    """Return what the process of a campaign is to know: figures as of a settled day, and verdicts.

    A figure that is not known is null, which is no zero.
    """
    settled = await figures.settled(request, now)
    if settled is None:
        return {}
    told: dict[str, Fact] = {}
    if settled.as_of >= settled.plan.first:
        span = Span(request.id, settled.source, settled.plan.first, settled.as_of)
        (held,) = await figures.held([span])
        found = rules.figures(settled.plan, settled.as_of, held)
        told = _of_figures(found, day_of(settled.as_of).isoformat(), held.currency)
    reviews = (await records.of_requests([request.id]))[request.id]
    return told | (_of_review(reviews[-1]) if reviews else {})


def told(review: Review) -> dict[str, Fact]:
    """Return what a process is told of a review: its figures as they were found, and verdicts."""
    figured = _of_figures(review.figures, review.as_of.isoformat(), review.currency)
    return figured | _of_review(review)


def _of_figures(found: Sequence[Figure], as_of: str, currency: str) -> dict[str, Fact]:
    told = {VARIABLES[one.key]: Fact("number", one.value) for one in found if one.key in VARIABLES}
    day = {"delivery_as_of": Fact("string", as_of)}
    return day | {"delivery_currency": Fact("string", currency)} | told


def _of_review(review: Review) -> dict[str, Fact]:
    return {
        "review_occasion": Fact("string", review.occasion.value),
        "review_as_of": Fact("string", review.as_of.isoformat()),
        "review_suggestions": Fact("list", [one.code for one in review.suggestions]),
        "review_severity": Fact("string", rules.worst(review.suggestions).value),
    }
