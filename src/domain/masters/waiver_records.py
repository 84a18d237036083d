"""The table of what may come out before its title's days."""

from collections.abc import Sequence
from datetime import date

from domain.database import sql
from domain.masters.embargoes import Waiver


async def of(request_id: str) -> Waiver | None:
    """Return how a release was let out before its title's days, if it was."""
    return (await of_requests([request_id])).get(request_id)


async def of_requests(request_ids: Sequence[str]) -> dict[str, Waiver]:
    """Return how releases were let out before their titles' days, by release."""
    if not request_ids:
        return {}
    wanted = sql.placeholders(1, len(request_ids))
    rows = await sql.fetch(
        f"SELECT * FROM embargo_waivers WHERE request_id IN ({wanted})", *request_ids
    )
    return {row["request_id"]: _waiver(row) for row in rows}


def _waiver(row: sql.Row) -> Waiver:
    return Waiver(
        row["request_id"],
        date.fromisoformat(row["releases_on"]),
        date.fromisoformat(row["until"]),
        row["reason"],
        row["by_id"],
        sql.instant(row["at"]),
    )


async def put(value: Waiver) -> None:
    """Write that a release may come out before its title's days, in place of what was said."""
    await sql.execute(
        "INSERT INTO embargo_waivers (request_id, releases_on, until, reason, by_id, at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (request_id) DO UPDATE SET"
        " releases_on = excluded.releases_on, until = excluded.until, reason = excluded.reason,"
        " by_id = excluded.by_id, at = excluded.at",
        value.request_id,
        value.releases_on.isoformat(),
        value.until.isoformat(),
        value.reason,
        value.by_id,
        value.at,
    )
