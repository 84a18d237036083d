"""Following branded audio through its phases: what is live is written, what comes to an end told.

One job for each hand-over looks every midnight, as sites are looked at, and whenever something
moved; it asks for the next look until the audio is retired.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.actor import SCHEDULE
from domain.audit import service as audit
from domain.cases import open_case
from domain.cases.model import CaseKind, Given, Priority, Report, Severity, Source, Subject
from domain.cases.model import SubjectKind as About
from domain.cases.open_case import Place
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.eligibility import records as uses
from domain.eligibility.telling import MINUTES, OPERATIONS
from domain.exposures import service as exposures
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.placements import records as placements
from domain.requests import ledger
from domain.requests import records as requests
from domain.requests.kinds.commercial_audio import WATCH, CommercialAudioBrief
from domain.requests.model import Request, RequestState
from domain.requests.rules import OVER
from domain.site_audio import lifecycle, standing
from domain.site_audio.lifecycle import HEARD, Ending, EndOf, Lifecycle, Phase
from domain.site_audio.standing import RECORDED, TOLD, Recorded

#: What ends, as operations are told of it.
_SAID = {
    EndOf.RIGHTS: "its rights end: {about}",
    EndOf.SITE_LICENCE: "the music licence of {about} ends",
}

#: How many ends one case names.
_NAMED_MAX = 10


async def watch(hub: Hub, job: Job) -> None:
    """Look how far the audio of a request is, write what that changes, ask for the next look."""
    request = await requests.get(job.details["request_id"])
    if request is None or not standing.is_audio(request):
        return
    now = hub.clock.now()
    found = await standing.look(request, now)
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)  # Before any row, as all do who write what is live.
        held = (await ledger.load(request.id)).request
        if held.version != request.version:
            return  # It moved just now, which asked for a look of its own.
        if held.state in OVER:
            await exposures.follow(hub, held, [], live=False)
        elif held.state is RequestState.LIVE:
            await _follow(hub, held, found, now)


async def ended(hub: Hub, job: Job) -> None:
    """Look at the audio that a request ends, now that this moved. For the job."""
    request = await requests.get(job.details["request_id"])
    subject_id = request.payload.get("subject_id") if request else None
    subject = await requests.get(subject_id) if subject_id else None
    if request is None or subject is None or not standing.is_audio(subject):
        return
    await _ask(hub, subject, f"{request.id}:{request.version}", timedelta(0))


async def _follow(hub: Hub, request: Request, found: Lifecycle, now: datetime) -> None:
    handed = (await placements.hand_overs_of([request.id]))[request.id]
    before = await standing.recorded_of(request, handed)
    brief = CommercialAudioBrief.model_validate(request.payload)
    if found.phase in HEARD and (before is None or before.phase not in HEARD):
        shown = lifecycle.shown(request.id, brief, found.heard_at)
        await exposures.follow(hub, request, shown, live=True)
    if found.phase is Phase.RETIRED:
        await exposures.follow(hub, request, [], live=False)
    after = Recorded(found.phase, found.nearest if found.phase is Phase.EXPIRING else None)
    if before != after and found.phase is not Phase.CLEARED:
        first = before is None
        await _record(hub, request, after, now, receipt=first and found.phase in HEARD)
    zones = {*(await uses.zones(found.sites)).values()}
    told = await standing.told_of(request, handed)
    ends = lifecycle.worth_telling(found, lifecycle.days(zones, now)[0])
    if fresh := [one for one in ends if one not in told]:
        await _tell(hub, request, found, fresh)
    if found.phase is not Phase.RETIRED:
        at = lifecycle.next_midnight(zones, now)
        await _ask(hub, request, f"{request.version}:{at.isoformat()}", at - now)


async def _record(
    hub: Hub, request: Request, after: Recorded, now: datetime, *, receipt: bool
) -> None:
    end = after.end
    details = {
        "phase": after.phase.value,
        "end": standing.written(end) if end else None,
        "receipt": receipt,
    }
    await audit.record(now, SCHEDULE, RECORDED, request.id, details)
    await ledger.follow(hub, request, now, unchanged=True)


async def _tell(hub: Hub, request: Request, found: Lifecycle, ends: Sequence[Ending]) -> None:
    """Open a case for operations: it has an owner and clocks, which a message has not.

    One case for all that came into sight at once, and one only: that it was told is recorded.
    """
    details = {"ends": [standing.written(one) for one in ends]}
    await audit.record(hub.clock.now(), SCHEDULE, TOLD, request.id, details)
    named, day = f"#{request.number} {request.title}", ends[0].day.isoformat()
    lines = [
        f"{named} may be heard until {one.day.isoformat()}:"
        f" {_SAID[one.what].format(about=one.about)}."
        for one in ends[:_NAMED_MAX]
    ]
    if len(ends) > _NAMED_MAX:
        lines.append(f"And {len(ends) - _NAMED_MAX} more end; see its `ends`.")
    said = "\n".join(lines)
    report = Report(
        kind=CaseKind.CONTENT_ISSUE,
        source=Source.WATCH,
        title=f"#{request.number} ends at its sites on {day}",
        text=f"{said}\nHave it renewed, or take it out of every player by then, and write so here.",
        given=Given(severity=Severity.LOW),
        brand_id=request.brand_id,
        market=found.sites[0].market if found.sites else None,
        subjects=(Subject(About.REQUEST, request.id),),
    )
    place = Place(Priority.P3, OPERATIONS, *MINUTES[Priority.P3], (lines[0],))
    await open_case.notice(hub, SCHEDULE, report, place)


async def _ask(hub: Hub, request: Request, turn: str, after: timedelta) -> None:
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{WATCH}:{request.id}:{turn}",
        kind=WATCH,
        lane=f"{WATCH}:{request.id}",
        details={"request_id": request.id},
        after=after,
    )
