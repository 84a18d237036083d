"""The table of decisions: what the rules said of each revision, for ever."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain import ids
from domain.database import sql
from domain.decisions.model import Judgement
from domain.decisions.rules import from_json, to_json


class DecisionRecord(Model):
    """What one table said of one revision of a request."""

    id = fields.CharField(40, primary_key=True)
    request = fields.ForeignKeyField("hub.RequestRecord", on_delete=fields.RESTRICT, db_index=True)
    revision = fields.IntField()
    table_key = fields.CharField(80)
    table_version = fields.CharField(64)
    outcome = fields.CharField(16)
    judgement = fields.JSONField[dict[str, Any]]()
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "decisions"


async def add(
    request_id: str, revision: int, judgements: Sequence[Judgement], at: datetime
) -> None:
    """Keep what the tables said of a revision."""
    for judgement in judgements:
        await sql.insert(
            DecisionRecord,
            {
                "id": ids.new(ids.Prefix.DECISION),
                "request_id": request_id,
                "revision": revision,
                "table_key": judgement.table,
                "table_version": judgement.version,
                "outcome": judgement.outcome,
                "judgement": to_json(judgement),
                "at": at,
            },
        )


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[tuple[int, Judgement]]]:
    """Return (revision, judgement) of requests by request id, in the order they were made."""
    found: dict[str, list[tuple[int, Judgement]]] = {request_id: [] for request_id in request_ids}
    if request_ids:
        rows = await sql.fetch(
            "SELECT request_id, revision, judgement FROM decisions WHERE request_id IN"
            f" ({sql.placeholders(1, len(request_ids))}) ORDER BY id",
            *request_ids,
        )
        for row in rows:
            judgement = from_json(sql.document(row["judgement"]))
            found[row["request_id"]].append((row["revision"], judgement))
    return found
