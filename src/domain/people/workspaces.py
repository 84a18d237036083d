"""Chat workspaces the hub is installed in; their tokens are kept sealed.

An installation is one workspace's, or a whole organisation's: then it is kept under the id of the
organisation, and each workspace of it is known as one of its branches once it was heard of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.hub import Hub

#: What workspace tokens are sealed for.
USE = "workspace-token"

#: Why nobody can speak in a workspace until the app is installed there anew.
NEEDS_REINSTALL = "needs_reinstall"


class WorkspaceRecord(Model):
    """A chat workspace, or an organisation of several.

    `token_version` counts the tokens it had; `claimed_until` is until when one process renews the
    present one. `trouble` says why the token opens nothing.
    """

    id = fields.CharField(32, primary_key=True)
    name = fields.CharField(120)
    sealed_token = fields.TextField()
    bot_id = fields.CharField(32)
    bot_user_id = fields.CharField(32)
    installed_at = fields.DatetimeField()
    removed_at = fields.DatetimeField(null=True)
    locale = fields.CharField(16, default="en", db_default="en")
    url = fields.CharField(300, default="", db_default="")
    scopes = fields.TextField(default="", db_default="")
    sealed_refresh = fields.TextField(null=True)
    token_ends_at = fields.DatetimeField(null=True)
    token_version = fields.IntField(default=0, db_default=0)
    claimed_until = fields.DatetimeField(null=True)
    trouble = fields.CharField(80, null=True)

    class Meta:
        """Where it is kept."""

        table = "workspaces"


class BranchRecord(Model):
    """A workspace that is spoken in by the installation of its organisation."""

    id = fields.CharField(32, primary_key=True)
    organisation_id = fields.CharField(32)

    class Meta:
        """Where it is kept."""

        table = "workspace_branches"


@dataclass(frozen=True, slots=True, repr=False)
class Workspace:
    """A chat workspace with the token to speak there, and who the hub is in it.

    `url` is where people see it. `refresh` is what the next token is asked for with, and `ends_at`
    when this one ends; None where tokens are not renewed.
    """

    id: str
    name: str
    token: str
    bot_id: str
    bot_user_id: str
    scopes: tuple[str, ...] = ()
    refresh: str | None = None
    ends_at: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an installation stands: removed, troubled, or when its token ends."""

    id: str
    name: str
    removed_at: datetime | None
    trouble: str | None
    ends_at: datetime | None


async def install(hub: Hub, workspace: Workspace) -> None:
    """Keep a workspace, new or installed again; whatever kept it silent is over."""
    refresh = workspace.refresh
    await sql.execute(
        "INSERT INTO workspaces (id, name, sealed_token, bot_id, bot_user_id, installed_at,"
        " scopes, sealed_refresh, token_ends_at, url)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
        " sealed_token = excluded.sealed_token, bot_id = excluded.bot_id,"
        " bot_user_id = excluded.bot_user_id, removed_at = NULL, trouble = NULL,"
        " scopes = excluded.scopes, sealed_refresh = excluded.sealed_refresh,"
        " token_ends_at = excluded.token_ends_at, url = excluded.url, claimed_until = NULL,"
        " token_version = workspaces.token_version + 1",
        workspace.id,
        workspace.name,
        hub.secrets.seal(USE, workspace.token),
        workspace.bot_id,
        workspace.bot_user_id,
        hub.clock.now(),
        " ".join(workspace.scopes),
        None if refresh is None else hub.secrets.seal(USE, refresh),
        workspace.ends_at,
        workspace.url,
    )


async def find(hub: Hub, workspace_id: str) -> Workspace | None:
    """Return an installed workspace, or the organisation that speaks in it."""
    row = await _speaking(workspace_id)
    return None if row is None else _workspace(hub, row)


