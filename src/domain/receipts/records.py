"""The table of receipts."""

from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.database import sql


class ReceiptRecord(Model):
    """That something with `key` came in within `scope`, with what content, and what it got."""

    id = fields.IntField(primary_key=True)
    scope = fields.CharField(120)
    key = fields.CharField(255)
    fingerprint = fields.CharField(64)
    answer = fields.JSONField[dict[str, Any]](null=True)
    at = fields.DatetimeField(db_index=True)

    class Meta:
        """Where it is kept."""

        table = "receipts"
        unique_together = (("scope", "key"),)


async def add(scope: str, key: str, fingerprint: str, at: datetime) -> bool:
    """Add a receipt; False if there is one."""
    values = {"scope": scope, "key": key, "fingerprint": fingerprint, "at": at}
    return await sql.insert_if_new(ReceiptRecord, values, ("scope", "key"))


async def find(scope: str, key: str) -> tuple[str, Any] | None:
    """Return fingerprint and answer of a receipt."""
    row = await sql.fetch_one(
        "SELECT fingerprint, answer FROM receipts WHERE scope = $1 AND key = $2", scope, key
    )
    return None if row is None else (row["fingerprint"], sql.document(row["answer"]))


async def set_answer(scope: str, key: str, answer: dict[str, Any]) -> None:
    """Keep what the call was answered."""
    await sql.write(
        "UPDATE receipts SET answer = $1 WHERE scope = $2 AND key = $3", answer, scope, key
    )


async def forget_before(at: datetime) -> int:
    """Drop receipts older than `at`; return how many."""
    return await sql.execute("DELETE FROM receipts WHERE at < $1", at)
