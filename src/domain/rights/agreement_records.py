"""The table of agreements."""

from collections.abc import Sequence

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.errors import Busy
from domain.rights.agreements import Agreement, Unit


class AgreementRecord(Model):
    """What several grants were agreed in."""

    id = fields.CharField(40, primary_key=True)
    brand_id = fields.CharField(40)
    name = fields.CharField(200)
    party = fields.CharField(200)
    paper = fields.CharField(200)
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField(null=True)
    notice_count = fields.IntField()
    notice_unit = fields.CharField(6)
    renewal_months = fields.IntField()
    time_zone = fields.CharField(64)
    ended_at = fields.DatetimeField(null=True)
    version = fields.IntField()

    class Meta:
        """Where it is kept."""

        table = "rights_agreements"


async def add(value: Agreement) -> None:
    """Add an agreement."""
    await sql.insert(AgreementRecord, written(value))


async def end(before: Agreement, after: Agreement) -> None:
    """Write when an agreement is over; `Busy` if somebody else was quicker."""
    await sql.write(
        "UPDATE rights_agreements SET ended_at = $1, version = $2 WHERE id = $3 AND version = $4",
        after.ended_at,
        after.version,
        before.id,
        before.version,
        otherwise=Busy(
            "changed_meanwhile", "Somebody changed this agreement just now; look again."
        ),
    )


async def get(agreement_id: str) -> Agreement | None:
    """Return an agreement; None if there is none."""
    row = await sql.fetch_one("SELECT * FROM rights_agreements WHERE id = $1", agreement_id)
    return _agreement(row) if row else None


async def renewing() -> Sequence[Agreement]:
    """Return the agreements that renew themselves, oldest first."""
    rows = await sql.fetch(
        "SELECT * FROM rights_agreements WHERE renewal_months > 0 AND ended_at IS NULL ORDER BY id"
    )
    return [_agreement(row) for row in rows]


def written(value: Agreement) -> dict[str, object]:
    """Return the row of an agreement."""
    return {
        "id": value.id,
        "brand_id": value.brand_id,
        "name": value.name,
        "party": value.party,
        "paper": value.document,
        "starts_at": value.starts_at,
        "ends_at": value.ends_at,
        "notice_count": value.notice_count,
        "notice_unit": value.notice_unit,
        "renewal_months": value.renewal_months,
        "time_zone": value.time_zone,
        "ended_at": value.ended_at,
        "version": value.version,
    }


def _agreement(row: sql.Row) -> Agreement:
    return Agreement(
        id=row["id"],
        brand_id=row["brand_id"],
        name=row["name"],
        party=row["party"],
        document=row["paper"],
        starts_at=sql.instant(row["starts_at"]),
        ends_at=sql.instant_or_none(row["ends_at"]),
        notice_count=row["notice_count"],
        notice_unit=Unit(row["notice_unit"]),
        renewal_months=row["renewal_months"],
        time_zone=row["time_zone"],
        ended_at=sql.instant_or_none(row["ended_at"]),
        version=row["version"],
    )
