"""Jobs that were open when a backup was made: they may have been done since, outside.

A hub that comes back remembers none of that, so whatever acts outside waits for a person, as a
job does that was given up.
"""

from collections.abc import Collection
from datetime import datetime

from domain.database import sql, transaction
from domain.jobs.model import Wake

#: What such a job says of itself, and is found by.
WHY = "restored: it may have been done since the backup; look, then `greenlight release`"


async def hold(inside: Collection[str], now: datetime) -> int:
    """Hold every open job whose kind is not one of `inside`, in the running transaction.

    Returns how many there are.
    """
    kinds = sorted(inside)
    return await sql.execute(
        "UPDATE jobs SET state = 'dead', done_at = $1, last_error = $2, leased_until = NULL"
        f" WHERE state = 'open' AND kind NOT IN ({sql.placeholders(3, len(kinds))})",
        *(now, WHY, *kinds),
    )


async def waiting() -> dict[str, int]:
    """Return how many jobs are held, by kind."""
    rows = await sql.fetch(
        "SELECT kind, COUNT(*) AS n FROM jobs WHERE state = 'dead' AND last_error = $1"
        " GROUP BY kind ORDER BY kind",
        WHY,
    )
    return {row["kind"]: row["n"] for row in rows}


async def release(wake: Wake, now: datetime, kind: str | None = None) -> int:
    """Open what is held again, all of it or one kind; each looks first what was done of it.

    Returns how many there were.
    """
    narrowed = "" if kind is None else " AND kind = $3"
    async with transaction():
        rows = await sql.fetch(
            "UPDATE jobs SET state = 'open', attempt = 0, due_at = $1, done_at = NULL,"
            f" last_error = NULL WHERE state = 'dead' AND last_error = $2{narrowed} RETURNING id",
            *(now, WHY, *(() if kind is None else (kind,))),
        )
        for job_id in sorted(row["id"] for row in rows):
            await wake.call(job_id, now)
    return len(rows)