async def add_branch(workspace_id: str, organisation_id: str) -> bool:
    """Note that a workspace belongs to an installed organisation; False if that is not one."""
    found = await sql.fetch_one(
        "SELECT 1 FROM workspaces WHERE id = $1 AND removed_at IS NULL", organisation_id
    )
    if found is None:
        return False
    values = {"id": workspace_id, "organisation_id": organisation_id}
    await sql.insert_if_new(BranchRecord, values, ("id",))
    return True


async def remove_branches(organisation_id: str, workspace_ids: Sequence[str]) -> None:
    """Note that workspaces are spoken in no more by the installation of an organisation."""
    if not workspace_ids:
        return
    await sql.execute(
        "DELETE FROM workspace_branches WHERE organisation_id = $1"
        f" AND id IN ({sql.placeholders(2, len(workspace_ids))})",
        organisation_id,
        *workspace_ids,
    )


async def branches(installation_id: str) -> list[str]:
    """Return the workspaces that an installation speaks in: itself, and its branches."""
    rows = await sql.fetch(
        "SELECT id FROM workspace_branches WHERE organisation_id = $1 ORDER BY id", installation_id
    )
    return [installation_id, *(row["id"] for row in rows)]


async def joined() -> bool:
    """Whether the hub is installed in any workspace."""
    return bool(await sql.fetch("SELECT 1 FROM workspaces WHERE removed_at IS NULL LIMIT 1"))


async def only_one() -> str | None:
    """Return the workspace the hub is installed in if that is one alone; None otherwise.

    An organisation is several.
    """
    rows = await sql.fetch(
        "SELECT id, (SELECT COUNT(*) FROM workspace_branches) AS branches FROM workspaces"
        " WHERE removed_at IS NULL LIMIT 2"
    )
    return rows[0]["id"] if len(rows) == 1 and not rows[0]["branches"] else None


async def remove(workspace_id: str, at: datetime) -> None:
    """Mark a workspace as no longer installed."""
    await sql.execute(
        "UPDATE workspaces SET removed_at = $1 WHERE id = $2 AND removed_at IS NULL",
        at,
        workspace_id,
    )


async def standings() -> Sequence[Standing]:
    """Return how every installation stands that there ever was, by name."""
    rows = await sql.fetch("SELECT * FROM workspaces ORDER BY name, id")
    return [
        Standing(
            row["id"],
            row["name"],
            sql.instant_or_none(row["removed_at"]),
            row["trouble"],
            sql.instant_or_none(row["token_ends_at"]),
        )
        for row in rows
    ]


async def refused(workspace_id: str, token_seen: str, hub: Hub) -> None:
    """Note that the token of a workspace opens nothing, unless it has a newer one by now."""
    row = await _speaking(workspace_id)
    if row is not None and hub.secrets.unseal(USE, row["sealed_token"]) == token_seen:
        # Another process may have renewed it since it was read; the newer one is not refused.
        await sql.execute(
            "UPDATE workspaces SET trouble = $1 WHERE id = $2 AND token_version = $3",
            *(NEEDS_REINSTALL, row["id"], row["token_version"]),
        )


async def _speaking(workspace_id: str) -> sql.Row | None:
    return await sql.fetch_one(
        "SELECT * FROM workspaces WHERE removed_at IS NULL AND (id = $1"
        " OR id = (SELECT organisation_id FROM workspace_branches WHERE id = $1))"
        " ORDER BY CASE WHEN id = $1 THEN 0 ELSE 1 END LIMIT 1",
        workspace_id,
    )


def _workspace(hub: Hub, row: sql.Row) -> Workspace:
    refresh = row["sealed_refresh"]
    return Workspace(
        row["id"],
        row["name"],
        hub.secrets.unseal(USE, row["sealed_token"]),
        row["bot_id"],
        row["bot_user_id"],
        tuple(row["scopes"].split()),
        None if refresh is None else hub.secrets.unseal(USE, refresh),
        sql.instant_or_none(row["token_ends_at"]),
        row["url"],
    )
