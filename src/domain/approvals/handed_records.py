"""The table of seats that were handed to somebody else, since their stage was carried up."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.approvals.model import HandedSeat, Stage
from domain.database import sql
from domain.database.listing import of_each


class HandedSeatRecord(Model):
    """A seat of one round of a stage, and who fills it instead of whose it is."""

    id = fields.BigIntField(primary_key=True)
    request: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField(
        "hub.RequestRecord", on_delete=fields.RESTRICT, db_index=True, related_name=False
    )
    stage: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField(
        "hub.StageRecord", on_delete=fields.RESTRICT, related_name=False
    )
    round = fields.IntField()
    member: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField(
        "hub.UserRecord", on_delete=fields.RESTRICT, related_name=False
    )
    holder: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField(
        "hub.UserRecord", on_delete=fields.RESTRICT, db_index=True, related_name=False
    )
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField(
        "hub.UserRecord", on_delete=fields.RESTRICT, related_name=False
    )
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept: a seat has one holder, and nobody holds two of one round."""

        table = "handed_seats"
        unique_together = (("stage", "round", "member"), ("stage", "round", "holder"))


async def hand(stage: Stage, member_id: str, holder_id: str, by_id: str, at: datetime) -> None:
    """Hand the seat of `member_id` in the present round to `holder_id`, whoever held it before.

    Whatever else they were handed in it is given up, as one person holds one seat; in a
    transaction.
    """
    await sql.execute(
        "DELETE FROM handed_seats WHERE stage_id = $1 AND round = $2 AND holder_id = $3",
        stage.id,
        stage.round,
        holder_id,
    )
    await sql.execute(
        "INSERT INTO handed_seats"
        " (request_id, stage_id, round, member_id, holder_id, by_id, at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)"
        " ON CONFLICT (stage_id, round, member_id) DO UPDATE SET"
        " holder_id = excluded.holder_id, by_id = excluded.by_id, at = excluded.at",
        stage.request_id,
        stage.id,
        stage.round,
        member_id,
        holder_id,
        by_id,
        at,
    )


async def of_stage(stage: Stage) -> Mapping[str, str]:
    """Return who holds which handed seat in the present round of a stage, by whose it is."""
    rows = await sql.fetch(
        "SELECT member_id, holder_id FROM handed_seats WHERE stage_id = $1 AND round = $2",
        stage.id,
        stage.round,
    )
    return {row["member_id"]: row["holder_id"] for row in rows}


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[HandedSeat]]:
    """Return every seat that was handed on, of any round, by request id, the oldest first."""
    return await of_each("handed_seats", "request_id", request_ids, _seat, "at, id")


def _seat(row: sql.Row) -> HandedSeat:
    return HandedSeat(
        stage_id=row["stage_id"],
        round=row["round"],
        member_id=row["member_id"],
        holder_id=row["holder_id"],
        by_id=row["by_id"],
        at=sql.instant(row["at"]),
    )
