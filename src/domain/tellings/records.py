"""The table of what was told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.database.listing import of_each
from domain.tellings.model import Outcome, Telling, Way, What

#: The longest reason kept, in characters; the chat's own words are shorter.
REASON_LENGTH_MAX = 200


class TellingRecord(Model):
    """One thing told, or to be told."""

    id = fields.CharField(40, primary_key=True)
    key = fields.CharField(160, unique=True)
    request = fields.ForeignKeyField(
        "hub.RequestRecord", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    case = fields.ForeignKeyField(
        "hub.CaseRecord", null=True, on_delete=fields.RESTRICT, db_index=True, related_name=False
    )
    alert_id = fields.CharField(40, null=True, db_index=True)
    stage = fields.ForeignKeyField("hub.StageRecord", null=True, on_delete=fields.RESTRICT)
    round = fields.IntField()
    what = fields.CharField(16)
    details = fields.JSONField[dict[str, Any]]()
    way = fields.CharField(12)
    user = fields.ForeignKeyField("hub.UserRecord", null=True, on_delete=fields.RESTRICT)
    workspace_id = fields.CharField(32, null=True)
    place = fields.CharField(32, null=True)
    outcome = fields.CharField(12)
    reason = fields.CharField(200, null=True)
    until = fields.DatetimeField(null=True)
    asked_at = fields.DatetimeField()
    at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "tellings"
        indexes = (("workspace_id", "place", "id"),)


async def add(value: Telling) -> None:
    """Add a telling, unless there is one with its key."""
    await sql.insert_once(
        TellingRecord,
        {
            "id": value.id,
            "key": value.key,
            "request_id": value.request_id,
            "case_id": value.case_id,
            "alert_id": value.alert_id,
            "stage_id": value.stage_id,
            "round": value.round,
            "what": value.what,
            "details": dict(value.details or {}),
            "way": value.way,
            "user_id": value.user_id,
            "workspace_id": value.workspace_id,
            "place": value.place,
            "outcome": value.outcome,
            "reason": value.reason,
            "until": value.until,
            "asked_at": value.asked_at,
            "at": value.at,
        },
        ("key",),
    )


async def came_to(
    telling_id: str,
    outcome: Outcome,
    at: datetime,
    *,
    reason: str | None = None,
    until: datetime | None = None,
    place: tuple[str, str] | None = None,
) -> None:
    """Write what became of a telling; `place` is the workspace and place where it arrived."""
    await sql.execute(
        "UPDATE tellings SET outcome = $1, at = $2, reason = $3, until = $4,"
        " workspace_id = COALESCE($5, workspace_id), place = COALESCE($6, place) WHERE id = $7",
        outcome,
        at,
        reason[:REASON_LENGTH_MAX] if reason else None,
        until,
        place[0] if place else None,
        place[1] if place else None,
        telling_id,
    )


async def go_by(telling_id: str, way: Way) -> None:
    """Have something told by another way than it was asked for."""
    await sql.execute("UPDATE tellings SET way = $1 WHERE id = $2", way, telling_id)


async def get(telling_id: str) -> Telling | None:
    """Return a telling."""
    row = await sql.fetch_one("SELECT * FROM tellings WHERE id = $1", telling_id)
    return None if row is None else _telling(row)


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[Telling]]:
    """Return what was told of requests by request id, oldest first."""
    return await of_each("tellings", "request_id", request_ids, _telling)


async def of_cases(case_ids: Sequence[str]) -> dict[str, list[Telling]]:
    """Return what was told of cases by case id, oldest first."""
    return await of_each("tellings", "case_id", case_ids, _telling)


async def of_alerts(alert_ids: Sequence[str]) -> dict[str, list[Telling]]:
    """Return what was told of alerts by alert id, oldest first."""
    return await of_each("tellings", "alert_id", alert_ids, _telling)


async def last_of_place(workspace_id: str, place: str) -> Telling | None:
    """Return what came to an end last of what was sent to a place."""
    row = await sql.fetch_one(
        "SELECT * FROM tellings WHERE workspace_id = $1 AND place = $2"
        " AND outcome IN ('delivered', 'failed') ORDER BY id DESC LIMIT 1",
        workspace_id,
        place,
    )
    return None if row is None else _telling(row)


async def forget(user_id: str) -> None:
    """Take from what somebody was told which account of theirs it came to."""
    await sql.execute("UPDATE tellings SET place = '' WHERE user_id = $1", user_id)


def _telling(row: sql.Row) -> Telling:
    return Telling(
        id=row["id"],
        key=row["key"],
        what=What(row["what"]),
        way=Way(row["way"]),
        outcome=Outcome(row["outcome"]),
        asked_at=sql.instant(row["asked_at"]),
        request_id=row["request_id"],
        case_id=row["case_id"],
        alert_id=row["alert_id"],
        stage_id=row["stage_id"],
        round=row["round"],
        user_id=row["user_id"],
        workspace_id=row["workspace_id"],
        place=row["place"],
        details=sql.document(row["details"]),
        reason=row["reason"],
        until=sql.instant_or_none(row["until"]),
        at=sql.instant_or_none(row["at"]),
    )
