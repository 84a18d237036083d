"""A case with the teams that were asked about it, and writing what changed of it.

Every use case reads a `Docket`, asks the rules what it should become, and hands that to `write`,
in one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.calendars import records as calendars
from domain.calendars.model import Calendar
from domain.cases import clocks as reckoning
from domain.cases import records, rules
from domain.cases.model import Case, Clock, Clocks
from domain.database import sql
from domain.errors import Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.orchestration import records as mirrors
from domain.orchestration import service as orchestration
from domain.people.rules import sight_of

#: The word for cases among what a workflow service may lead, and mirror.
WORD = "case"

#: The jobs that show a case's cards, and that look whether a clock ran out.
SHOW, CLOCK = "cases.show", "cases.clock"


@dataclass(frozen=True, slots=True)
class Docket:
    """A case, and the teams that were asked about it: its queue's, and those it escalated to."""

    case: Case
    team_ids: frozenset[str]


async def load(case_id: str, actor: Actor | None = None) -> Docket:
    """Return a case, locked until the commit.

    Raises `Missing` if there is none, or none that `actor` may see: whoever may not see a case
    does not learn that it exists. Without an actor it is the hub itself that asks.
    """
    rows, teams = await sql.fetch_all(
        (sql.locking(records.CASE.format(case="$1")), (case_id,)),
        (records.TEAMS_OF.format(cases="$1"), (case_id,)),
    )
    if rows:
        found = Docket(records.from_row(rows[0]), frozenset(row["team_id"] for row in teams))
        if actor is None or rules.visible(sight_of(actor), found.case, found.team_ids):
            return found
    raise no_such_case(case_id)


async def load_to_handle(case_id: str, actor: Actor) -> Docket:
    """Return a case as `load` does; `Forbidden` for those who may see it and not handle it."""
    found = await load(case_id, actor)
    rules.require_handler(actor, found.case, found.team_ids)
    return found


def no_such_case(wanted: str) -> Missing:
    """Return what is said of a case that is not there, or not for whoever asks."""
    return Missing("no_such_case", f"There is no case `{wanted[:40]}` that you may see.")


async def write(
    hub: Hub, actor: Actor, before: Case, after: Case, act: str, details: Mapping[str, Any]
) -> Case:
    """Write a changed case, record it and tell of it; return it as it is kept.

    Raises `Busy` if somebody else was quicker.
    """
    now = hub.clock.now()
    kept = replace(after, version=before.version + 1, updated_at=now)
    await records.change(before, kept)
    await announce(hub, actor, act, kept, {**details, **_moved(before, kept)})
    if before.clocks != kept.clocks:
        await watch(hub, kept)
    if before.state is not kept.state:
        await show_duplicates(hub, kept.id)
    return kept


async def show_duplicates(hub: Hub, main_id: str) -> None:
    """Tell of a main case on its duplicates: who reported one sees how it stands."""
    now = hub.clock.now()
    for duplicate_id in await records.merged_into(main_id):
        await _show(hub, duplicate_id, now)
        hub.announce(duplicate_id)


async def announce(
    hub: Hub, actor: Actor, act: str, case: Case, details: Mapping[str, Any]
) -> None:
    """Tell of what happened to a case, in its transaction: the record, the cards, who listens.

    Every change of every case comes by here, and nowhere else. `act` is what happened:
    `case.opened`, `case.assigned`, `case.commented`, `case.resolved` and so on. Whoever else has to
    hear of it asks for a job here.
    """
    now = hub.clock.now()
    await audit.record(now, actor, act, case.id, details)
    await _show(hub, case.id, now)
    if act == "case.opened":
        await orchestration.begin(hub, subject_id=case.id, subject_kind=WORD, kind=WORD, now=now)
    elif await mirrors.mirror(case.id) is not None:
        await orchestration.follow(hub, case.id, ids.new(ids.Prefix.JOB), now)
    hub.announce(case.id)


async def _show(hub: Hub, case_id: str, now: datetime) -> None:
    await jobs.ask(
        hub.wake,
        now,
        key=f"{SHOW}:{case_id}:{ids.new(ids.Prefix.JOB)}",
        kind=SHOW,
        lane=f"{SHOW}:{case_id}",
        details={"case_id": case_id},
    )


async def watch(hub: Hub, case: Case) -> None:
    """Ask for a look at each clock that still runs, when its next level comes.

    A look that comes while the case waits does nothing, so each change of its clocks asks anew.
    """
    if case.clocks.waiting_since is not None:
        return
    calendar = await calendar_of(case)
    for clock in Clock:
        if not reckoning.stopped(case.clocks, clock):
            for level in range(1, rules.LEVELS + 1):
                at = reckoning.escalates_at(case.clocks, clock, level, calendar)
                await _ask_look(hub, case, clock, level, at)


async def _ask_look(hub: Hub, case: Case, clock: Clock, level: int, at: datetime) -> None:
    """Ask for a look at a clock of a case at `at`, or now if that has passed.

    The version is part of the key: the same instant may have been looked at before the case waited.
    """
    now = hub.clock.now()
    await jobs.ask(
        hub.wake,
        now,
        key=f"{CLOCK}:{case.id}:{case.round}:{case.version}:{clock}:{level}:{at.isoformat()}",
        kind=CLOCK,
        lane=f"{CLOCK}:{case.id}",
        details={
            "case_id": case.id,
            "round": case.round,
            "clock": clock.value,
            "level": level,
        },
        after=max(at - now, timedelta(0)),
    )


async def calendar_of(case: Case) -> Calendar:
    """Return the calendar by which the clocks of a case run."""
    return reckoning.calendar_for(case.priority, await calendars.for_markets(case.markets))


async def running_again(case: Case, now: datetime) -> Clocks:
    """Return the clocks of a case as they run from `now` on, if they stood still."""
    return reckoning.resumed(case.clocks, await calendar_of(case), now)


def _moved(before: Case, after: Case) -> dict[str, Any]:
    if before.state is after.state:
        return {}
    return {"before": {"state": before.state.value}, "after": {"state": after.state.value}}
