"""How the outbox stands: what is counted of it, and who holds what."""

from datetime import datetime

from domain.database import sql
from domain.jobs.model import Held


async def counts() -> dict[str, int]:
    """Return how many jobs there are in each state."""
    rows = await sql.fetch("SELECT state, COUNT(*) AS n FROM jobs GROUP BY state")
    return {row["state"]: row["n"] for row in rows}


async def standing(now: datetime) -> tuple[dict[str, int], datetime | None]:
    """Return how many jobs are `due`, `later`, `held` and `dead`, and when the first was due.

    Those that are over are not counted: there are ever more of them.
    """
    row = await sql.fetch_one(
        "SELECT COALESCE(SUM(CASE WHEN state = 'dead' THEN 1 ELSE 0 END), 0) AS dead,"
        " COALESCE(SUM(CASE WHEN state = 'open' AND leased_until > $1 THEN 1 ELSE 0 END), 0)"
        "  AS held,"
        " COALESCE(SUM(CASE WHEN state = 'open' AND due_at <= $1"
        "  AND (leased_until IS NULL OR leased_until <= $1) THEN 1 ELSE 0 END), 0) AS due,"
        " COUNT(*) AS known,"
        " MIN(CASE WHEN state = 'open' AND (leased_until IS NULL OR leased_until <= $1)"
        "  THEN due_at END) AS first"
        " FROM jobs WHERE state IN ('open', 'dead')",
        now,
    )
    assert row is not None  # noqa: S101  Sums are of one row.
    found = {name: int(row[name]) for name in ("due", "held", "dead")}
    found["later"] = int(row["known"]) - sum(found.values())
    first = sql.instant_or_none(row["first"])
    return found, first if first is not None and first <= now else None


async def leases(now: datetime) -> tuple[int, int]:
    """Return how many jobs are held now, and how many were held by workers that died."""
    row = await sql.fetch_one(
        "SELECT COALESCE(SUM(CASE WHEN leased_until > $1 THEN 1 ELSE 0 END), 0) AS held,"
        " COUNT(*) AS leased FROM jobs WHERE state = 'open' AND leased_until IS NOT NULL",
        now,
    )
    return (int(row["held"]), int(row["leased"]) - int(row["held"])) if row else (0, 0)


async def held(now: datetime, limit: int) -> list[Held]:
    """Return up to `limit` leases that have not ended, those that end first at first."""
    rows = await sql.fetch(
        "SELECT key, lane, leased_until, leased_by FROM jobs"
        " WHERE state = 'open' AND leased_until > $1 ORDER BY leased_until, id LIMIT $2",
        now,
        limit,
    )
    return [
        Held(row["key"], row["lane"], sql.instant(row["leased_until"]), row["leased_by"] or "")
        for row in rows
    ]
