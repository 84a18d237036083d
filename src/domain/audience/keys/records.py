"""The table of matching keys, each encrypted under the key of the person it is of."""

from collections.abc import Sequence
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.database import sql


class MatchingKeyRecord(Model):
    """By what a publisher knows an account again; unreadable once the person is forgotten."""

    account = fields.OneToOneField(
        "hub.AccountRecord", primary_key=True, on_delete=fields.RESTRICT, related_name=False
    )
    veiled = fields.JSONField[dict[str, str]]()
    brought_at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "matching_keys"


async def put(account_id: str, veiled: dict[str, str], now: datetime) -> None:
    """Write the key of an account, in place of the one before."""
    await sql.execute(
        "INSERT INTO matching_keys (account_id, veiled, brought_at) VALUES ($1, $2, $3)"
        " ON CONFLICT (account_id) DO UPDATE SET veiled = excluded.veiled,"
        " brought_at = excluded.brought_at",
        *(account_id, veiled, now),
    )


async def of_accounts(account_ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the encrypted keys of those accounts that have one."""
    if not account_ids:
        return {}
    marks = sql.placeholders(1, len(account_ids))
    rows = await sql.fetch(
        f"SELECT * FROM matching_keys WHERE account_id IN ({marks})", *account_ids
    )
    return {row["account_id"]: sql.document(row["veiled"]) for row in rows}


async def forget(account_id: str) -> None:
    """Take the key of an account out."""
    await sql.execute("DELETE FROM matching_keys WHERE account_id = $1", account_id)
