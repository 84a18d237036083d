"""The table of addresses of files."""

from collections.abc import Sequence
from datetime import datetime

from domain.database import sql
from domain.media.model import Medium
from domain.requests.model import RequestState

#: Where a request stands while something of it may be out.
_OUT = frozenset({RequestState.PUBLISHED, RequestState.LIVE})


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


async def is_out(value: Medium, now: datetime) -> bool:
    """Whether a request that is out brings the file by the publication's name, as of `now`.

    It is handed over or live, and its last day is not over, whatever job has not run yet.
    """
    states = sorted(_OUT)
    row = await sql.fetch_one(
        "SELECT 1 AS found FROM publications p JOIN requests r ON r.id = p.request_id"
        " WHERE p.name = $1 AND (p.ends_at IS NULL OR p.ends_at > $2)"
        " AND CAST(r.payload AS TEXT) LIKE $3"
        f" AND r.state IN ({sql.placeholders(4, len(states))}) LIMIT 1",
        *(value.name, now, f"%{value.asset_id}%", *states),
    )
    return row is not None


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
