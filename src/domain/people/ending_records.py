"""Tokens of people that end soon; nothing of what they open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.database import sql


@dataclass(frozen=True, slots=True)
class Ending:
    """A token by its name, whose it is by name, and when it ends."""

    name: str
    owner: str
    at: datetime


async def between(since: datetime, until: datetime, limit: int) -> Sequence[Ending]:
    """Return up to `limit` tokens that are good now and end by `until`, the first at first."""
    rows = await sql.fetch(
        "SELECT t.name, u.name AS owner, t.expires_at"
        " FROM tokens t JOIN users u ON u.id = t.user_id"
        " WHERE t.revoked_at IS NULL AND t.expires_at > $1 AND t.expires_at <= $2"
        " ORDER BY t.expires_at, t.id LIMIT $3",
        *(since, until, limit),
    )
    return [Ending(row["name"], row["owner"], sql.instant(row["expires_at"])) for row in rows]
