"""The tables of edits that others made, and of how far they were looked for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.campaigns.edits.model import About, By, Did, Edit, FieldEdit, Part
from domain.database import sql
from domain.database.listing import of_each


class EditRecord(Model):
    """An edit; its id is the publisher's, so that it is kept once."""

    id = fields.CharField(64, primary_key=True)
    request = fields.ForeignKeyField(
        "hub.RequestRecord", on_delete=fields.RESTRICT, related_name=False
    )
    at = fields.DatetimeField()
    who = fields.CharField(200)
    by = fields.CharField(12)
    part = fields.CharField(10)
    name = fields.CharField(200)
    did = fields.CharField(8)
    fields_edited = fields.JSONField[list[dict[str, str]]]()
    noticed_at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "campaign_edits"
        indexes = (("request_id", "at"),)


class EditLookRecord(Model):
    """How far a campaign's edits were looked for, counted from when it was published last."""

    request = fields.OneToOneField(
        "hub.RequestRecord", primary_key=True, on_delete=fields.RESTRICT, related_name=False
    )
    began_at = fields.DatetimeField()
    looked_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "campaign_edit_looks"


async def standing() -> list[str]:
    """Return the campaigns of which something stands live at the publisher."""
    rows = await sql.fetch(
        "SELECT r.id FROM requests r JOIN campaign_drafts d ON d.request_id = r.id"
        " WHERE r.kind = 'campaign' AND r.state IN ('published', 'live') AND d.outside <> '{}'"
        " ORDER BY r.id"
    )
    return [row["id"] for row in rows]


async def begin(request_id: str, at: datetime) -> None:
    """Write that a campaign was published, so that what was edited before does not count."""
    await sql.execute(
        "INSERT INTO campaign_edit_looks (request_id, began_at, looked_at) VALUES ($1, $2, $3)"
        " ON CONFLICT (request_id) DO UPDATE SET began_at = excluded.began_at,"
        " looked_at = excluded.looked_at",
        *(request_id, at, None),
    )


async def looked(request_id: str) -> tuple[datetime, datetime | None] | None:
    """Return when a campaign was published, and when its edits were looked for; None if never."""
    row = await sql.fetch_one("SELECT * FROM campaign_edit_looks WHERE request_id = $1", request_id)
    if row is None:
        return None
    last = row["looked_at"]
    return sql.instant(row["began_at"]), sql.instant(last) if last else None


async def put_looked(request_id: str, began_at: datetime, at: datetime) -> None:
    """Write that edits were looked for, unless it was published anew meanwhile."""
    await sql.execute(
        "INSERT INTO campaign_edit_looks (request_id, began_at, looked_at) VALUES ($1, $2, $3)"
        " ON CONFLICT (request_id) DO UPDATE SET looked_at = excluded.looked_at"
        " WHERE campaign_edit_looks.began_at = excluded.began_at",
        *(request_id, began_at, at),
    )


async def add(request_id: str, edit: Edit, at: datetime) -> bool:
    """Keep an edit; False if it was kept before."""
    values: dict[str, Any] = {
        "id": edit.id,
        "request_id": request_id,
        "at": edit.at,
        "who": edit.who,
        "by": edit.by,
        "part": edit.part,
        "name": edit.name,
        "did": edit.did,
        "fields_edited": [_written(one) for one in edit.fields],
        "noticed_at": at,
    }
    return await sql.insert_if_new(EditRecord, values, ("id",))


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[Edit]]:
    """Return what others edited of campaigns, by request id, oldest first."""
    return await of_each("campaign_edits", "request_id", request_ids, _edit, "at, id")


def _written(one: FieldEdit) -> dict[str, str]:
    return {"about": one.about, "field": one.field, "before": one.before, "after": one.after}


def _edit(row: sql.Row) -> Edit:
    return Edit(
        id=row["id"],
        at=sql.instant(row["at"]),
        who=row["who"],
        by=By(row["by"]),
        part=Part(row["part"]),
        name=row["name"],
        did=Did(row["did"]),
        fields=tuple(
            FieldEdit(About(one["about"]), one["field"], one["before"], one["after"])
            for one in sql.document(row["fields_edited"])
        ),
    )
