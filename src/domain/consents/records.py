"""The ledger's table: lines are added, and never changed or taken out."""

from collections.abc import Sequence

from tortoise import fields
from tortoise.models import Model

from domain.consents.model import (
    AgeBand,
    Channel,
    Entry,
    Purpose,
    Said,
    Source,
    State,
    Subject,
    SubjectKind,
)
from domain.database import sql
from domain.database.listing import of_each


class ConsentRecord(Model):
    """A line. Whose it is is named by kind and id, without a foreign key: a guest has no row."""

    id = fields.CharField(40, primary_key=True)
    subject_kind = fields.CharField(12)
    subject_ref = fields.CharField(40, db_index=True)
    purpose = fields.CharField(20)
    channel = fields.CharField(12)
    state = fields.CharField(10)
    said_at = fields.DatetimeField()
    source = fields.CharField(8)
    text_version = fields.CharField(80)
    country = fields.CharField(2, null=True)
    age_band = fields.CharField(16, null=True)
    recorded_at = fields.DatetimeField()
    veiled = fields.JSONField[dict[str, str]]()

    class Meta:
        """Where it is kept."""

        table = "consents"


async def of_subjects(refs: Sequence[str]) -> dict[str, list[Entry]]:
    """Return the entries of subjects by reference, in the order they were recorded."""
    return await of_each("consents", "subject_ref", refs, entry)


async def add(value: Entry) -> None:
    """Add a line."""
    said = value.said
    row = {
        "id": value.id,
        "subject_kind": value.subject.kind,
        "subject_ref": value.subject.ref,
        "purpose": said.purpose,
        "channel": said.channel,
        "state": said.state,
        "said_at": said.said_at,
        "source": said.source,
        "text_version": said.text_version,
        "country": said.country,
        "age_band": said.age_band,
        "recorded_at": value.recorded_at,
        "veiled": dict(value.veiled),
    }
    await sql.insert(ConsentRecord, row)


def entry(row: sql.Row) -> Entry:
    """Return a line from its row."""
    said = Said(
        purpose=Purpose(row["purpose"]),
        channel=Channel(row["channel"]),
        state=State(row["state"]),
        said_at=sql.instant(row["said_at"]),
        source=Source(row["source"]),
        text_version=row["text_version"],
        country=row["country"],
        age_band=AgeBand(row["age_band"]) if row["age_band"] else None,
    )
    return Entry(
        id=row["id"],
        subject=Subject(SubjectKind(row["subject_kind"]), row["subject_ref"]),
        said=said,
        recorded_at=sql.instant(row["recorded_at"]),
        veiled=sql.document(row["veiled"]),
    )
