"""The table of what publishers say."""

from collections.abc import Sequence
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.database.listing import Values, of_each
from domain.distribution.model import Demand, Report, Said
from domain.errors import Busy
from domain.people.model import Sight
from domain.requests.seeing import within


class DistributionRecord(Model):
    """Something that a publisher says; a partial index holds that it is open once."""

    id = fields.CharField(40, primary_key=True)
    about_id = fields.CharField(40, db_index=True)
    request = fields.ForeignKeyField(
        "hub.RequestRecord",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
        related_name=False,
    )
    brand = fields.ForeignKeyField(
        "hub.BrandRecord", on_delete=fields.RESTRICT, db_index=True, related_name=False
    )
    publisher = fields.CharField(32)
    kind = fields.CharField(20)
    ref = fields.CharField(80)
    said = fields.CharField(500)
    territories = fields.JSONField[list[str]]()
    since = fields.DatetimeField()
    reporter = fields.ForeignKeyField(
        "hub.UserRecord", null=True, on_delete=fields.RESTRICT, related_name=False
    )
    closed_at = fields.DatetimeField(null=True)
    closer = fields.ForeignKeyField(
        "hub.UserRecord", null=True, on_delete=fields.RESTRICT, related_name=False
    )
    closed_why = fields.CharField(500)

    class Meta:
        """Where it is kept."""

        table = "distribution_reports"


async def get(report_id: str) -> Report | None:
    """Return a report."""
    row = await sql.fetch_one("SELECT * FROM distribution_reports WHERE id = $1", report_id)
    return _report(row) if row else None


async def same_open(about_id: str, said: Said) -> Report | None:
    """Return what is open of the same kind under the same reference, if it is."""
    row = await sql.fetch_one(
        "SELECT * FROM distribution_reports WHERE about_id = $1 AND kind = $2 AND ref = $3"
        " AND closed_at IS NULL",
        about_id,
        said.kind,
        said.ref,
    )
    return _report(row) if row else None


async def open_of(
    brand_ids: Sequence[str] | None, whole: Sequence[str] | None, sight: Sight, limit: int
) -> list[Report]:
    """Return what is open of brands, None for every one, the newest first.

    What was asked for is of some markets: it is there of brands that are seen `whole`, or where
    the request is within sight.
    """
    values = Values()
    brands, wholly = values.among("d.brand_id", brand_ids), values.among("d.brand_id", whole)
    rows = await sql.fetch(
        "SELECT d.* FROM distribution_reports d LEFT JOIN requests r ON r.id = d.request_id"
        f" WHERE d.closed_at IS NULL AND {brands}"
        f" AND (d.request_id IS NULL OR {wholly} OR {within(values, sight)})"
        f" ORDER BY d.id DESC LIMIT {limit}",
        *values.given,
    )
    return [_report(row) for row in rows]


async def of_each_about(about_ids: Sequence[str]) -> dict[str, list[Report]]:
    """Return what was said of placements and exposures, by their ids, oldest first."""
    return await of_each("distribution_reports", "about_id", about_ids, _report)


async def add(value: Report) -> None:
    """Add a report."""
    said = value.said
    row = {
        "id": value.id,
        "about_id": value.about_id,
        "request_id": value.request_id,
        "brand_id": value.brand_id,
        "publisher": value.publisher,
        "kind": said.kind,
        "ref": said.ref,
        "said": said.text,
        "territories": list(said.territories),
        "since": said.since,
        "reporter_id": value.reporter_id,
        "closed_at": None,
        "closer_id": None,
        "closed_why": "",
    }
    await sql.insert(DistributionRecord, row)


async def say(report_id: str, said: Said) -> None:
    """Write what is said now, of where; `Busy` if somebody closed it just now."""
    await sql.write(
        "UPDATE distribution_reports SET said = $1, territories = $2"
        " WHERE id = $3 AND closed_at IS NULL",
        said.text,
        list(said.territories),
        report_id,
        otherwise=Busy("changed_meanwhile", "Somebody closed this just now; look again."),
    )


async def close(report_id: str, closer_id: str | None, why: str, at: datetime) -> None:
    """Write that it is mended; `Busy` if somebody wrote so just now."""
    await sql.write(
        "UPDATE distribution_reports SET closed_at = $1, closer_id = $2, closed_why = $3"
        " WHERE id = $4 AND closed_at IS NULL",
        at,
        closer_id,
        why,
        report_id,
        otherwise=Busy("changed_meanwhile", "Somebody closed this just now; look again."),
    )


def _report(row: sql.Row) -> Report:
    return Report(
        id=row["id"],
        about_id=row["about_id"],
        request_id=row["request_id"],
        brand_id=row["brand_id"],
        publisher=row["publisher"],
        said=Said(
            Demand(row["kind"]),
            row["ref"],
            row["said"],
            tuple(sql.document(row["territories"])),
            sql.instant(row["since"]),
        ),
        reporter_id=row["reporter_id"],
        closed_at=sql.instant_or_none(row["closed_at"]),
        closer_id=row["closer_id"],
        closed_why=row["closed_why"],
    )
