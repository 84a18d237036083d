"""Chat workspaces the hub is installed in; their tokens are kept sealed."""

from dataclasses import dataclass
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.hub import Hub

#: What workspace tokens are sealed for.
USE = "workspace-token"


class WorkspaceRecord(Model):
    """A chat workspace."""

    id = fields.CharField(32, primary_key=True)
    name = fields.CharField(120)
    sealed_token = fields.TextField()
    bot_id = fields.CharField(32)
    bot_user_id = fields.CharField(32)
    installed_at = fields.DatetimeField()
    removed_at = fields.DatetimeField(null=True)
    locale = fields.CharField(16, default="en", db_default="en")

    class Meta:
        """Where it is kept."""

        table = "workspaces"


@dataclass(frozen=True, slots=True, repr=False)
class Workspace:
    """A chat workspace with the token to speak there, and who the hub is in it."""

    id: str
    name: str
    token: str
    bot_id: str
    bot_user_id: str


async def install(hub: Hub, workspace: Workspace) -> None:
    """Keep a workspace, new or installed again."""
    await sql.execute(
        "INSERT INTO workspaces (id, name, sealed_token, bot_id, bot_user_id, installed_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
        " sealed_token = excluded.sealed_token, bot_id = excluded.bot_id,"
        " bot_user_id = excluded.bot_user_id, removed_at = NULL",
        workspace.id,
        workspace.name,
        hub.secrets.seal(USE, workspace.token),
        workspace.bot_id,
        workspace.bot_user_id,
        hub.clock.now(),
    )


async def find(hub: Hub, workspace_id: str) -> Workspace | None:
    """Return an installed workspace."""
    row = await sql.fetch_one(
        "SELECT * FROM workspaces WHERE id = $1 AND removed_at IS NULL", workspace_id
    )
    if row is None:
        return None
    token = hub.secrets.unseal(USE, row["sealed_token"])
    return Workspace(row["id"], row["name"], token, row["bot_id"], row["bot_user_id"])


async def joined() -> bool:
    """Whether the hub is installed in any workspace."""
    return bool(await sql.fetch("SELECT 1 FROM workspaces WHERE removed_at IS NULL LIMIT 1"))


async def remove(workspace_id: str, at: datetime) -> None:
    """Mark a workspace as no longer installed."""
    await sql.execute("UPDATE workspaces SET removed_at = $1 WHERE id = $2", at, workspace_id)
