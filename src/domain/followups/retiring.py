"""Ending what an approved retirement names, on its day.

A campaign is withdrawn, by which it is paused at its publisher, and its drafts are deleted; in some
markets only, it is switched off there. That, and what else the hub itself published, it takes down,
and acknowledges. What a team ends elsewhere is over once they acknowledged that: then it is live no
more where it ends.
"""

from datetime import UTC, datetime, time, timedelta

from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.exposures import service as exposures
from domain.exposures.enforcing import RULE
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.requests import ledger
from domain.requests import records as requests
from domain.requests.kinds import campaign
from domain.requests.kinds.retirement import RetirementBrief
from domain.requests.model import Request, RequestState
from domain.requests.rules import OVER
from domain.site_audio import standing
from domain.takedowns import carrying, naming
from domain.targets.connected import Targets

#: Asked for when a retirement was handed over, and acknowledged; due on its day.
END = "retirement.end"

_CARRIED_OUT = frozenset({RequestState.PUBLISHED, RequestState.LIVE})


async def moved(hub: Hub, job: Job) -> None:
    """Ask for the end that an approved retirement brings, on its day. For the job."""
    request = await requests.get(job.details["request_id"])
    if request is None or request.state not in _CARRIED_OUT:
        return
    brief, now = RetirementBrief.model_validate(request.payload), hub.clock.now()
    day = datetime.combine(brief.ends_on, time.min, UTC)
    await jobs.ask(
        hub.wake,
        now,
        key=f"{END}:{request.id}:{request.version}",
        kind=END,
        lane=f"{END}:{request.id}",
        details={"request_id": request.id},
        after=max(day - now, timedelta(0)),
    )


async def end(hub: Hub, targets: Targets, job: Job) -> None:
    """End what a retirement names, unless that was withdrawn meanwhile. For the job."""
    async with transaction():
        request = (await ledger.load(job.details["request_id"])).request
        if request.state not in _CARRIED_OUT:
            return
        brief = RetirementBrief.model_validate(request.payload)
        subject = (await ledger.load(brief.subject_id)).request
        await carrying.retire(hub, targets, request, subject.id, frozenset(brief.markets))
        if subject.kind == campaign.KIND.name:
            await _ended(hub, request, subject)
        elif request.state is RequestState.LIVE and not standing.is_audio(subject):
            await _live_no_more(hub, request, subject, brief)


async def _ended(hub: Hub, request: Request, subject: Request) -> None:
    """Write on a retirement that its campaign is being ended."""
    if subject.state in OVER:
        return
    now, details = hub.clock.now(), {"subject": subject.id}
    await audit.record(now, RULE, "request.subject_ended", request.id, details)
    await ledger.follow(hub, request, now, unchanged=True)


async def _live_no_more(
    hub: Hub, request: Request, subject: Request, brief: RetirementBrief
) -> None:
    await sql.take_turns(Turn.RIGHTS)
    for found in await naming.live_of(subject):
        gone = found.shown.area.touched.intersection(brief.markets)
        if gone:
            at = max(request.updated_at, found.live_from)
            await exposures.keep_without(hub, RULE, found, gone, at)
