"""How long points are kept: so many months, and what their quarter has left. Totals stay for good.

On PostgreSQL a quarter is a part of the table, which goes as a whole. What was there before the
table had parts, and everything on SQLite, goes by rows.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from domain.actor import SCHEDULE
from domain.audit import service as audit
from domain.database import partitions, sql, transaction
from domain.database.turns import Turn
from domain.hub import Hub
from domain.jobs.model import Job
from domain.metrics import records, restatement_records, rules
from domain.quarters import quarter_of
from domain.retention import Keep, months_before

#: What has parts made for what comes, and what has old points go.
AHEAD, KIND = "metrics.ahead", "metrics.forget"

#: What the record says of it, and the chain that does.
FORGOTTEN, SUBJECT = "metrics.forgotten", "metrics"

#: The hour from which on old points go, in UTC, once a day.
HOUR = 3

#: How far ahead there are parts, in days: three months, a job that nobody did included.
AHEAD_DAYS = 92

#: How many series are looked through in one transaction.
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is forgotten of the days before `before`: whole parts by name, and rows.

    Rows of whole parts are counted among `rows` only where nothing was forgotten yet.
    """

    before: date
    parts: tuple[str, ...]
    rows: int


async def make_ahead(hub: Hub, _: Job) -> None:
    """Make parts for what comes; the handler of `AHEAD`."""
    await ahead(hub.clock.now().astimezone(UTC))


async def forget_old(hub: Hub, _: Job) -> None:
    """Remove points that are too old; nothing brings such days in again. The handler of `KIND`."""
    now = hub.clock.now().astimezone(UTC)
    await forget_before(now, oldest(now.date(), hub.keep))


def oldest(today: date, keep: Keep) -> int:
    """Return the first day, since 1970, that is kept: one that begins a quarter."""
    taken_in = today - timedelta(days=rules.KEPT_DAYS)
    first = min(months_before(today, keep.points_months), taken_in)
    return quarter_of(rules.day_number(first)).first


async def ahead(now: datetime) -> list[str]:
    """Make the parts that are lacking up to three months ahead; return their names."""
    if sql.sole():
        return []
    today = rules.day_number(now.date())
    async with transaction():
        await sql.take_turns(Turn.METRICS)
        return await partitions.ensure(records.TABLE, (today, today + AHEAD_DAYS))


async def ready_until() -> int | None:
    """Return the day, since 1970, before which parts are there; None where none is needed."""
    if sql.sole() or not await records.anything():
        return None
    return max((part.stop for part in await partitions.parts(records.TABLE)), default=0)


async def leaving(day: int) -> Leaving:
    """Return what `forget_before` would forget, and forget nothing."""
    parts, _ = await _old(day)
    return Leaving(rules.day_of(day), tuple(parts), await records.count_before(day))


async def forget_before(now: datetime, day: int) -> Leaving:
    """Remove the points before a day, since 1970; the record says what went."""
    parts, begun = await _old(day)
    if parts:
        async with transaction():
            await sql.take_turns(Turn.METRICS)
            await partitions.drop(parts)
            await _record(now, day, {"parts": parts})
    rows = await _forget_rows(now, day) if begun else 0
    await _forget_restated(day)
    return Leaving(rules.day_of(day), tuple(parts), rows)


async def _old(day: int) -> tuple[list[str], bool]:
    """Return the parts that end before a day, and whether others hold any day before it."""
    if sql.sole():
        return [], True
    found = await partitions.parts(records.TABLE)
    whole = [part.name for part in found if part.stop <= day]
    return whole, any(part.holds_before(day) for part in found)


async def _forget_rows(now: datetime, day: int) -> int:
    """Remove rows series by series: points are found by nothing else."""
    ids, removed = await records.series_ids(), 0
    for start in range(0, len(ids), _BATCH):
        async with transaction():
            await sql.take_turns(Turn.METRICS)
            gone = sum([await records.forget(one, day) for one in ids[start : start + _BATCH]])
            if gone:
                await _record(now, day, {"rows": gone})
        removed += gone
    return removed


async def _forget_restated(day: int) -> None:
    """Remove what was corrected of the days that are gone; their points say that they went."""
    ids = await records.series_ids()
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        await restatement_records.forget(some[0], some[-1], day)


async def _record(now: datetime, day: int, what: dict[str, object]) -> None:
    details = {"before": rules.day_of(day).isoformat(), **what}
    await audit.record(now, SCHEDULE, FORGOTTEN, SUBJECT, details)
