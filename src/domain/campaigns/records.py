"""The table of campaigns at the publisher."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.campaigns.model import Check, Draft, Pause
from domain.database import sql


class DraftRecord(Model):
    """A campaign's standing at the publisher."""

    request = fields.OneToOneField("hub.RequestRecord", primary_key=True, on_delete=fields.RESTRICT)
    revision = fields.IntField()
    outside = fields.JSONField[dict[str, str]]()
    version = fields.IntField(null=True)
    approved_version = fields.IntField(null=True)
    checks = fields.JSONField[list[dict[str, Any]]]()
    tried_by = fields.CharField(40, null=True)
    bids = fields.JSONField[dict[str, str]](null=True)
    updated_at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "campaign_drafts"


class PauseRecord(Model):
    """What people asked for last: that a campaign is paused, or runs again."""

    request = fields.OneToOneField("hub.RequestRecord", primary_key=True, on_delete=fields.RESTRICT)
    version = fields.IntField()
    paused = fields.BooleanField()
    reason = fields.TextField()
    user = fields.ForeignKeyField("hub.UserRecord", null=True, on_delete=fields.RESTRICT)
    at = fields.DatetimeField()
    done = fields.BooleanField()

    class Meta:
        """Where it is kept."""

        table = "campaign_pauses"


async def get(request_id: str) -> Draft | None:
    """Return the draft of a request."""
    return (await get_many([request_id])).get(request_id)


async def get_many(request_ids: Sequence[str]) -> dict[str, Draft]:
    """Return drafts by request id."""
    if not request_ids:
        return {}
    rows = await sql.fetch(
        "SELECT * FROM campaign_drafts WHERE request_id IN"
        f" ({sql.placeholders(1, len(request_ids))})",
        *request_ids,
    )
    return {row["request_id"]: _draft(row) for row in rows}


async def put(draft: Draft) -> None:
    """Write a draft, new or changed."""
    await sql.execute(
        "INSERT INTO campaign_drafts"
        " (request_id, revision, outside, version, approved_version, checks, updated_at, tried_by,"
        " bids) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (request_id) DO UPDATE SET"
        " revision = excluded.revision, outside = excluded.outside, version = excluded.version,"
        " approved_version = excluded.approved_version, checks = excluded.checks,"
        " updated_at = excluded.updated_at, tried_by = excluded.tried_by,"
        " bids = excluded.bids",
        draft.request_id,
        draft.revision,
        dict(draft.outside),
        draft.version,
        draft.approved_version,
        [{"name": c.name, "holds": c.holds, "found": c.found} for c in draft.checks],
        draft.updated_at,
        draft.tried_by,
        {market: str(amount) for market, amount in draft.bids.items()},
    )


def _draft(row: sql.Row) -> Draft:
    return Draft(
        request_id=row["request_id"],
        revision=row["revision"],
        outside=sql.document(row["outside"]),
        version=row["version"],
        approved_version=row["approved_version"],
        checks=tuple(Check(**check) for check in sql.document(row["checks"])),
        updated_at=sql.instant(row["updated_at"]),
        tried_by=row["tried_by"],
        bids={market: Decimal(said) for market, said in (sql.document(row["bids"]) or {}).items()},
    )


async def pause_of(request_id: str) -> Pause | None:
    """Return what people asked for last of a live campaign; None if it never was paused."""
    row = await sql.fetch_one("SELECT * FROM campaign_pauses WHERE request_id = $1", request_id)
    return _pause(row) if row else None


async def stopped(request_ids: Sequence[str]) -> set[str]:
    """Return those of some requests whose campaign stands still at the publisher, as people asked.

    Until one that is to run again does, it stands still.
    """
    if not request_ids:
        return set()
    rows = await sql.fetch(
        "SELECT request_id FROM campaign_pauses WHERE paused = done"
        f" AND request_id IN ({sql.placeholders(1, len(request_ids))})",
        *request_ids,
    )
    return {row["request_id"] for row in rows}


async def put_pause(value: Pause) -> None:
    """Write what people ask for now, in place of what was."""
    await sql.execute(
        "INSERT INTO campaign_pauses (request_id, version, paused, reason, user_id, at, done)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (request_id) DO UPDATE SET"
        " version = excluded.version, paused = excluded.paused, reason = excluded.reason,"
        " user_id = excluded.user_id, at = excluded.at, done = excluded.done",
        *(value.request_id, value.version, value.paused, value.reason),
        *(value.user_id, value.at, value.done),
    )


async def pause_came_true(value: Pause, *, paused: bool) -> bool:
    """Write how it is at the publisher by now, unless something else was asked for meanwhile."""
    done = await sql.execute(
        "UPDATE campaign_pauses SET paused = $1, done = $2"
        " WHERE request_id = $3 AND version = $4 AND done = $5",
        *(paused, True, value.request_id, value.version, False),
    )
    return done == 1


async def forget_pause(request_id: str) -> None:
    """Forget that a campaign was paused: it is published anew."""
    await sql.execute("DELETE FROM campaign_pauses WHERE request_id = $1", request_id)


def _pause(row: sql.Row) -> Pause:
    return Pause(
        request_id=row["request_id"],
        version=row["version"],
        paused=bool(row["paused"]),
        reason=row["reason"],
        user_id=row["user_id"],
        at=sql.instant(row["at"]),
        done=bool(row["done"]),
    )
