"""The table of forms."""

from tortoise import fields
from tortoise.models import Model

from domain.case_forms.model import Form
from domain.cases.model import CaseKind, Severity, Topic
from domain.database import sql


class CaseFormRecord(Model):
    """A form by which people outside open cases."""

    id = fields.CharField(40, primary_key=True)
    title = fields.CharField(120)
    kind = fields.CharField(24)
    topic = fields.CharField(24, null=True)
    severity = fields.CharField(16, null=True)
    brand = fields.ForeignKeyField("hub.BrandRecord", null=True, on_delete=fields.RESTRICT)
    market = fields.CharField(2, null=True)
    origins = fields.JSONField[list[str]]()
    creator = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "case_forms"


async def add(form: Form) -> None:
    """Add a form."""
    await sql.insert(
        CaseFormRecord,
        {
            "id": form.id,
            "title": form.title,
            "kind": form.kind,
            "topic": form.topic,
            "severity": form.severity,
            "brand_id": form.brand_id,
            "market": form.market,
            "origins": list(form.origins),
            "creator_id": form.creator_id,
            "created_at": form.created_at,
            "expires_at": form.expires_at,
        },
    )


async def get(form_id: str) -> Form | None:
    """Return a form."""
    row = await sql.fetch_one("SELECT * FROM case_forms WHERE id = $1", form_id)
    return None if row is None else _form(row)


def _form(row: sql.Row) -> Form:
    return Form(
        id=row["id"],
        title=row["title"],
        kind=CaseKind(row["kind"]),
        topic=Topic(row["topic"]) if row["topic"] else None,
        severity=Severity(row["severity"]) if row["severity"] else None,
        brand_id=row["brand_id"],
        market=row["market"],
        origins=tuple(sql.document(row["origins"])),
        creator_id=row["creator_id"],
        created_at=sql.instant(row["created_at"]),
        expires_at=sql.instant(row["expires_at"]),
    )
