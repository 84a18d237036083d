"""The table of customers' lists at the publisher."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.campaigns.lists.model import AudienceState, CustomerList, Standing
from domain.database import sql
from domain.database.listing import of_each


class CustomerListRecord(Model):
    """A targeting's list; `members` and `trying` are accounts, under names that name nobody."""

    request = fields.OneToOneField(
        "hub.RequestRecord", primary_key=True, on_delete=fields.RESTRICT, related_name=False
    )
    campaign = fields.ForeignKeyField(
        "hub.RequestRecord", on_delete=fields.RESTRICT, related_name=False, db_index=True
    )
    audience_id = fields.CharField(64, null=True)
    members = fields.JSONField[list[str]]()
    trying: Any = fields.JSONField(null=True)
    state = fields.CharField(12)
    size_least = fields.BigIntField(null=True)
    size_most = fields.BigIntField(null=True)
    uploaded_at = fields.DatetimeField(null=True)
    by_people = fields.BooleanField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "customer_lists"


async def want(request_id: str, campaign_id: str) -> None:
    """Write that a targeting has a list; what is known of one that it had before stays."""
    await sql.execute(
        "INSERT INTO customer_lists (request_id, campaign_id, members, state, by_people)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (request_id) DO UPDATE SET ended_at = NULL",
        *(request_id, campaign_id, [], AudienceState.WAITING, False),
    )


async def get(request_id: str) -> CustomerList | None:
    """Return the list of a targeting; None if it has none."""
    found = (await of_requests([request_id]))[request_id]
    return found[0] if found else None


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[CustomerList]]:
    """Return the lists of targetings, none or one of each, by request."""
    return await of_each("customer_lists", "request_id", request_ids, _list, "request_id")


async def of_campaign(campaign_id: str) -> list[CustomerList]:
    """Return the lists that are for a campaign."""
    held = await of_each("customer_lists", "campaign_id", [campaign_id], _list, "request_id")
    return held[campaign_id]


async def begin(request_id: str, audience_id: str, accounts: Collection[str]) -> None:
    """Write that these accounts are about to be uploaded, for an audience of this id."""
    await sql.execute(
        "UPDATE customer_lists SET audience_id = $2, trying = $3 WHERE request_id = $1",
        *(request_id, audience_id, sorted(accounts)),
    )


async def uploaded(
    request_id: str, audience_id: str, accounts: Collection[str], now: datetime
) -> None:
    """Write that these accounts are all that is in an audience."""
    await sql.execute(
        "UPDATE customer_lists SET audience_id = $2, members = $3, trying = NULL,"
        " uploaded_at = $4, state = $5 WHERE request_id = $1",
        *(request_id, audience_id, sorted(accounts), now, AudienceState.PROCESSING),
    )


async def stands(request_id: str, found: Standing) -> None:
    """Write how the publisher says that a list stands."""
    await sql.execute(
        "UPDATE customer_lists SET state = $2, size_least = $3, size_most = $4"
        " WHERE request_id = $1",
        *(request_id, found.state, found.least, found.most),
    )


async def gone(request_id: str, ended_at: datetime | None) -> None:
    """Write that nothing of a list is at the publisher; `ended_at` if none is wanted any more."""
    await sql.execute(
        "UPDATE customer_lists SET audience_id = NULL, members = $2, trying = NULL, state = $3,"
        " size_least = NULL, size_most = NULL, ended_at = $4 WHERE request_id = $1",
        *(request_id, [], AudienceState.DELETED, ended_at),
    )


async def leave_to_people(request_id: str, *, people: bool) -> bool:
    """Write whether people may have a list because the hub could not do it; False if it is so."""
    changed = await sql.execute(
        "UPDATE customer_lists SET by_people = $2 WHERE request_id = $1 AND by_people <> $2",
        *(request_id, people),
    )
    return changed == 1


def _list(row: sql.Row) -> CustomerList:
    trying = sql.document(row["trying"]) if row["trying"] is not None else None
    return CustomerList(
        request_id=row["request_id"],
        campaign_id=row["campaign_id"],
        audience_id=row["audience_id"],
        members=tuple(sql.document(row["members"])),
        trying=None if trying is None else tuple(trying),
        state=AudienceState(row["state"]),
        least=row["size_least"],
        most=row["size_most"],
        uploaded_at=sql.instant_or_none(row["uploaded_at"]),
        by_people=bool(row["by_people"]),
        ended_at=sql.instant_or_none(row["ended_at"]),
    )
