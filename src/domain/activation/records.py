"""The table of accounts on lists that were handed over: where somebody's data went."""

from collections.abc import Sequence
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain import ids
from domain.activation.model import Listed
from domain.database import sql
from domain.database.listing import of_each


class ListedRecord(Model):
    """An account on a list. No name is in it: accounts are pseudonyms."""

    id = fields.CharField(40, primary_key=True)
    request = fields.ForeignKeyField("hub.RequestRecord", on_delete=fields.RESTRICT, db_index=True)
    account = fields.ForeignKeyField("hub.AccountRecord", on_delete=fields.RESTRICT, db_index=True)
    receiver = fields.CharField(40)
    went_at = fields.DatetimeField()
    asked_at = fields.DatetimeField(null=True)
    removed_at = fields.DatetimeField(null=True)
    removed_by = fields.CharField(40, null=True)
    receipt = fields.CharField(500)

    class Meta:
        """Where it is kept; whoever was handed over twice is there twice."""

        table = "listed_accounts"


async def add(request_id: str, account_ids: Sequence[str], receiver: str, now: datetime) -> None:
    """Write down that accounts went out on a list."""
    for account_id in account_ids:
        row = {
            "id": ids.new(ids.Prefix.LISTED),
            "request_id": request_id,
            "account_id": account_id,
            "receiver": receiver,
            "went_at": now,
            "receipt": "",
        }
        await sql.insert(ListedRecord, row)


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[Listed]]:
    """Return who was on the lists of requests, by request, in the order they went out."""
    return await of_each("listed_accounts", "request_id", request_ids, _listed)


async def of_accounts(account_ids: Sequence[str]) -> dict[str, list[Listed]]:
    """Return the lists that accounts are on, by account."""
    return await of_each("listed_accounts", "account_id", account_ids, _listed)


async def get(listed_id: str) -> Listed | None:
    """Return one account on one list, locked until the commit."""
    row = await sql.fetch_one(sql.locking("SELECT * FROM listed_accounts WHERE id = $1"), listed_id)
    return _listed(row) if row else None


async def ask(listed_id: str, now: datetime) -> bool:
    """Write that an account has to come off; False where that was known."""
    changed = await sql.execute(
        "UPDATE listed_accounts SET asked_at = $2 WHERE id = $1 AND asked_at IS NULL",
        listed_id,
        now,
    )
    return changed == 1


async def removed(listed_id: str, by: str | None, receipt: str, now: datetime) -> None:
    """Write that an account is off a list, who says so, and in which words.

    `by` is None where no person says it: an endpoint was told, and took it.
    """
    await sql.execute(
        "UPDATE listed_accounts SET removed_at = $2, removed_by = $3, receipt = $4 WHERE id = $1",
        listed_id,
        now,
        by,
        receipt,
    )


def _listed(row: sql.Row) -> Listed:
    return Listed(
        id=row["id"],
        request_id=row["request_id"],
        account_id=row["account_id"],
        receiver=row["receiver"],
        went_at=sql.instant(row["went_at"]),
        asked_at=sql.instant_or_none(row["asked_at"]),
        removed_at=sql.instant_or_none(row["removed_at"]),
        removed_by=row["removed_by"],
        receipt=row["receipt"],
    )
