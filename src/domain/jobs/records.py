"""The table of the outbox."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain import ids, steps
from domain.database import sql
from domain.database.turns import Turn
from domain.jobs import key_records
from domain.jobs.model import Job, JobState
from domain.jobs.restored import WHY


class JobRecord(Model):
    """One thing to do."""

    id = fields.CharField(40, primary_key=True)
    key = fields.CharField(160, unique=True)
    kind = fields.CharField(40)
    lane = fields.CharField(80)
    details = fields.JSONField[dict[str, Any]]()
    due_at = fields.DatetimeField()
    state = fields.CharField(12)
    attempt = fields.IntField(default=0)
    claims = fields.IntField(default=0, db_default=0)
    last_error = fields.TextField(null=True)
    leased_until = fields.DatetimeField(null=True)
    leased_by = fields.CharField(80, null=True)
    created_at = fields.DatetimeField()
    done_at = fields.DatetimeField(null=True)
    origin = fields.CharField(64, null=True)
    trace = fields.CharField(60, null=True)

    class Meta:
        """Where it is kept."""

        table = "jobs"
        indexes = (("lane", "state"), ("state", "due_at", "id"))


_COLUMNS = (
    *("id", "key", "kind", "lane", "details", "due_at", "state", "attempt", "claims"),
    *("created_at", "origin", "trace"),
)

#: Adds a row of `_COLUMNS`, unless its key is one of the outbox or of what left it.
_ADD = (
    f"INSERT INTO jobs ({', '.join(_COLUMNS)}) SELECT {sql.placeholders(1, len(_COLUMNS))}"
    f" WHERE NOT EXISTS (SELECT 1 FROM used_keys WHERE digest = ${len(_COLUMNS) + 1})"
    " ON CONFLICT (key) DO NOTHING"
)


async def add(
    *,
    key: str,
    kind: str,
    lane: str,
    details: Mapping[str, Any],
    due_at: datetime,
    now: datetime,
) -> str:
    """Add a job unless its key was used before; return the id it has if it was added.

    It goes back to what the step that asks for it goes back to.
    """
    job_id, step = ids.new(ids.Prefix.JOB), steps.present()
    origin, trace = (step.origin, step.trace) if step else (None, None)
    await sql.write(
        _ADD,
        *(job_id, key, kind, lane, dict(details), due_at, JobState.OPEN, 0, 0, now, origin, trace),
        key_records.digest(key),
    )
    return job_id


#: Whether the job `j` can run at the time $2, its lane being free.
_READY = (
    "j.state = 'open' AND j.due_at <= $2 AND (j.leased_until IS NULL OR j.leased_until <= $2)"
    " AND NOT EXISTS (SELECT 1 FROM jobs o WHERE o.lane = j.lane AND o.state = 'open'"
    "  AND o.leased_until > $2)"
)


async def claim(
    now: datetime, lease: timedelta, job_id: str | None = None, *, by: str = ""
) -> Job | None:
    """Take the next due job whose lane is free, or the job `job_id` if it is one; for `lease`.

    `by` is who takes it.

    Call it in a transaction. Two claims at once would both find a lane free, so they take turns:
    on SQLite by the write lock, on PostgreSQL by an advisory lock until the commit.
    """
    await sql.take_turns(Turn.CLAIMS)
    wanted = "" if job_id is None else " AND j.id = $4"
    row = await sql.fetch_one(
        "UPDATE jobs SET leased_until = $1, leased_by = $3, attempt = attempt + 1,"
        f" claims = claims + 1 WHERE id = (SELECT j.id FROM jobs j WHERE {_READY}{wanted}"
        " ORDER BY j.due_at, j.id LIMIT 1) RETURNING *",
        now + lease,
        now,
        by,
        *(() if job_id is None else (job_id,)),
    )
    return None if row is None else job(row)


async def next_in(lane: str) -> tuple[str, datetime] | None:
    """Return id and due time of the open job of a lane that is due first."""
    row = await sql.fetch_one(
        "SELECT id, due_at FROM jobs WHERE lane = $1 AND state = 'open'"
        " ORDER BY due_at, id LIMIT 1",
        lane,
    )
    return None if row is None else (row["id"], sql.instant(row["due_at"]))


async def others_open(lane: str, job_id: str) -> bool:
    """Whether a lane has another open job."""
    row = await sql.fetch_one(
        "SELECT 1 FROM jobs WHERE lane = $1 AND state = 'open' AND id <> $2 LIMIT 1", lane, job_id
    )
    return row is not None


async def due_at(job_id: str) -> datetime | None:
    """Return when an open job is due; None if it is not open."""
    row = await sql.fetch_one("SELECT due_at FROM jobs WHERE id = $1 AND state = 'open'", job_id)
    return None if row is None else sql.instant(row["due_at"])


async def being_done(now: datetime) -> bool:
    """Return whether somebody has taken a job and is at it."""
    held = "SELECT 1 FROM jobs WHERE state = 'open' AND leased_until > $1 LIMIT 1"
    return bool(await sql.fetch(held, now))


async def forgotten(before: datetime, now: datetime, limit: int) -> list[str]:
    """Return jobs that were due `before` and could run now, and that nobody took."""
    rows = await sql.fetch(
        f"SELECT j.id FROM jobs j WHERE j.due_at <= $1 AND {_READY}"
        f" ORDER BY j.due_at, j.id LIMIT {limit}",
        before,
        now,
    )
    return [row["id"] for row in rows]


async def keep(held: Job, until: datetime) -> bool:
    """Hold a job until `until`; False if it is somebody else's by now."""
    changed = await sql.execute(
        "UPDATE jobs SET leased_until = $1 WHERE id = $2 AND claims = $3 AND state = 'open'",
        until,
        held.id,
        held.claims,
    )
    return changed == 1


