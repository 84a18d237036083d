"""Jobs that wait for their time, and have it come: the outbox by what it waits for."""

from collections.abc import Sequence
from datetime import datetime

from domain.database import sql
from domain.jobs import rules


async def hurry(now: datetime, reason: str) -> list[str]:
    """Have open jobs that were postponed for `reason` due `now`; return their ids, sorted.

    There are indexes for the reasons of `domain.publishing` and `domain.masters`. They are locked
    in the order of their ids, so that two who hurry at once wait for one another and not each for
    the other.
    """
    wanted = sql.locking(f"SELECT id FROM jobs WHERE {_postponed(reason)} ORDER BY id")
    rows = await sql.fetch(
        f"UPDATE jobs SET due_at = $1 WHERE id IN ({wanted}) RETURNING id",
        now,
    )
    return sorted(row["id"] for row in rows)


async def postponed(now: datetime, reason: str) -> dict[str, str]:
    """Return what each open job is about that was postponed for `reason` and is not due."""
    rows = await sql.fetch(f"SELECT id, details FROM jobs WHERE {_postponed(reason)}", now)
    return {row["id"]: rules.subject(sql.document(row["details"])) for row in rows}


def _postponed(reason: str) -> str:
    """Return the condition of what was postponed so after `$1`, as its index has it."""
    if not reason.replace(" ", "").isalpha():
        raise ValueError(reason)
    return f"state = 'open' AND due_at > $1 AND last_error = '{reason}'"


async def hurry_these(now: datetime, job_ids: Sequence[str]) -> list[str]:
    """Have these jobs due `now`, where they are open and not; return their ids, sorted."""
    wanted = sql.locking(
        f"SELECT id FROM jobs WHERE id IN ({sql.placeholders(2, len(job_ids))})"
        " AND state = 'open' AND due_at > $1 ORDER BY id"
    )
    rows = await sql.fetch(
        f"UPDATE jobs SET due_at = $1 WHERE id IN ({wanted}) RETURNING id", now, *job_ids
    )
    return sorted(row["id"] for row in rows)


async def hurry_lane(now: datetime, lane: str, kind: str) -> list[str]:
    """Have the open jobs of a kind in a lane due `now`; return their ids, sorted."""
    wanted = sql.locking(
        "SELECT id FROM jobs WHERE lane = $2 AND state = 'open' AND kind = $3 AND due_at > $1"
        " ORDER BY id"
    )
    rows = await sql.fetch(
        f"UPDATE jobs SET due_at = $1 WHERE id IN ({wanted}) RETURNING id", now, lane, kind
    )
    return sorted(row["id"] for row in rows)
