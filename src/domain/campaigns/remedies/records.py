"""The table of remedies."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.campaigns.remedies.model import Remedy, RemedyState
from domain.database import sql
from domain.database.listing import of_each
from domain.errors import Busy


class RemedyRecord(Model):
    """A remedy of a rejection."""

    id = fields.CharField(40, primary_key=True)
    request = fields.ForeignKeyField(
        "hub.RequestRecord", on_delete=fields.RESTRICT, related_name=False, db_index=True
    )
    revision = fields.IntField()
    reason = fields.TextField()
    text = fields.TextField()
    state = fields.CharField(12)
    noted_at = fields.DatetimeField()
    done_by = fields.ForeignKeyField(
        "hub.UserRecord",
        null=True,
        on_delete=fields.RESTRICT,
        related_name=False,
        source_field="done_by",
    )
    closed_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "campaign_remedies"


async def add(value: Remedy) -> None:
    """Add a remedy."""
    await sql.insert(RemedyRecord, asdict(value))


async def get(remedy_id: str) -> Remedy | None:
    """Return a remedy."""
    row = await sql.fetch_one("SELECT * FROM campaign_remedies WHERE id = $1", remedy_id)
    return _remedy(row) if row else None


async def tick(value: Remedy) -> None:
    """Write a remedy as done; `Busy` if somebody else was quicker."""
    await sql.write(
        "UPDATE campaign_remedies SET state = $1, done_by = $2, closed_at = $3"
        " WHERE id = $4 AND state = $5",
        *(value.state, value.done_by, value.closed_at, value.id, RemedyState.OPEN),
        otherwise=Busy("changed_meanwhile", "This remedy was changed this moment; look again."),
    )


async def close_open(request_id: str, at: datetime) -> int:
    """Write that the open remedies of a request went out with a revision; return how many."""
    return await sql.execute(
        "UPDATE campaign_remedies SET state = $1, closed_at = $2"
        " WHERE request_id = $3 AND state = $4",
        *(RemedyState.SENT, at, request_id, RemedyState.OPEN),
    )


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[Remedy]]:
    """Return the remedies of campaigns by request id, oldest first."""
    return await of_each("campaign_remedies", "request_id", request_ids, _remedy, "noted_at, id")


def _remedy(row: sql.Row) -> Remedy:
    return Remedy(
        id=row["id"],
        request_id=row["request_id"],
        revision=row["revision"],
        reason=row["reason"],
        text=row["text"],
        state=RemedyState(row["state"]),
        noted_at=sql.instant(row["noted_at"]),
        done_by=row["done_by"],
        closed_at=sql.instant_or_none(row["closed_at"]),
    )
