"""Taking jobs that were done long ago out of the outbox; their keys stay.

A job's key is unique for ever, so it is kept when its row goes, and for a night before: whoever
asks again while the row goes finds one or the other, and processes of a version that looks for no
kept keys are gone by then.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from domain.actor import SCHEDULE
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.hub import Hub
from domain.jobs import key_records, records, rules
from domain.jobs.model import Job, JobState
from domain.retention import months_before

KIND = "jobs.retire"

#: What the record says of it, and the chain that does.
RETIRED, SUBJECT = "jobs.retired", "jobs"

#: The hour from which on it is done, in UTC, once a day.
HOUR = 5

#: For how long a key is kept before its row goes: less than from one night to the next.
NIGHT = timedelta(hours=20)

#: How many rows are looked at, and leave, in one transaction.
_BATCH = 500

#: Before every job.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

#: Says of which of some subjects no job leaves, however old.
Staying = Callable[[Sequence[str]], Awaitable[set[str]]]


@dataclass(frozen=True, slots=True)
class Retired:
    """Jobs that were over before `before`: of `kept` the keys were kept, and `gone` left."""

    before: date
    kept: int = 0
    gone: int = 0


async def retire_old(hub: Hub, staying: Staying, _: Job) -> None:
    """Take what is older than the hub keeps out of the outbox; the handler of `KIND`."""
    await retire(hub, staying)


async def due(hub: Hub, staying: Staying) -> Retired:
    """Return what `retire` would do, and do nothing."""
    before, kept, gone = _before(hub), 0, 0
    async for ids in _old(before, staying):
        gone += len(await key_records.used(list(ids), hub.clock.now() - NIGHT))
        kept += len(ids) - len(await key_records.used(list(ids)))
    return Retired(before, kept, gone)


async def retire(hub: Hub, staying: Staying) -> Retired:
    """Keep the keys of old jobs, have those leave whose keys were kept, and record how many."""
    before, kept, gone = _before(hub), 0, 0
    async for ids in _old(before, staying):
        now = hub.clock.now()
        async with transaction():
            await sql.take_turns(Turn.RETIRING)
            fresh = await key_records.keep(list(ids), now)
            used = await key_records.used(list(ids), now - NIGHT)
            went = await records.remove([ids[one] for one in sorted(used)]) if used else 0
            if went:
                told = {"before": before.isoformat(), "jobs": went}
                await audit.record(now, SCHEDULE, RETIRED, SUBJECT, told)
        kept += fresh
        gone += went
    return Retired(before, kept, gone)


def _before(hub: Hub) -> date:
    return months_before(hub.clock.now().astimezone(UTC).date(), hub.keep.jobs_months)


async def _old(before: date, staying: Staying) -> AsyncIterator[dict[str, str]]:
    """Yield the ids of jobs that may leave by what is kept of their keys, some at a time."""
    instant = datetime.combine(before, time.min, UTC)
    for state in (JobState.DONE, JobState.CANCELLED):
        since, after = _NEVER, ""
        while found := await records.over(state, instant, (since, after), _BATCH):
            since, after = found[-1].due_at, found[-1].id
            about = {one.id: rules.subject(one.details) for one in found}
            held = await staying(sorted({*about.values()} - {""}))
            going = [one for one in found if about[one.id] not in held]
            if going:
                yield {key_records.digest(one.key): one.id for one in going}
