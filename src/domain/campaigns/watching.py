"""Watching what the publisher's review says of a campaign, and ending one that is over."""

from datetime import timedelta

from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.campaigns import records
from domain.campaigns.model import AdPublisher, Draft, NotAccepted, Refusal, Verdict
from domain.campaigns.orders import PUBLISHER, place
from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import GiveUp, Job, RetryLater
from domain.placements.model import PlacementState
from domain.requests import outcomes
from domain.requests import records as requests
from domain.requests.model import Move, Request, RequestState
from domain.requests.rules import OVER

#: How long between two looks at the publisher's review.
WATCH_EVERY = timedelta(seconds=30)


async def watch(hub: Hub, publisher: AdPublisher, job: Job) -> None:
    """Look what the publisher's review says; come back later while it says nothing."""
    request = await requests.get(job.details["request_id"])
    draft = await records.get(job.details["request_id"])
    if request is None or draft is None or request.state is not RequestState.PUBLISHED:
        return
    verdict = await publisher.verdict(draft.outside)
    if verdict.refusals:
        await publisher.stop(draft.outside)  # Part of it may run, and nobody looks after it now.
        await _refused(hub, request, draft, verdict)
    elif verdict.running:
        async with transaction():
            await place(hub, request, draft.outside, PlacementState.LIVE)
            details = {"publisher": PUBLISHER, "outside": dict(draft.outside)}
            await outcomes.move(hub, request.id, Move.GO_LIVE, "request.went_live", details=details)
    else:
        raise RetryLater(WATCH_EVERY.total_seconds(), "the publisher has not decided yet")


async def retire(hub: Hub, publisher: AdPublisher, job: Job) -> None:
    """Stop what is live of a request that is over, delete its draft, and record that."""
    request = await requests.get(job.details["request_id"])
    if request is None or request.state not in OVER or request.version != job.details["version"]:
        return
    draft = await records.get(request.id)
    outside = draft.outside if draft else {}
    try:
        stopped = await publisher.stop(outside)
        await publisher.discard(request.id, outside)
    except NotAccepted as refusal:
        raise GiveUp(f"Spotify does not let go of it: {'; '.join(refusal.problems)}") from refusal
    details = {"publisher": PUBLISHER, "outside": dict(outside), "stopped": stopped}
    async with transaction():
        if stopped:
            await place(hub, request, outside, PlacementState.STOPPED)
        await audit.record(hub.clock.now(), CONNECTOR, "campaign.retired", request.id, details)
        hub.announce(request.id)


async def _refused(hub: Hub, request: Request, draft: Draft, verdict: Verdict) -> None:
    note = " ".join(_said(refusal) for refusal in verdict.refusals)
    note += " All of it is paused."
    async with transaction():
        await place(hub, request, draft.outside, PlacementState.REFUSED)
        await outcomes.move(
            hub,
            request.id,
            Move.SEND_BACK,
            "request.refused_by_publisher",
            note=note,
            details={"publisher": PUBLISHER, "refusals": note},
        )


def _said(refusal: Refusal) -> str:
    remedy = f" Remedy: {refusal.remedy}" if refusal.remedy else ""
    return f"Spotify rejected the ad: {refusal.reason}{remedy}"
