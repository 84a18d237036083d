"""Looking after a stage that is open: one job after the other, each asked for by the one before.

Every job looks, in its own transaction, whether the stage is still open as it was when the job was
asked for; else it ends, and none follows. What it does is kept on the stage (when it was reminded
of, how far it was carried up), so that a job that is run twice does it once.

A request is locked only for what is written of it, and looked at again then: most jobs find that
there is nothing to do, and keep no vote waiting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain import ids
from domain.absences import records as absences
from domain.absences.rules import CHAIN_MAX
from domain.actor import SCHEDULE
from domain.approvals import records as approvals
from domain.approvals.model import LEADS, MANAGERS, Stage, StageState
from domain.audit import service as audit
from domain.calendars import records as calendars
from domain.calendars.model import Calendar
from domain.database import transaction
from domain.hub import Hub
from domain.inbox import refreshing
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.people.preferences import quiet_hours_of
from domain.people.resting import quiet_until
from domain.reminding import rules
from domain.reminding.model import Beat, Why
from domain.requests import ledger, seats
from domain.requests.hand_seat import above
from domain.requests.ledger import Ledger
from domain.requests.model import RequestState
from domain.tellings import service as tellings
from domain.tellings.model import Outcome, Telling, Way, What

#: How far up a stage is carried at which time.
_LEVELS: Mapping[Beat, int] = {Beat.DUE: LEADS, Beat.LATE: MANAGERS}

#: How long after the end of an absence the Homes of who stood in are drawn anew because of it.
LATELY = timedelta(days=1)


async def watch(hub: Hub, job: Job) -> None:
    """Look after an open stage once, and ask for the next time; the handler of `stage.watch`."""
    beat, request_id = Beat(job.details.get("beat", Beat.OPENED)), job.details["request_id"]
    async with transaction():
        before = await ledger.look(request_id)
        calendar = await calendars.for_markets(before.request.markets)
        if not _concerned(before, job):
            return
        if await _has_to_act(hub, before, _stage(before, job), beat, calendar):
            before = await ledger.load(request_id)
            if not _concerned(before, job):
                return
            await _act(hub, before, _stage(before, job), beat, calendar)
        await _ask_next(hub, job, _stage(before, job), beat, calendar)


async def turned(hub: Hub, job: Job) -> None:
    """Somebody left or came back: show it where it matters; the handler of `absence.turned`."""
    user_id, now = job.details["user_id"], hub.clock.now()
    # Nothing of a request may have changed for those who saw it in their Home because of this.
    held = await absences.handed_on(user_id, now - LATELY, CHAIN_MAX)
    await refreshing.ask_for_all(hub, {user_id, *held})
    # Who stood in for others leaves their seats as well.
    whose = await absences.handed_by(user_id, now - LATELY, CHAIN_MAX)
    for request_id in await absences.open_requests(user_id, *sorted(whose), ahead=True):
        async with transaction():
            before = await ledger.look(request_id)
            if await _short(before, before.stages, now):
                before = await ledger.load(request_id)
                for stage in await _short(before, before.stages, now):
                    await _carry_up(hub, before, stage, LEADS, Why.SHORT_HANDED)
            await ledger.follow(hub, before.request, now, unchanged=True)


def is_open(before: Ledger, stage: Stage, round_: int) -> bool:
    """Whether a stage still waits for votes in the round `round_`."""
    in_review = before.request.state is RequestState.IN_REVIEW
    return in_review and stage.state is StageState.OPEN and stage.round == round_


def _stage(before: Ledger, job: Job) -> Stage:
    return before.stage(job.details["stage_id"])


def _concerned(before: Ledger, job: Job) -> bool:
    """Whether the stage of a job is open still as it was when the job was asked for."""
    stage = _stage(before, job)
    due = job.details.get("due", _due(stage))
    return is_open(before, stage, job.details["round"]) and due == _due(stage)


async def _has_to_act(
    hub: Hub, before: Ledger, stage: Stage, beat: Beat, calendar: Calendar
) -> bool:
    """Whether a job writes anything of the stage."""
    now = hub.clock.now()
    if beat is Beat.OPENED:
        return bool(await _short(before, [stage], now))
    return stage.escalated < _LEVELS.get(beat, 0) or (
        _reminds(stage, beat, now, calendar) and bool(await _asked(before, stage, now))
    )


def _reminds(stage: Stage, beat: Beat, now: datetime, calendar: Calendar) -> bool:
    return beat in {Beat.BEFORE_DUE, Beat.DUE} and rules.may_remind(stage, now, calendar)


async def _act(hub: Hub, before: Ledger, stage: Stage, beat: Beat, calendar: Calendar) -> None:
    """Do what a job has to; `before` is locked."""
    now = hub.clock.now()
    if beat is Beat.OPENED and await _short(before, [stage], now):
        await _carry_up(hub, before, stage, LEADS, Why.SHORT_HANDED)
    if _reminds(stage, beat, now, calendar):
        stage = await _remind(hub, before, stage, beat)
    if beat is Beat.DUE:
        await _carry_up(hub, before, stage, LEADS, Why.OVERDUE)
    if beat is Beat.LATE:
        await _carry_up(hub, before, stage, MANAGERS, Why.OVERDUE)


async def _remind(hub: Hub, before: Ledger, stage: Stage, beat: Beat) -> Stage:
    now = hub.clock.now()
    asked = await _asked(before, stage, now)
    if not asked:
        return stage
    reminded = replace(stage, reminded_at=now)
    await approvals.change_stage(stage, reminded)
    holders = [seat.holder_id or "" for seat in asked]
    details = {"stage": stage.key, "round": stage.round, "beat": beat, "to": holders}
    await _recorded(hub, before, "stage.reminded", details)
    for seat in asked:
        told = {"instead_of": seat.instead_of} if seat.instead_of else {}
        key = f"remind:{stage.id}:{_due(stage)}:{beat}:{seat.holder_id}"
        await _tell(hub, stage, What.REMINDER, key, seat.holder_id or "", {"beat": beat, **told})
    return reminded


async def _short(before: Ledger, stages: Sequence[Stage], now: datetime) -> list[Stage]:
    """Return the open ones of `stages` whose quorum is out of reach, and that nobody above knows.

    It is as long as people are away.
    """
    found = [
        stage
        for stage in stages
        if not stage.automatic and stage.escalated < LEADS and is_open(before, stage, stage.round)
    ]
    return [
        stage
        for stage in found
        if not seats.within_reach(await _seats(before, stage, now), stage, before.votes)
    ]


async def _carry_up(hub: Hub, before: Ledger, stage: Stage, level: int, why: Why) -> None:
    """Tell those above of a stage that is not decided, once for each level.

    A team without leads has its managers told at once.
    """
    if stage.escalated >= level:
        return
    told = await above(before, stage, level)
    while not told and level < MANAGERS:
        level += 1
        told = await above(before, stage, level)
    await approvals.change_stage(stage, replace(stage, escalated=level))
    details = {"stage": stage.key, "round": stage.round, "level": level, "why": why, "to": told}
    await _recorded(hub, before, "stage.escalated", details)
    for user_id in told:
        key = f"escalate:{stage.id}:{_due(stage)}:{level}:{user_id}"
        details = {"why": why, "level": level}
        await _tell(hub, stage, What.ESCALATION, key, user_id, details)


async def _tell(
    hub: Hub, stage: Stage, what: What, key: str, user_id: str, details: dict[str, object]
) -> None:
    now = hub.clock.now()
    until = quiet_until(await quiet_hours_of(user_id), now)
    value = Telling(
        ids.new(ids.Prefix.TELLING),
        key,
        what,
        Way.DIRECT,
        Outcome.SUPPRESSED if until else Outcome.ASKED,
        now,
        request_id=stage.request_id,
        stage_id=stage.id,
        round=stage.round,
        user_id=user_id,
        details=details,
        until=until,
    )
    await tellings.ask(hub, value, now)


async def _recorded(hub: Hub, before: Ledger, act: str, details: dict[str, object]) -> None:
    now = hub.clock.now()
    await audit.record(now, SCHEDULE, act, before.request.id, details)
    await ledger.follow(hub, before.request, now, unchanged=True)


async def _asked(before: Ledger, stage: Stage, now: datetime) -> list[seats.Seat]:
    """Return the seats of a stage that are waited for."""
    return seats.missing(await _seats(before, stage, now), stage, before.votes)


async def _seats(before: Ledger, stage: Stage, now: datetime) -> Sequence[seats.Seat]:
    return await seats.seats_of(stage, before.request, before.authors, now)


async def _ask_next(hub: Hub, job: Job, stage: Stage, beat: Beat, calendar: Calendar) -> None:
    found = rules.following(stage, beat, calendar)
    if found is None:
        return
    now, (following, at) = hub.clock.now(), found
    chain = job.details.get("chain", job.key)
    details = {**job.details, "beat": following, "due": _due(stage), "chain": chain}
    await jobs.ask(
        hub.wake,
        now,
        key=f"{chain}:{following}",
        kind=ledger.WATCH,
        lane=job.lane,
        details=details,
        after=max(at - now, timedelta(0)),
    )


def _due(stage: Stage) -> str:
    return stage.due_at.isoformat() if stage.due_at else ""
