"""Looking after a stage that is open: one job after the other, each asked for by the one before.

Every job looks, in its own transaction, whether the stage is still open as it was when the job was
asked for; else it ends, and none follows. What it does is kept on the stage (when it was reminded
of, how far it was carried up), so that a job that is run twice does it once.
"""

from collections.abc import Sequence
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

#: How long after the end of an absence the Homes of who stood in are drawn anew because of it.
LATELY = timedelta(days=1)


async def watch(hub: Hub, job: Job) -> None:
    """Look after an open stage once, and ask for the next time; the handler of `stage.watch`."""
    beat = Beat(job.details.get("beat", Beat.OPENED))
    async with transaction():
        before = await ledger.load(job.details["request_id"])
        stage = before.stage(job.details["stage_id"])
        due = job.details.get("due", _due(stage))
        if not is_open(before, stage, job.details["round"]) or due != _due(stage):
            return
        calendar = await calendars.for_markets(before.request.markets)
        if beat is Beat.OPENED:
            await _carry_up_if_short(hub, before, stage)
        else:
            await _look_after(hub, before, stage, beat, calendar)
        await _ask_next(hub, job, stage, beat, calendar)


async def turned(hub: Hub, job: Job) -> None:
    """Somebody left or came back: show it where it matters; the handler of `absence.turned`."""
    user_id, now = job.details["user_id"], hub.clock.now()
    # Nothing of a request may have changed for those who saw it in their Home because of this.
    held = await absences.handed_on(user_id, now - LATELY, CHAIN_MAX)
    await refreshing.ask_for_all(hub, {user_id, *held})
    for request_id in await absences.open_requests(user_id):
        async with transaction():
            before = await ledger.load(request_id)
            for stage in before.stages:
                if not stage.automatic and is_open(before, stage, stage.round):
                    await _carry_up_if_short(hub, before, stage)
            await ledger.follow(hub, before.request, hub.clock.now(), unchanged=True)


def is_open(before: Ledger, stage: Stage, round_: int) -> bool:
    """Whether a stage still waits for votes in the round `round_`."""
    in_review = before.request.state is RequestState.IN_REVIEW
    return in_review and stage.state is StageState.OPEN and stage.round == round_


async def _look_after(
    hub: Hub, before: Ledger, stage: Stage, beat: Beat, calendar: Calendar
) -> None:
    if beat in {Beat.BEFORE_DUE, Beat.DUE} and rules.may_remind(stage, hub.clock.now(), calendar):
        stage = await _remind(hub, before, stage, beat)
    if beat is Beat.DUE:
        await _carry_up(hub, before, stage, LEADS, Why.OVERDUE)
    if beat is Beat.LATE:
        await _carry_up(hub, before, stage, MANAGERS, Why.OVERDUE)


async def _remind(hub: Hub, before: Ledger, stage: Stage, beat: Beat) -> Stage:
    now = hub.clock.now()
    asked = seats.missing(await _seats(before, stage, now), stage, before.votes)
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


async def _carry_up_if_short(hub: Hub, before: Ledger, stage: Stage) -> None:
    """Carry a stage up whose quorum is out of reach as long as people are away."""
    held = await _seats(before, stage, hub.clock.now())
    if not seats.within_reach(held, stage, before.votes):
        await _carry_up(hub, before, stage, LEADS, Why.SHORT_HANDED)


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
