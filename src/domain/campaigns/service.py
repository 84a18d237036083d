"""The jobs of a campaign: make ready, publish, watch. Each may run again after a crash."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.campaigns import records, rules
from domain.campaigns.model import (
    AdPublisher,
    Check,
    Draft,
    Edited,
    NotAccepted,
    Order,
    Refusal,
    Verdict,
)
from domain.catalog import records as catalog
from domain.database import transaction
from domain.errors import Conflict
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Job, RetryLater
from domain.placements import records as placements
from domain.placements.model import PlacementState
from domain.requests import outcomes
from domain.requests import records as requests
from domain.requests.kinds.campaign import CampaignBrief
from domain.requests.last_look import objections
from domain.requests.model import Move, Request, RequestState

#: The stage the hub closes by itself once a campaign is ready.
READINESS = "readiness"

#: Who publishes.
PUBLISHER = "spotify-ads"

#: Where a request is over, and nothing of it may stay at the publisher.
OVER = frozenset({RequestState.REJECTED, RequestState.WITHDRAWN})

#: How long between two looks at the publisher's review.
WATCH_EVERY = timedelta(seconds=30)

#: The stages that look again after somebody edited the draft at the publisher.
LOOK_AGAIN = ("brand", "legal", "finance", "executive")


async def prepare(hub: Hub, publisher: AdPublisher, job: Job) -> None:
    """Check a revision, draft it at the publisher, have it validated, and close `readiness`."""
    request = await requests.get(job.details["request_id"])
    if request is None or request.revision != job.details["revision"]:
        return
    if request.state is not RequestState.IN_REVIEW:
        return  # Nobody waits for it now; whatever brings the request back asks for it anew.
    order = await _order(request)
    checks = [*rules.readiness(order.brief, order.assets), await _billing(publisher, order)]
    known = await records.get(request.id)
    outside: Mapping[str, str] = known.outside if known else {}
    version = None
    if all(check.holds for check in checks):
        outside, version, objections = await _drafted(hub, publisher, request, order, outside)
        found = "; ".join(objections) or f"validated at version {version}"
        checks.append(Check("Draft at Spotify", holds=not objections, found=found))
    problems = [f"{check.name}: {check.found}." for check in checks if not check.holds]
    async with transaction():
        approved = None if problems else version
        await _keep(hub, request, outside, version, approved, tuple(checks))
        await outcomes.close_stage(hub, request.id, request.revision, READINESS, problems)


async def publish(hub: Hub, publisher: AdPublisher, job: Job) -> None:
    """Publish the draft in the version that was approved, or open the approval again."""
    request = await outcomes.approved_as(job.details["request_id"], job.details["version"])
    if request is None:
        return
    draft = await records.get(request.id)
    if draft is None or draft.approved_version is None or draft.revision != request.revision:
        raise Conflict("not_ready", "The draft is not validated; make it ready first.")
    tried = draft.tried_by == job.id
    if not tried and (problems := await objections(hub, request)):
        await _sent_back(hub, request, "It was not published", problems)
        return
    if not tried:
        await records.put(replace(draft, tried_by=job.id))
    order = await _order(request)
    try:
        await publisher.publish(order, draft.outside, draft.approved_version, tried=tried)
    except Edited as edit:
        await _reopen(hub, request, draft, edit)
    except NotAccepted as refusal:
        await _sent_back(hub, request, "Spotify did not publish it", refusal.problems)
    else:
        await _published(hub, request, draft)


async def retire(hub: Hub, publisher: AdPublisher, job: Job) -> None:
    """Stop what is live of a request that is over, delete its draft, and record that."""
    request = await requests.get(job.details["request_id"])
    if request is None or request.state not in OVER:
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
            await _place(hub, request, outside, PlacementState.STOPPED)
        await audit.record(hub.clock.now(), CONNECTOR, "campaign.retired", request.id, details)
        hub.announce(request.id)


async def watch(hub: Hub, publisher: AdPublisher, job: Job) -> None:
    """Look what the publisher's review says; come back later while it says nothing."""
    request = await requests.get(job.details["request_id"])
    draft = await records.get(job.details["request_id"])
    if request is None or draft is None or request.state is not RequestState.PUBLISHED:
        return
    verdict = await publisher.verdict(draft.outside)
    if verdict.refusals:
        await _refused(hub, request, draft, verdict)
    elif verdict.running:
        async with transaction():
            await _place(hub, request, draft.outside, PlacementState.LIVE)
            details = {"publisher": PUBLISHER, "outside": dict(draft.outside)}
            await outcomes.move(hub, request.id, Move.GO_LIVE, "request.went_live", details=details)
    else:
        raise RetryLater(WATCH_EVERY.total_seconds(), "the publisher has not decided yet")


