"""The table of where shows are published by the hub itself."""

from collections.abc import Sequence

from domain.catalog.model import ShowTarget
from domain.database import sql


async def put(value: ShowTarget) -> None:
    """Write that a show is published at a target, in place of what was said of the two."""
    await sql.execute(
        "INSERT INTO show_targets (show_id, target, place, set_by, set_at, version)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (show_id, target) DO UPDATE SET"
        " place = excluded.place, set_by = excluded.set_by, set_at = excluded.set_at,"
        " version = excluded.version",
        *(value.show_id, value.target, value.place, value.set_by, value.set_at, value.version),
    )


async def remove(show_id: str, target: str) -> None:
    """Forget that a show is published at a target."""
    await sql.execute(
        "DELETE FROM show_targets WHERE show_id = $1 AND target = $2", show_id, target
    )


async def get(show_id: str, target: str) -> ShowTarget | None:
    """Return how a show is published at a target, if it is."""
    found = (await of_shows([show_id]))[show_id]
    return next((one for one in found if one.target == target), None)


async def of_shows(show_ids: Sequence[str]) -> dict[str, list[ShowTarget]]:
    """Return where shows are published, by show, sorted by target."""
    found: dict[str, list[ShowTarget]] = {one: [] for one in show_ids}
    if show_ids:
        marks = sql.placeholders(1, len(show_ids))
        for row in await sql.fetch(
            f"SELECT * FROM show_targets WHERE show_id IN ({marks}) ORDER BY target", *show_ids
        ):
            found[row["show_id"]].append(_setting(row))
    return found


def _setting(row: sql.Row) -> ShowTarget:
    return ShowTarget(
        show_id=row["show_id"],
        target=row["target"],
        place=row["place"],
        set_by=row["set_by"],
        set_at=sql.instant(row["set_at"]),
        version=row["version"],
    )
