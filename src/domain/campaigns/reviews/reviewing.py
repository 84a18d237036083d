"""Reviewing campaigns: in the middle and at the end of a flight, and when somebody asks.

What was found is kept as it was found. A rule's judgement may wait for a service outside, so it is
asked before the transaction; of two that find the same review due, the first one keeps it.
"""

from dataclasses import dataclass

import structlog

from domain import ids
from domain.actor import SCHEDULE, Actor
from domain.audit import service as audit
from domain.campaigns.reviews import delivery, figures, processes, records, rules
from domain.campaigns.reviews.figures import Settled, Span
from domain.campaigns.reviews.model import Occasion, Review
from domain.database import transaction
from domain.decisions import in_force
from domain.decisions import records as decisions
from domain.decisions.model import Judgement
from domain.errors import Conflict
from domain.executors import service as executors
from domain.hub import Hub
from domain.jobs.model import Job
from domain.metrics.rules import day_of
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import ledger, reading
from domain.requests import records as requests
from domain.requests.model import Request
from domain.requests.rules import reach

#: The table that says what figures suggest.
TABLE = "campaign_review"

#: Asked for every hour: reviews come due with time, not with figures alone.
KIND = "campaigns.review"

#: What the record calls a review.
REVIEWED = "campaign.reviewed"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Found:
    """What a review found, and what the table said of it; None where it was kept before."""

    request: Request
    review: Review
    judgement: Judgement | None


async def look(hub: Hub, _: Job) -> None:
    """Review the campaigns that are due; the handler of `KIND`."""
    for request_id in await records.running():
        request = await requests.get(request_id)
        found = await _due(hub, request) if request else None
        if found is not None:
            async with transaction():
                await keep(hub, SCHEDULE, found)


async def consider(hub: Hub, actor: Actor, request_id: str) -> Found:
    """Look at a campaign as of its last settled day, because somebody asks; not in a transaction.

    Asked again as of the same day it is the review there is. Raises `Missing` where the actor sees
    no such request, `Forbidden` for those who see no figures, `Conflict` unless it is live.
    """
    require(actor, Act.REVIEW_CAMPAIGNS)
    request = await reading.get(actor, request_id)
    require(actor, Act.REVIEW_CAMPAIGNS, **reach(request))
    settled = await figures.settled(request, hub.clock.now())
    if settled is None:
        raise Conflict("not_live", "Only a campaign that is live is reviewed; look at its state.")
    if settled.as_of < settled.plan.first:
        raise Conflict(
            "not_settled", "No day of its flight stands still yet; ask again in some days."
        )
    return await _found(hub, request, settled, Occasion.ASKED, actor.user_id)


async def keep(hub: Hub, actor: Actor, found: Found) -> Review:
    """Keep what a review found, in the running transaction; return it, or the one kept before."""
    review, request, now = found.review, found.request, hub.clock.now()
    if found.judgement is None or not await records.add(review):
        return await records.marked(request.id, review.mark) or review
    await decisions.add_of_review(review.id, found.judgement, now)
    await audit.record(now, actor, REVIEWED, request.id, told(review))
    await ledger.follow(hub, request, now, unchanged=True)
    await delivery.follow(hub, request.id, review.id, now)
    await processes.ask(hub, review, now)
    log.info("reviewed", subject=request.id, occasion=review.occasion, as_of=str(review.as_of))
    return review


def told(review: Review) -> dict[str, object]:
    """Return what the record, and with it the thread, says of a review."""
    return {
        "review_id": review.id,
        "occasion": review.occasion,
        "as_of": review.as_of.isoformat(),
        "source": review.source,
        "currency": review.currency,
        "figures": {one.key: str(one.value) for one in review.figures if one.value is not None},
        "unknown": [one.key for one in review.figures if one.value is None],
        "suggestions": [
            {"code": one.code, "severity": one.severity, "remedy": one.remedy, "why": one.reason}
            for one in review.suggestions
        ],
    }


async def _due(hub: Hub, request: Request) -> Found | None:
    settled = await figures.settled(request, hub.clock.now())
    if settled is None:
        return None
    held = (await records.of_requests([request.id]))[request.id]
    kept = {one.occasion for one in held if one.revision == request.revision}
    occasion = rules.due(settled.plan, settled.as_of, settled.waited_for, kept)
    if occasion is None:
        return None
    return await _found(hub, request, settled, occasion, None)


async def _found(
    hub: Hub, request: Request, settled: Settled, occasion: Occasion, asked_by: str | None
) -> Found:
    now, plan = hub.clock.now(), settled.plan
    as_of = min(max(settled.as_of, plan.first), plan.last)
    (held,) = await figures.held([Span(request.id, settled.source, plan.first, as_of)])
    found = rules.figures(plan, as_of, held)
    review = Review(
        id=ids.new(ids.Prefix.REVIEW),
        request_id=request.id,
        revision=request.revision,
        occasion=occasion,
        as_of=day_of(as_of),
        source=settled.source,
        currency=held.currency or plan.currency,
        plan=plan,
        figures=found,
        suggestions=(),
        asked_by=asked_by,
        at=now,
    )
    if (before := await records.marked(request.id, review.mark)) is not None:
        return Found(request, before, None)
    table = (await in_force.tables([TABLE], now))[TABLE]
    facts = rules.facts(plan, as_of, found)
    (judgement,) = await executors.judge_all(hub, [(table, facts)])
    return Found(request, rules.judged(review, judgement), judgement)
