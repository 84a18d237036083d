"""Telling the next level when a clock ran out: once per round, clock and level."""

from dataclasses import replace
from datetime import timedelta

from domain.actor import SCHEDULE
from domain.cases import clocks, docket, escalation_records, rules
from domain.cases.model import Case, Clock, Escalation
from domain.database import transaction
from domain.errors import Missing
from domain.hub import Hub
from domain.jobs.model import Job, RetryLater
from domain.people import records as people


async def look(hub: Hub, job: Job) -> None:
    """Look whether a clock of a case ran out, and escalate it; the handler of `cases.clock`.

    A look at a clock that stands still, was stopped or started anew finds nothing to do. One that
    comes too early, since its calendar was changed or a host's time was set back, comes again. The
    unique key makes it once, whoever looks.
    """
    said = job.details
    clock, level = Clock(said["clock"]), said["level"]
    async with transaction():
        try:
            before = (await docket.load(said["case_id"])).case
        except Missing:
            return
        if before.round != said["round"] or not _runs(before, clock):
            return
        calendar = await docket.calendar_of(before)
        at = clocks.escalates_at(before.clocks, clock, level, calendar)
        early = at - hub.clock.now()
        if early > timedelta(0):
            # Asked for anew under the same key, it would be taken for this very look.
            raise RetryLater(early.total_seconds(), "the clock still runs", anew=True)
        await _escalate(hub, before, clock, level)


def _runs(case: Case, clock: Clock) -> bool:
    if case.state not in rules.OPEN or case.clocks.waiting_since is not None:
        return False
    return not clocks.stopped(case.clocks, clock)


async def _escalate(hub: Hub, before: Case, clock: Clock, level: int) -> None:
    key = rules.level_teams(before.queue, level)
    teams = await people.teams_by_key([key])
    found = Escalation(
        case_id=before.id,
        round=before.round,
        clock=clock,
        level=level,
        team_id=teams[key].id if key in teams else None,
        team_key=key,
        due_at=clocks.due_at(before.clocks, clock),
        at=hub.clock.now(),
    )
    if not await escalation_records.add(found):
        return
    after = replace(before, level=max(before.level, level))
    details = {
        "clock": clock.value,
        "level": level,
        "team": key,
        "told": found.team_id is not None,
        "due_at": found.due_at.isoformat(),
    }
    await docket.write(hub, SCHEDULE, before, after, "case.escalated", details)
