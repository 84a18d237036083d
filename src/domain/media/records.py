"""The table of addresses of files."""

from collections.abc import Sequence
from datetime import datetime

from domain.database import sql
from domain.media.model import Medium


async def open_(value: Medium) -> bool:
    """Open an address, new or again; False where it was open for the same request before."""
    changed = await sql.execute(
        "INSERT INTO media (token, name, asset_id, request_id, file_name, made_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (name, asset_id) DO UPDATE"
        " SET closed_at = NULL, request_id = excluded.request_id"
        " WHERE media.closed_at IS NOT NULL OR media.request_id <> excluded.request_id",
        *(value.token, value.name, value.asset_id, value.request_id, value.file_name),
        value.made_at,
    )
    return changed == 1


async def by_token(token: str) -> Medium | None:
    """Return what is at an address."""
    row = await sql.fetch_one("SELECT * FROM media WHERE token = $1", token)
    return _medium(row) if row else None


async def of_publication(name: str, *, locked: bool = False) -> list[Medium]:
    """Return every address of a publication, `locked` until the commit if asked."""
    query = "SELECT * FROM media WHERE name = $1 ORDER BY asset_id"
    return [_medium(row) for row in await sql.fetch(sql.locking(query) if locked else query, name)]


async def close(tokens: Sequence[str], now: datetime) -> None:
    """Close addresses."""
    marks = sql.placeholders(2, len(tokens))
    await sql.execute(f"UPDATE media SET closed_at = $1 WHERE token IN ({marks})", now, *tokens)


def _medium(row: sql.Row) -> Medium:
    return Medium(
        token=row["token"],
        name=row["name"],
        asset_id=row["asset_id"],
        request_id=row["request_id"],
        file_name=row["file_name"],
        made_at=sql.instant(row["made_at"]),
        closed_at=sql.instant_or_none(row["closed_at"]),
    )
