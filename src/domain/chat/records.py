"""Tables of chat. The only file of this area that knows the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.chat.model import Stranger
from domain.database import sql


class InstallStateRecord(Model):
    """An installation under way: digests of its state and of the browser it began in."""

    id = fields.CharField(64, primary_key=True)
    browser = fields.CharField(64)
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "install_states"


class StrangerRecord(Model):
    """An account in chat that did something and belongs to nobody."""

    id = fields.IntField(primary_key=True)
    workspace_id = fields.CharField(32)
    chat_user_id = fields.CharField(32)
    first_seen_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()
    times = fields.IntField()

    class Meta:
        """Where it is kept."""

        table = "chat_strangers"
        unique_together = (("workspace_id", "chat_user_id"),)


class HomeRecord(Model):
    """Somebody's Home as it was drawn last, and how they look at it."""

    id = fields.IntField(primary_key=True)
    workspace_id = fields.CharField(32)
    chat_user_id = fields.CharField(32)
    user = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT, db_index=True)
    looks = fields.JSONField[dict[str, Any]]()
    hash = fields.CharField(80, null=True)
    drawn = fields.CharField(64, null=True)
    opened_at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "chat_homes"
        unique_together = (("workspace_id", "chat_user_id"),)


class MailRecord(Model):
    """A mail that was to be sent, and what became of it."""

    key = fields.CharField(160, primary_key=True)
    user = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT, db_index=True)
    tried_at = fields.DatetimeField()
    sent_at = fields.DatetimeField(null=True)
    trouble = fields.CharField(200, null=True)

    class Meta:
        """Where it is kept."""

        table = "mails"


@dataclass(frozen=True, slots=True)
class Home:
    """A Home: whose, how they look at it (`looks`), and what was drawn last."""

    workspace_id: str
    chat_user_id: str
    user_id: str
    looks: Mapping[str, Any]
    hash: str | None
    drawn: str | None


# Installing.


async def add_state(state: str, browser: str, expires_at: datetime) -> None:
    """Keep an installation that was begun."""
    values = {"id": state, "browser": browser, "expires_at": expires_at, "used_at": None}
    await sql.insert(InstallStateRecord, values)


async def use_state(state: str, browser: str, now: datetime) -> bool:
    """Use a state up; False unless it was begun in this browser, is fresh, and was not used."""
    changed = await sql.execute(
        "UPDATE install_states SET used_at = $1 WHERE id = $2 AND browser = $3"
        " AND used_at IS NULL AND expires_at > $1",
        now,
        state,
        browser,
    )
    return changed == 1


async def forget_states(before: datetime) -> None:
    """Drop states that ended `before`."""
    await sql.execute("DELETE FROM install_states WHERE expires_at < $1", before)


# Accounts of nobody.


async def saw(workspace_id: str, chat_user_id: str, now: datetime) -> None:
    """Count that an account of nobody did something."""
    await sql.execute(
        "INSERT INTO chat_strangers"
        " (workspace_id, chat_user_id, first_seen_at, last_seen_at, times)"
        " VALUES ($1, $2, $3, $3, 1) ON CONFLICT (workspace_id, chat_user_id) DO UPDATE SET"
        " last_seen_at = excluded.last_seen_at, times = chat_strangers.times + 1",
        workspace_id,
        chat_user_id,
        now,
    )


async def strangers(limit: int) -> list[Stranger]:
    """Return accounts that belong to nobody still, those seen last at first."""
    rows = await sql.fetch(
        "SELECT s.* FROM chat_strangers s WHERE NOT EXISTS (SELECT 1 FROM chat_identities i"
        " WHERE i.workspace_id = s.workspace_id AND i.chat_user_id = s.chat_user_id)"
        " ORDER BY s.last_seen_at DESC, s.id LIMIT $1",
        limit,
    )
    return [
        Stranger(
            row["workspace_id"],
            row["chat_user_id"],
            sql.instant(row["first_seen_at"]),
            sql.instant(row["last_seen_at"]),
            row["times"],
        )
        for row in rows
    ]


async def forget_stranger(workspace_id: str, chat_user_id: str) -> None:
    """Drop what is known of an account that left, or is somebody's by now."""
    await sql.execute(
        "DELETE FROM chat_strangers WHERE workspace_id = $1 AND chat_user_id = $2",
        workspace_id,
        chat_user_id,
    )


# Homes.


async def home(workspace_id: str, chat_user_id: str) -> Home | None:
    """Return somebody's Home, if they ever opened it."""
    row = await sql.fetch_one(
        "SELECT * FROM chat_homes WHERE workspace_id = $1 AND chat_user_id = $2",
        workspace_id,
        chat_user_id,
    )
    return None if row is None else _home(row)


async def homes_of(user_ids: list[str], since: datetime) -> list[Home]:
    """Return the Homes of people that were opened `since`."""
    if not user_ids:
        return []
    rows = await sql.fetch(
        f"SELECT * FROM chat_homes WHERE opened_at >= $1 AND user_id IN"
        f" ({sql.placeholders(2, len(user_ids))}) ORDER BY id",
        since,
        *user_ids,
    )
    return [_home(row) for row in rows]


async def looked(
    workspace_id: str, chat_user_id: str, user_id: str, looks: Mapping[str, Any], now: datetime
) -> None:
    """Keep how somebody looks at their Home from now on."""
    await sql.execute(
        "INSERT INTO chat_homes (workspace_id, chat_user_id, user_id, looks, opened_at)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (workspace_id, chat_user_id) DO UPDATE SET"
        " user_id = excluded.user_id, looks = excluded.looks, opened_at = excluded.opened_at",
        workspace_id,
        chat_user_id,
        user_id,
        dict(looks),
        now,
    )


async def drawn(workspace_id: str, chat_user_id: str, hash_: str | None, drawn_: str) -> None:
    """Keep what a Home shows now, and what the chat calls that."""
    await sql.execute(
        "UPDATE chat_homes SET hash = $1, drawn = $2 WHERE workspace_id = $3 AND chat_user_id = $4",
        hash_,
        drawn_,
        workspace_id,
        chat_user_id,
    )


def _home(row: sql.Row) -> Home:
    return Home(
        row["workspace_id"],
        row["chat_user_id"],
        row["user_id"],
        sql.document(row["looks"]),
        row["hash"],
        row["drawn"],
    )


# Mail.


async def mail_is_sent(key: str) -> bool:
    """Whether the mail `key` was sent."""
    row = await sql.fetch_one("SELECT 1 FROM mails WHERE key = $1 AND sent_at IS NOT NULL", key)
    return row is not None


async def try_mail(key: str, user_id: str, now: datetime) -> None:
    """Write that a mail is being sent, before it is."""
    await sql.execute(
        "INSERT INTO mails (key, user_id, tried_at) VALUES ($1, $2, $3)"
        " ON CONFLICT (key) DO UPDATE SET tried_at = excluded.tried_at",
        key,
        user_id,
        now,
    )


async def mail_went(key: str, sent_at: datetime | None, trouble: str | None) -> None:
    """Write that a mail was sent, or why it never will be."""
    await sql.execute(
        "UPDATE mails SET sent_at = $1, trouble = $2 WHERE key = $3", sent_at, trouble, key
    )