async def close(held: Job, state: JobState, now: datetime, error: str | None = None) -> bool:
    """Close a job; False if it is somebody else's by now."""
    changed = await sql.execute(
        "UPDATE jobs SET state = $1, done_at = $2, last_error = $3, leased_until = NULL"
        " WHERE id = $4 AND claims = $5 AND state = 'open'",
        state,
        now,
        error,
        held.id,
        held.claims,
    )
    return changed == 1


async def postpone(held: Job, due_at: datetime, error: str, *, attempt: int) -> bool:
    """Let a job go and have it tried again at `due_at`; False if it is somebody else's by now.

    `attempt` is how many tries count so far.
    """
    changed = await sql.execute(
        "UPDATE jobs SET due_at = $1, last_error = $2, leased_until = NULL,"
        " attempt = $3 WHERE id = $4 AND claims = $5 AND state = 'open'",
        due_at,
        error,
        attempt,
        held.id,
        held.claims,
    )
    return changed == 1


async def give_back(held: Job) -> bool:
    """Let a job go that was not done, with its try; False if it is somebody else's by now."""
    changed = await sql.execute(
        "UPDATE jobs SET leased_until = NULL, attempt = attempt - 1"
        " WHERE id = $1 AND claims = $2 AND state = 'open'",
        held.id,
        held.claims,
    )
    return changed == 1


async def cancel(key: str, now: datetime) -> bool:
    """Cancel the open job `key`; False if it is closed or was ever begun."""
    changed = await sql.execute(
        "UPDATE jobs SET state = 'cancelled', done_at = $1 WHERE key = $2 AND state = 'open'"
        " AND claims = 0",
        now,
        key,
    )
    return changed == 1


async def revive(key: str, now: datetime) -> Job | None:
    """Open the dead job `key` again with all its tries; None if there is none."""
    row = await sql.fetch_one(
        "UPDATE jobs SET state = 'open', attempt = 0, due_at = $1, done_at = NULL"
        " WHERE key = $2 AND state = 'dead' RETURNING *",
        now,
        key,
    )
    return None if row is None else job(row)


