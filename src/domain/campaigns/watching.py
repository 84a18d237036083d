"""Watching what the publisher's review says of a campaign, and ending one that is over."""

from collections.abc import Mapping
from datetime import timedelta

from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.campaigns import records, removing
from domain.campaigns.model import AdPublisher, Barred, Draft, NotAccepted, Refusal, Verdict
from domain.campaigns.orders import PUBLISHER, place
from domain.campaigns.remedies import ticking as remedies
from domain.database import must_be_in_transaction, sql, transaction
from domain.database.turns import Turn
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Job, RetryLater
from domain.placements import records as placements
from domain.placements.model import PlacementState
from domain.removals import seeing
from domain.requests import outcomes
from domain.requests import records as requests
from domain.requests.model import Move, Request, RequestState
from domain.requests.rules import OVER

#: How long between two looks at the publisher's review.
WATCH_EVERY = timedelta(seconds=30)

#: Asks for such looks.
WATCH = "campaign.watch"

_WATCHED = frozenset({RequestState.PUBLISHED, RequestState.LIVE})


async def watch(hub: Hub, publisher: AdPublisher, job: Job) -> None:
    """Look what the publisher's review says; come back later while it says nothing.

    What is live is reviewed again after its targets were set, and may be refused as before.
    """
    request = await requests.get(job.details["request_id"])
    draft = await records.get(job.details["request_id"])
    if request is None or draft is None or request.state not in _WATCHED:
        return
    verdict = await publisher.verdict(draft.outside)
    if verdict.refusals:
        await publisher.stop(draft.outside)  # Part of it may run, and nobody looks after it now.
        await _refused(hub, request, draft, verdict)
    elif not verdict.running:
        raise RetryLater(
            WATCH_EVERY.total_seconds(), "the publisher has not decided yet", anew=True
        )
    elif request.state is RequestState.PUBLISHED:
        async with transaction():
            await place(hub, request, draft.outside, PlacementState.LIVE)
            details = {"publisher": PUBLISHER, "outside": dict(draft.outside)}
            await outcomes.move(hub, request.id, Move.GO_LIVE, "request.went_live", details=details)


async def ask_watch(hub: Hub, request: Request) -> None:
    """Have the publisher's review looked at, in the transaction that gave it something new."""
    must_be_in_transaction()
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"watch:{request.id}:{request.version}",
        kind=WATCH,
        lane=f"effect:{request.id}",
        details={"request_id": request.id},
    )


async def retire(hub: Hub, publisher: AdPublisher, job: Job) -> None:
    """Stop what is live of a request that is over, delete its draft, archive it, record that.

    Only here is anything archived: whoever has a campaign paused may have it run again, and no
    rejection that can still be taken back comes here.
    """
    request = await requests.get(job.details["request_id"])
    if request is None or request.state not in OVER or request.version != job.details["version"]:
        return
    draft = await records.get(request.id)
    outside = draft.outside if draft else {}
    try:
        stopped = await publisher.stop(outside)
        await publisher.discard(request.id, outside)
        archived = await publisher.archive(outside)
    except NotAccepted as refusal:
        said = f"Spotify does not let go of it: {'; '.join(refusal.problems)}"
        await removing.not_gone(hub, request.id, said, job)
        raise GiveUp(said) from refusal
    except Barred as no:
        await removing.not_gone(hub, request.id, f"Spotify does not let go of it: {no}", job)
        raise
    details = {
        "publisher": PUBLISHER,
        "outside": dict(outside),
        "stopped": stopped,
        "archived": archived,
    }
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)  # Before any row, as all do who write what is live.
        await seeing.campaign_gone(hub, request.id, _seen(outside, archived=archived))
        if archived and await _known_as_archived(request, outside["campaign"]):
            return
        if archived:
            await place(hub, request, outside, PlacementState.ARCHIVED)
        await audit.record(hub.clock.now(), CONNECTOR, "campaign.retired", request.id, details)
        hub.announce(request.id)


def _seen(outside: Mapping[str, str], *, archived: bool) -> tuple[str, ...]:
    """Return in sentences what was seen at the publisher once nothing of a campaign runs."""
    if archived:
        campaign = outside["campaign"]
        return (f"it was paused, then archived, and read back as ARCHIVED (campaign {campaign})",)
    return ("nothing of it is live there, and its draft is deleted",)


async def _known_as_archived(request: Request, campaign: str) -> bool:
    """Whether an earlier run of the job has recorded all of it."""
    return any(
        one.outside_id == campaign and one.state is PlacementState.ARCHIVED
        for one in (await placements.of_requests([request.id])).get(request.id, ())
    )


async def _refused(hub: Hub, request: Request, draft: Draft, verdict: Verdict) -> None:
    note = " ".join(_said(refusal) for refusal in verdict.refusals)
    note += " All of it is paused."
    async with transaction():
        await place(hub, request, draft.outside, PlacementState.REFUSED)
        await remedies.note_down(hub, request, verdict.refusals)
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