async def _drafted(
    hub: Hub, publisher: AdPublisher, request: Request, order: Order, known: Mapping[str, str]
) -> tuple[Mapping[str, str], int | None, tuple[str, ...]]:
    """Return the outside ids, the validated version, and what the publisher objects to."""
    outside = known
    try:
        outside = await publisher.make_ready(order, known)
        await _keep(hub, request, outside, None, None, ())
        validation = await publisher.validate(order, outside)
    except NotAccepted as refusal:
        return outside, None, refusal.problems
    return outside, validation.version, validation.problems


async def _billing(publisher: AdPublisher, order: Order) -> Check:
    try:
        return rules.billed_in(order.brief, await publisher.currency())
    except NotAccepted as refusal:
        return Check("Currency", holds=False, found="; ".join(refusal.problems))


async def _order(request: Request) -> Order:
    brief = CampaignBrief.model_validate(request.payload)
    found = await catalog.assets(list(brief.asset_ids.values()))
    return Order(
        request_id=request.id,
        revision=request.revision,
        reference=request.id,
        brief=brief,
        flights=rules.flights(brief),
        assets={
            name: found[asset_id] for name, asset_id in brief.asset_ids.items() if asset_id in found
        },
    )


async def _keep(
    hub: Hub,
    request: Request,
    outside: Mapping[str, str],
    version: int | None,
    approved_version: int | None,
    checks: tuple[Check, ...],
) -> None:
    now = hub.clock.now()
    await records.put(
        Draft(request.id, request.revision, outside, version, approved_version, checks, now)
    )


async def _reopen(hub: Hub, request: Request, draft: Draft, edit: Edited) -> None:
    changes = " ".join(edit.changes) or "What changed is not said."
    note = (
        "What stands at the publisher is not what was approved, so the hub published nothing."
        f" {changes}"
    )
    details = {"approved": draft.approved_version, "found": edit.version, "changes": edit.changes}
    async with transaction():
        await outcomes.reopen(hub, request.id, (READINESS, *LOOK_AGAIN), note, details)


async def _published(hub: Hub, request: Request, draft: Draft) -> None:
    now = hub.clock.now()
    async with transaction():
        await _place(hub, request, draft.outside, PlacementState.IN_PUBLISHER_REVIEW)
        details = {
            "publisher": PUBLISHER,
            "version": draft.approved_version,
            "outside": dict(draft.outside),
        }
        after = await outcomes.move(
            hub, request.id, Move.PUBLISH, "request.published", details=details
        )
        await jobs.ask(
            hub.wake,
            now,
            key=f"watch:{request.id}:{after.version}",
            kind="campaign.watch",
            lane=f"effect:{request.id}",
            details={"request_id": request.id},
        )


async def _sent_back(hub: Hub, request: Request, what: str, problems: Sequence[str]) -> None:
    async with transaction():
        await outcomes.move(
            hub,
            request.id,
            Move.SEND_BACK,
            "request.not_accepted",
            note=f"{what}: {'; '.join(problems)}.",
            details={"publisher": PUBLISHER, "problems": list(problems)},
        )


async def _refused(hub: Hub, request: Request, draft: Draft, verdict: Verdict) -> None:
    note = " ".join(_said(refusal) for refusal in verdict.refusals)
    async with transaction():
        await _place(hub, request, draft.outside, PlacementState.REFUSED)
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


async def _place(
    hub: Hub, request: Request, outside: Mapping[str, str], state: PlacementState
) -> None:
    await placements.put(request.id, PUBLISHER, outside["campaign"], state, hub.clock.now())
