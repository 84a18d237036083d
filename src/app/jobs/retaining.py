"""What a hub keeps for a time only: what is over, and what the command line does about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from domain import ids, retiring
from domain.audit import archiving
from domain.cases import records as cases
from domain.cases.model import CaseState
from domain.errors import HubError
from domain.hub import Hub
from domain.metrics import keeping, rules
from domain.requests import records as requests
from domain.requests.model import RequestState
from domain.requests.rules import OVER
from domain.retiring import Retired

#: Where a request may have open stages.
_REVIEWED = frozenset({RequestState.IN_REVIEW, RequestState.CHANGES_REQUESTED})

#: Cases with which nothing is done any more.
_CLOSED = frozenset({CaseState.CLOSED, CaseState.MERGED})


@dataclass(frozen=True, slots=True)
class Retained:
    """What retention did, or would do.

    `rows` are points that are forgotten beside whole `parts`; in a dry run, those of parts as well.
    `made` are parts that were lacking. `archives` and `events` are what is archived of the record,
    `archived_before` is None where all of it stays in the database. `jobs` are those that are over.
    """

    dry_run: bool
    points_before: date
    parts: tuple[str, ...]
    rows: int
    made: tuple[str, ...]
    archived_before: datetime | None
    archives: int
    events: int
    jobs: Retired


async def over(subjects: Sequence[str]) -> set[str]:
    """Return those of `subjects` of the record that nobody works with any more."""
    by_kind: dict[ids.Prefix | None, list[str]] = {}
    for subject in subjects:
        by_kind.setdefault(_kind(subject), []).append(subject)
    asked = await requests.get_many(by_kind.get(ids.Prefix.REQUEST, []))
    held = await cases.get_many(by_kind.get(ids.Prefix.CASE, []))
    ended = {one.id for one in asked.values() if one.state in OVER}
    return ended | {one.id for one in held.values() if one and one.state in _CLOSED}


async def in_review(subjects: Sequence[str]) -> set[str]:
    """Return those of `subjects` that are requests with open stages: by jobs these are watched."""
    named = [one for one in subjects if _kind(one) is ids.Prefix.REQUEST]
    return {one.id for one in (await requests.get_many(named)).values() if one.state in _REVIEWED}


async def retain(hub: Hub, *, dry_run: bool) -> Retained:
    """Forget and archive what is old now, or say what that would be."""
    now = hub.clock.now().astimezone(UTC)
    day = keeping.oldest(now.date(), hub.keep)
    due = await archiving.due(hub)
    before, events = (due.before, due.events) if due else (None, 0)
    if dry_run:
        told = await keeping.leaving(day)
        jobs = await retiring.due(hub, in_review)
        return Retained(True, told.before, told.parts, told.rows, (), before, 0, events, jobs)
    made = await keeping.ahead(now)
    gone = await keeping.forget_before(now, day)
    written = await archiving.archive(hub, over)
    return Retained(
        False,
        rules.day_of(day),
        gone.parts,
        gone.rows,
        tuple(made),
        before,
        len(written),
        events,
        await retiring.retire(hub, in_review),
    )


def told(done: Retained) -> str:
    """Return what to say of it."""
    would = "would be" if done.dry_run else "were"
    parts = f", and the parts {', '.join(done.parts)}" if done.parts else ""
    lines = [f"points before {done.points_before}: {done.rows} rows{parts} {would} forgotten"]
    if done.made:
        lines.append(f"parts for points that were lacking: {', '.join(done.made)}")
    if done.archived_before is None:
        lines.append("the record: everything is kept in the database")
    else:
        day = f"{done.archived_before:%Y-%m-%d}"
        lines.append(f"the record before {day}: {done.events} events {would} archived")
    lines.append(f"jobs that were over before {done.jobs.before}: {done.jobs.gone} {would} removed")
    if done.jobs.kept:
        lines.append(f"keys of {done.jobs.kept} jobs {would} kept; these go the next night")
    return "\n".join(lines)


def _kind(subject: str) -> ids.Prefix | None:
    try:
        return ids.kind_of(subject)
    except HubError:
        return None  # The record has subjects with names too.
