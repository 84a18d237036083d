"""Taking jobs that were done long ago out of the outbox; their keys stay.

A job's key is unique for ever, so it is kept when its row goes. It is kept a night before: whoever
asks again while the row goes finds one or the other, also a process that was started before there
were kept keys, once all of these are gone.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from domain.actor import SCHEDULE
from domain.audit import service as audit
from domain.database import transaction
from domain.hub import Hub
from domain.jobs import key_records, records, rules
from domain.jobs.model import Job, JobState
from domain.retention import months_before

KIND = "jobs.retire"

#: What the record says of it, and the chain that does.
RETIRED, SUBJECT = "jobs.retired", "jobs"

#: The hour at which it is done, in UTC; it is asked for every hour.
HOUR = 5

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
    """Take what is older than the hub keeps out of the outbox, once a day."""
    if hub.clock.now().astimezone(UTC).hour == HOUR:
        await retire(hub, staying)


async def due(hub: Hub, staying: Staying) -> Retired:
    """Return what `retire` would do, and do nothing."""
    before, kept, gone = _before(hub), 0, 0
    async for jobs in _old(before, staying):
        used = await key_records.used([key_records.digest(one.key) for one in jobs])
        gone += len(used)
        kept += len(jobs) - len(used)
    return Retired(before, kept, gone)


async def retire(hub: Hub, staying: Staying) -> Retired:
    """Keep the keys of old jobs, have those leave whose keys were kept, and record how many."""
    before, kept, gone = _before(hub), 0, 0
    async for jobs in _old(before, staying):
        ids = {key_records.digest(one.key): one.id for one in jobs}
        async with transaction():
            used = await key_records.used(list(ids))
            if fresh := [one for one in ids if one not in used]:
                await key_records.keep(fresh)
            if used:
                await records.remove([ids[one] for one in sorted(used)])
                told = {"before": before.isoformat(), "jobs": len(used)}
                await audit.record(hub.clock.now(), SCHEDULE, RETIRED, SUBJECT, told)
        kept += len(fresh)
        gone += len(used)
    return Retired(before, kept, gone)


def _before(hub: Hub) -> date:
    return months_before(hub.clock.now().astimezone(UTC).date(), hub.keep.jobs_months)


async def _old(before: date, staying: Staying) -> AsyncIterator[list[Job]]:
    """Yield the jobs that may leave, some at a time."""
    instant = datetime.combine(before, time.min, UTC)
    for state in (JobState.DONE, JobState.CANCELLED):
        since, after = _NEVER, ""
        while found := await records.over(state, instant, (since, after), _BATCH):
            since, after = found[-1].due_at, found[-1].id
            about = {one.id: rules.subject(one.details) for one in found}
            held = await staying(sorted({*about.values()} - {""}))
            if going := [one for one in found if about[one.id] not in held]:
                yield going
