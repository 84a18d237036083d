"""Keeping how what is live stands up to date: after every change that concerns it, and in time.

All here happens in the running transaction, which has to have its turn of rights.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from domain import ids
from domain.catalog.works.records import titles_by_id
from domain.database import first_in_transaction, sql, transaction
from domain.database.turns import Turn
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import AGAIN, Job
from domain.rights import links
from domain.rights import records as rights
from domain.rights.fence import Fence, fence
from domain.rights.live import judged_records, opening, records, rules
from domain.rights.live.model import Exposure, Judged, Shown
from domain.rights.model import Grant, Need, Subject, SubjectKind
from domain.rights.proposing import RECORDED

#: Asked for when something is to be judged again, and when what stands changed.
DUE, ENFORCE = "exposures.due", "exposures.enforce"

#: How many are judged in one transaction, and how many subjects' rights are read in one query.
AT_ONCE, BATCH = 300, 100


async def changed(hub: Hub, subject: Subject) -> None:
    """Judge all that is live of a subject, and of what is below it, whose rights changed.

    Where that is too much for one transaction, a job does it at once. Episodes that are held look
    at their rights again, which one job has them do after the commit, however much changed; so do
    those that are approved and open later.
    """
    if first_in_transaction(AGAIN):
        await _ask_again(hub, hub.clock.now())
    await opening.changed(hub, subject)
    found = await records.live_of(subject, AT_ONCE + 1)
    if len(found) <= AT_ONCE:
        await refresh(hub, found)
        return
    now = hub.clock.now()
    await judged_records.mark_due(subject, now)
    await _ask_due(hub, ids.new(ids.Prefix.JOB), now, now)


async def refresh(hub: Hub, exposures: Sequence[Exposure]) -> None:
    """Judge exposures as of now, keep how they stand, and ask for what follows from that."""
    now = hub.clock.now()
    dues: set[datetime] = set()
    judged = await judged_all([one.shown for one in exposures], now)
    for one, found in zip(exposures, judged, strict=True):
        if await judged_records.write_judged(one, found):
            await ask_enforce(hub, one.id, one.version + 1, now)
        if found.due_at is not None and found.due_at != one.due_at:
            dues.add(found.due_at)
    for due in sorted(dues):
        await _ask_due(hub, due.isoformat(), due, now)


async def ask_enforce(hub: Hub, exposure_id: str, version: int | str, now: datetime) -> None:
    """Ask that it is looked what has to be done about an exposure, once for a `version` of it."""
    await jobs.ask(
        hub.wake,
        now,
        key=f"enforce:{exposure_id}:{version}",
        kind=ENFORCE,
        lane=f"enforce:{exposure_id}",
        details={"exposure_id": exposure_id},
    )


async def look(hub: Hub, _: Job) -> None:
    """Judge what is due, some at a time until nothing is. For the job."""
    more = True
    while more:
        async with transaction():
            await sql.take_turns(Turn.RIGHTS)
            found = await judged_records.due(hub.clock.now(), AT_ONCE)
            await refresh(hub, found)
        more = len(found) == AT_ONCE


async def titles_changed(hub: Hub, job: Job) -> None:
    """Judge what is live of what is made from titles, whose sales rights may have changed.

    For the job; its details name the titles.
    """
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)
        for title_id in job.details["titles"]:
            await changed(hub, Subject(SubjectKind.TITLE, title_id))


async def judged_all(shown: Sequence[Shown], at: datetime) -> list[Judged]:
    """Judge many things at an instant, with one look at the rights of many subjects."""
    lines = await _lines(dict.fromkeys(one.subject for one in shown))
    subjects = list(dict.fromkeys(one for line in lines.values() for one in line))
    grants: dict[Subject, list[Grant]] = {}
    needs: dict[Subject, tuple[Need, ...]] = {}
    for start in range(0, len(subjects), BATCH):
        held, needed = await rights.held(subjects[start : start + BATCH])
        needs |= needed
        for grant in held:
            grants.setdefault(grant.subject, []).append(grant)
    fences = await _fences(subjects)
    return [
        rules.judge(
            _needs(lines[one.subject], needs),
            [grant for subject in lines[one.subject] for grant in grants.get(subject, ())],
            one,
            at,
            [fences[subject] for subject in lines[one.subject] if subject in fences],
        )
        for one in shown
    ]


def _needs(line: Sequence[Subject], needs: Mapping[Subject, tuple[Need, ...]]) -> list[Need]:
    """Return what counts of what a subject contains, and what it belongs to; see `reading.Book`."""
    own = needs.get(line[0], ())
    if not own and line[0].kind is SubjectKind.RECORDING:
        return list(RECORDED)
    return [need for subject in line for need in needs.get(subject, ())] if own else []


async def _lines(subjects: Iterable[Subject]) -> dict[Subject, tuple[Subject, ...]]:
    """Return each subject with all whose rights count for it: see `subjects.Placed`."""
    asked = list(subjects)
    shows = await records.shows_of([one.ref for one in asked if one.kind is SubjectKind.EPISODE])
    own: dict[Subject, list[Subject]] = {}
    for one in asked:
        show = shows.get(one.ref) if one.kind is SubjectKind.EPISODE else None
        own[one] = [one] if show is None else [one, Subject(SubjectKind.SHOW, show)]
    whole = list(dict.fromkeys(one for line in own.values() for one in line))
    linked: dict[Subject, list[Subject]] = {}
    for start in range(0, len(whole), BATCH):
        linked |= await links.of_each(whole[start : start + BATCH])
    made = {
        one: [*line, *(to for each in line for to in linked.get(each, ()))]
        for one, line in own.items()
    }
    works = await _works({each for line in made.values() for each in line})
    return {
        one: tuple(dict.fromkeys([*line, *(works[each] for each in line if each in works)]))
        for one, line in made.items()
    }


async def _works(subjects: Collection[Subject]) -> dict[Subject, Subject]:
    """Return the work of each title among some subjects."""
    titles = sorted(one.ref for one in subjects if one.kind is SubjectKind.TITLE)
    found = await titles_by_id(titles)
    return {
        Subject(SubjectKind.TITLE, title.id): Subject(SubjectKind.WORK, title.work_id)
        for title in found.values()
    }


async def _fences(subjects: Collection[Subject]) -> dict[Subject, Fence]:
    """Return the sales rights of the titles among some subjects, of which something was said."""
    titles = sorted(one.ref for one in subjects if one.kind is SubjectKind.TITLE)
    found = {one.id: fence(one) for one in (await titles_by_id(titles)).values()}
    return {Subject(SubjectKind.TITLE, title_id): held for title_id, held in found.items() if held}


async def _ask_again(hub: Hub, now: datetime) -> None:
    job = f"again:{ids.new(ids.Prefix.JOB)}"
    await jobs.ask(hub.wake, now, key=job, kind=AGAIN, lane=AGAIN, details={})


async def _ask_due(hub: Hub, key: str, due: datetime, now: datetime) -> None:
    await jobs.ask(
        hub.wake, now, key=f"{DUE}:{key}", kind=DUE, lane=DUE, details={}, after=due - now
    )