async def revive_in(now: datetime, lanes: Sequence[str]) -> list[str]:
    """Open the dead jobs of some lanes again with all their tries; return their ids, sorted.

    Not those that a restore holds: of these a person says that they may go on.
    """
    if not lanes:
        return []
    rows = await sql.fetch(
        "UPDATE jobs SET state = 'open', attempt = 0, due_at = $1, done_at = NULL"
        " WHERE state = 'dead' AND last_error IS DISTINCT FROM $2"
        f" AND lane IN ({sql.placeholders(3, len(lanes))}) RETURNING id",
        *(now, WHY, *lanes),
    )
    return sorted(row["id"] for row in rows)


async def next_due(now: datetime) -> datetime | None:
    """Return when the next open job can run, its lane being free; None if there is none.

    It is the first of the lanes that are free, or one in a lane that is held until then. Both are
    found by indexes, for who is idle asks again and again.
    """
    row = await sql.fetch_one(
        "SELECT MIN(due) AS due FROM ("
        " SELECT * FROM (SELECT j.due_at AS due FROM jobs j WHERE j.state = 'open'"
        "  AND NOT EXISTS (SELECT 1 FROM jobs o WHERE o.lane = j.lane AND o.state = 'open'"
        "   AND o.leased_until > $1) ORDER BY j.due_at, j.id LIMIT 1) free"
        " UNION ALL"
        " SELECT CASE WHEN o.leased_until > j.due_at THEN o.leased_until ELSE j.due_at END"
        " FROM jobs o CROSS JOIN jobs j"  # SQLite begins with the left one then: few are held.
        " WHERE j.lane = o.lane AND j.state = 'open' AND o.leased_until > $1"
        ") found",
        now,
    )
    return None if row is None else sql.instant_or_none(row["due"])


async def release_all() -> int:
    """Drop every lease where one process owns the database, when it starts; say how many.

    On PostgreSQL others may be at work: there a lease ends by itself.
    """
    if not sql.sole():
        return 0
    return await sql.execute("UPDATE jobs SET leased_until = NULL WHERE leased_until IS NOT NULL")


async def with_state(state: JobState, limit: int, but: str = "") -> list[Job]:
    """Return up to `limit` jobs in `state`, oldest due first, without those that say `but`."""
    rows = await sql.fetch(
        "SELECT * FROM jobs WHERE state = $1 AND COALESCE(last_error, ' ') <> $2"
        " ORDER BY due_at, id LIMIT $3",
        *(state, but, limit),
    )
    return [job(row) for row in rows]


#: That nothing waits in the lane of job `j` that was asked for before it: it may look for what was
#: asked for since. What came later looks back at nothing, so a lane that goes on lets go.
_FREE = (
    "NOT EXISTS (SELECT 1 FROM jobs o WHERE o.lane = j.lane AND o.state IN ('open', 'dead')"
    " AND o.created_at < j.created_at)"
)


async def over(
    state: JobState, before: datetime, after: tuple[datetime, str], limit: int
) -> list[Job]:
    """Return up to `limit` jobs that were due and over `before`, behind due time and id `after`.

    Not those for which something of their lane waits since before they were asked for.
    """
    rows = await sql.fetch(
        "SELECT j.* FROM jobs j WHERE j.state = $1 AND j.due_at < $2 AND j.done_at < $2"
        f" AND (j.due_at, j.id) > ($3, $4) AND {_FREE} ORDER BY j.due_at, j.id LIMIT $5",
        *(state, before, *after, limit),
    )
    return [job(row) for row in rows]


async def remove(job_ids: Sequence[str]) -> int:
    """Remove jobs that `over` told of, and are so still; return how many."""
    return await sql.execute(
        "DELETE FROM jobs AS j WHERE j.state IN ('done', 'cancelled')"
        f" AND j.id IN ({sql.placeholders(1, len(job_ids))}) AND {_FREE}",
        *job_ids,
    )


def job(row: sql.Row) -> Job:
    """Return a job from a row of `jobs`."""
    return Job(
        id=row["id"],
        key=row["key"],
        kind=row["kind"],
        lane=row["lane"],
        details=sql.document(row["details"]),
        due_at=sql.instant(row["due_at"]),
        state=JobState(row["state"]),
        attempt=row["attempt"],
        claims=row["claims"],
        last_error=row["last_error"],
        origin=row["origin"],
        trace=row["trace"],
    )
