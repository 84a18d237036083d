"""The tables of webhooks. What was sent by them stands in `delivery_records`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.database import sql
from domain.webhooks.model import Happening, Webhook, WebhookState, Why


async def add(value: Webhook) -> None:
    """Keep a new webhook."""
    await sql.execute(
        "INSERT INTO webhooks (id, owner_id, name, address, happenings, selection, state, why,"
        " made_at, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        *(value.id, value.owner_id, value.name, value.address, _listed(value), value.selection),
        *(value.state, value.why, value.made_at, value.sealed),
    )


async def get(webhook_id: str, *, locked: bool = False) -> Webhook | None:
    """Return a webhook, `locked` until the commit if that is asked for."""
    query = "SELECT * FROM webhooks WHERE id = $1"
    row = await sql.fetch_one(sql.locking(query) if locked else query, webhook_id)
    return _webhook(row) if row else None


async def all_of(owner_id: str | None) -> list[Webhook]:
    """Return the webhooks of somebody, or of everybody, the newest first."""
    narrowed, given = ("", ()) if owner_id is None else (" WHERE owner_id = $1", (owner_id,))
    rows = await sql.fetch(f"SELECT * FROM webhooks{narrowed} ORDER BY id DESC", *given)
    return [_webhook(row) for row in rows]


async def told_of(happening: Happening) -> Mapping[str, WebhookState]:
    """Return which webhooks are told of something, and how they stand, by id."""
    rows = await sql.fetch("SELECT id, state, happenings FROM webhooks ORDER BY id")
    return {
        row["id"]: WebhookState(row["state"])
        for row in rows
        if happening in sql.document(row["happenings"])
    }


async def troubled() -> Sequence[Webhook]:
    """Return the webhooks that the hub itself paused, and those whose last attempt failed."""
    rows = await sql.fetch(
        "SELECT * FROM webhooks WHERE failures > 0 OR why NOT IN ('not', 'wish') ORDER BY id"
    )
    return [_webhook(row) for row in rows]


async def change(value: Webhook) -> None:
    """Write what a webhook is told of, where, and what of it."""
    await sql.execute(
        "UPDATE webhooks SET name = $1, address = $2, happenings = $3, selection = $4"
        " WHERE id = $5",
        *(value.name, value.address, _listed(value), value.selection, value.id),
    )


async def stand(webhook_id: str, state: WebhookState, why: Why) -> None:
    """Write whether a webhook is sent to; one that is active begins without failures."""
    anew = ", failures = 0, failing_since = NULL" if state is WebhookState.ACTIVE else ""
    await sql.execute(
        f"UPDATE webhooks SET state = $1, why = $2{anew} WHERE id = $3", state, why, webhook_id
    )


async def failed(webhook_id: str, now: datetime) -> tuple[int, datetime]:
    """Count an attempt that failed; return how many did in a row, and since when."""
    row = await sql.fetch_one(
        "UPDATE webhooks SET failures = failures + 1,"
        " failing_since = COALESCE(failing_since, $1) WHERE id = $2"
        " RETURNING failures, failing_since",
        now,
        webhook_id,
    )
    return (row["failures"], sql.instant(row["failing_since"])) if row else (0, now)


async def taken(webhook_id: str) -> None:
    """Write that an attempt was taken."""
    await sql.execute(
        "UPDATE webhooks SET failures = 0, failing_since = NULL WHERE id = $1 AND failures > 0",
        webhook_id,
    )


async def rotate(webhook_id: str, sealed: str, until: datetime) -> None:
    """Put a secret in the place of the present one, which signs beside it `until` then."""
    await sql.execute(
        "UPDATE webhooks SET sealed_before = sealed, before_until = $1, sealed = $2 WHERE id = $3",
        *(until, sealed, webhook_id),
    )


async def remove(webhook_id: str) -> None:
    """Forget a webhook, its secrets, and all that was sent by it."""
    mine = "SELECT id FROM webhook_deliveries WHERE webhook_id = $1"
    await sql.execute(f"DELETE FROM webhook_attempts WHERE delivery_id IN ({mine})", webhook_id)
    await sql.execute("DELETE FROM webhook_deliveries WHERE webhook_id = $1", webhook_id)
    await sql.execute("DELETE FROM webhooks WHERE id = $1", webhook_id)


def _listed(value: Webhook) -> list[str]:
    return [one.value for one in value.happenings]


def _webhook(row: sql.Row) -> Webhook:
    return Webhook(
        id=row["id"],
        owner_id=row["owner_id"],
        name=row["name"],
        address=row["address"],
        happenings=tuple(Happening(one) for one in sql.document(row["happenings"])),
        selection=row["selection"],
        state=WebhookState(row["state"]),
        why=Why(row["why"]),
        made_at=sql.instant(row["made_at"]),
        sealed=row["sealed"],
        sealed_before=row["sealed_before"],
        before_until=sql.instant_or_none(row["before_until"]),
        failures=row["failures"],
        failing_since=sql.instant_or_none(row["failing_since"]),
    )
