"""Looking after what ends: one job for each end, due at the next step, and then the one after it.

Every job looks whether the end is still the one it was asked for; else it does nothing, for the
new end has a job of its own. So nobody ever looks through all that is there.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from domain import ids
from domain.actor import SCHEDULE
from domain.audit import service as audit
from domain.database import transaction
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job, RetryLater
from domain.rights import agreement_records, agreements, ladder, records, subjects
from domain.rights.carrying import carried_on
from domain.rights.ladder import Notice
from domain.rights.model import Effect, Grant, Status

#: Asked for when a step comes, and when somebody is to be told of it.
WATCH, TELL = "rights.watch", "rights.tell"

#: Has watches asked for that are missing: of grants entered before there were any.
MISSING = "rights.watch_missing"

#: Between the end of one term of an agreement and what is looked at as after it.
_MOMENT = timedelta(microseconds=1)


async def ask(hub: Hub, about_id: str, notice: Notice, end: datetime) -> None:
    """Have an end looked after from now on, in the running transaction.

    Steps that have come already are left out: whoever enters it sees when it ends.
    """
    now = hub.clock.now()
    step = ladder.following(end, now)
    if step is None:
        return
    details = {"about_id": about_id, "notice": notice, "end": end.isoformat(), "step": step}
    await jobs.ask(
        hub.wake,
        now,
        key=f"{WATCH}:{about_id}:{notice}:{end.isoformat()}:{step}",
        kind=WATCH,
        lane=f"rights:{about_id}",
        details=details,
        after=ladder.at(end, step) - now,
    )


async def watch(hub: Hub, job: Job) -> None:
    """Tell of the step that came, and ask for the next; the handler of `WATCH`."""
    about_id, notice, end = named(job.details)
    async with transaction():
        now = hub.clock.now()
        step = ladder.reached(end, now)
        early = ladder.at(end, int(job.details["step"])) - now
        if step is None or early > timedelta(0):  # By a clock that is behind.
            raise RetryLater(early.total_seconds(), "the step is still to come")
        if not await stands(about_id, notice, end):
            return
        if await _matters(about_id):
            await jobs.ask(
                hub.wake,
                now,
                key=f"{TELL}:{about_id}:{notice}:{end.isoformat()}:{step}",
                kind=TELL,
                lane=job.lane,
                details={**job.details, "step": step},
            )
            said = {"notice": notice, "end": end.isoformat(), "days": step}
            await audit.record(now, SCHEDULE, "rights.notice_due", about_id, said)
        await ask(hub, about_id, notice, end)
        if notice is Notice.LEAVE and end <= now:
            await _ask_for_next_term(hub, about_id, now)


async def _ask_for_next_term(hub: Hub, about_id: str, now: datetime) -> None:
    agreement = await agreement_records.get(about_id)
    deadline = agreements.leave_by(agreement, now + _MOMENT) if agreement else None
    if deadline is not None:
        await ask(hub, about_id, Notice.LEAVE, deadline)


def named(given: Mapping[str, Any]) -> tuple[str, Notice, datetime]:
    """Return what a job with these details is about: whose end, of which kind, and when."""
    return given["about_id"], Notice(given["notice"]), datetime.fromisoformat(given["end"])


async def stands(about_id: str, notice: Notice, end: datetime) -> bool:
    """Whether something still ends, or can last be left, at `end`."""
    if notice is Notice.LEAVE:
        agreement = await agreement_records.get(about_id)
        return agreement is not None and agreements.leave_by(agreement, end) == end
    grant = await records.grant_by_id(about_id)
    return grant is not None and grant.window.ends_at == end


async def _matters(about_id: str) -> bool:
    """Whether anybody need know: not of drafts, prohibitions, and what goes on otherwise."""
    if ids.kind_of(about_id) is not ids.Prefix.GRANT:
        return True
    grant = await records.grant_by_id(about_id)
    return grant is not None and await matters(grant)


async def matters(grant: Grant) -> bool:
    """Whether the end of a grant takes something away that nothing else carries on."""
    if grant.effect is Effect.PROHIBIT or grant.status is Status.DRAFT:
        return False
    placed = await subjects.placed(grant.subject)
    held, _ = await records.held(placed.line)
    return not carried_on(grant, held)


async def watch_missing(hub: Hub, _: Job | None = None) -> None:
    """Ask for the watches of ends that have none, such as older ones; the handler of `MISSING`."""
    async with transaction():
        for grant in await records.unwatched(hub.clock.now(), WATCH):
            if grant.window.ends_at is not None:
                await ask(hub, grant.id, Notice.END, grant.window.ends_at)
