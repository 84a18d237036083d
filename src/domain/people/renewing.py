"""Renewing the token of a workspace: one process at a time, with what can be used but once.

The turn is claimed in a short transaction with the row locked, the call outside is made with no
transaction open, and the answer is written in another, over the very token it replaces. A claim
ends by itself, later than any call can take: whoever died with the answer leaves a token that
cannot be renewed any more, which the next try finds out, and the app has to be installed anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.database import sql, transaction
from domain.hub import Hub
from domain.people.workspaces import NEEDS_REINSTALL, USE

#: A token with less than this left is renewed. Tokens live for twelve hours. Ours: it leaves
#: three hourly tries before anybody notices.
EARLY = timedelta(hours=4)

#: How long one process may take over renewing before another may try. Ours: three times what the
#: call outside may take.
CLAIM = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, repr=False)
class Renewal:
    """The caller's turn to renew a token: what to do it with, and which token it replaces."""

    workspace_id: str
    refresh: str
    version: int


async def due(now: datetime) -> list[str]:
    """Return the installations whose tokens are to be renewed."""
    rows = await sql.fetch(
        "SELECT id FROM workspaces WHERE removed_at IS NULL AND trouble IS NULL"
        " AND sealed_refresh IS NOT NULL AND token_ends_at <= $1 ORDER BY id",
        now + EARLY,
    )
    return [row["id"] for row in rows]


async def possible(workspace_id: str) -> bool:
    """Whether the token of a workspace, or of its organisation, can be renewed still."""
    row = await sql.fetch_one(
        "SELECT trouble, sealed_refresh FROM workspaces WHERE removed_at IS NULL AND (id = $1"
        " OR id = (SELECT organisation_id FROM workspace_branches WHERE id = $1))"
        " ORDER BY CASE WHEN id = $1 THEN 0 ELSE 1 END LIMIT 1",
        workspace_id,
    )
    return row is not None and row["trouble"] is None and row["sealed_refresh"] is not None


async def claim(hub: Hub, workspace_id: str) -> Renewal | None:
    """Return the caller's turn; None if it is somebody else's, or there is nothing to renew."""
    now = hub.clock.now()
    async with transaction():
        row = await sql.fetch_one(
            sql.locking("SELECT * FROM workspaces WHERE id = $1 AND removed_at IS NULL"),
            workspace_id,
        )
        if row is None or row["sealed_refresh"] is None or row["trouble"] is not None:
            return None
        ends = sql.instant_or_none(row["token_ends_at"])
        claimed = sql.instant_or_none(row["claimed_until"])
        if (ends is not None and ends > now + EARLY) or (claimed is not None and claimed > now):
            return None
        await sql.execute(
            "UPDATE workspaces SET claimed_until = $1 WHERE id = $2", now + CLAIM, workspace_id
        )
    refresh = hub.secrets.unseal(USE, row["sealed_refresh"])
    return Renewal(workspace_id, refresh, row["token_version"])


async def renewed(
    hub: Hub, renewal: Renewal, token: str, refresh: str | None, ends_at: datetime | None
) -> bool:
    """Keep a token in the place of the one that was to be renewed; False if that is gone."""
    changed = await sql.execute(
        "UPDATE workspaces SET sealed_token = $1, sealed_refresh = $2, token_ends_at = $3,"
        " token_version = token_version + 1, claimed_until = NULL, trouble = NULL"
        " WHERE id = $4 AND token_version = $5",
        hub.secrets.seal(USE, token),
        None if refresh is None else hub.secrets.seal(USE, refresh),
        ends_at,
        renewal.workspace_id,
        renewal.version,
    )
    return changed == 1


async def let_go(renewal: Renewal) -> None:
    """Let others try: nothing was renewed, and nothing used up."""
    await sql.execute(
        "UPDATE workspaces SET claimed_until = NULL WHERE id = $1 AND token_version = $2",
        renewal.workspace_id,
        renewal.version,
    )


async def lost(renewal: Renewal) -> bool:
    """Note that a token can never be renewed; False if it was replaced meanwhile."""
    changed = await sql.execute(
        "UPDATE workspaces SET trouble = $1, claimed_until = NULL"
        " WHERE id = $2 AND token_version = $3",
        NEEDS_REINSTALL,
        renewal.workspace_id,
        renewal.version,
    )
    return changed == 1
