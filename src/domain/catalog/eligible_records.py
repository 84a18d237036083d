"""The table of how sites stand."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.catalog import site_records
from domain.catalog.eligible import (
    Contract,
    Eligibility,
    Escalation,
    Lights,
    Programme,
    Risk,
    Verdict,
)
from domain.catalog.premises import Site
from domain.database import sql


class EligibilityRecord(Model):
    """How a site stood when it was judged last; `document` holds what is not asked for by."""

    site: fields.OneToOneRelation[Model] = fields.OneToOneField(
        "hub.SiteRecord", primary_key=True, on_delete=fields.RESTRICT
    )
    verdict = fields.CharField(16)
    priority = fields.IntField()
    risk = fields.CharField(8, null=True)
    document = fields.JSONField[dict[str, Any]]()
    told = fields.CharField(160)
    judged_at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "site_eligibility"


async def of_sites(site_ids: Sequence[str]) -> dict[str, Eligibility]:
    """Return how sites stand, by id; who was not judged yet is missing."""
    if not site_ids:
        return {}
    marks = sql.placeholders(1, len(site_ids))
    rows = await sql.fetch(f"SELECT * FROM site_eligibility WHERE site_id IN ({marks})", *site_ids)
    return {row["site_id"]: _eligibility(row) for row in rows}


async def sites_by_risk(limit: int) -> list[Site]:
    """Return the first `limit` sites by urgency, then risk; what nobody knows comes first."""
    rows = await sql.fetch(
        "SELECT s.* FROM sites s LEFT JOIN site_eligibility e ON e.site_id = s.id"
        " ORDER BY COALESCE(e.priority, 0),"
        " CASE e.risk WHEN 'low' THEN 2 WHEN 'medium' THEN 1 ELSE 0 END, s.name, s.id LIMIT $1",
        limit,
    )
    return [site_records.site(row) for row in rows]


async def put(value: Eligibility) -> None:
    """Write how a site stands now."""
    row = {
        "site_id": value.site_id,
        "verdict": value.verdict,
        "priority": value.priority,
        "risk": value.risk,
        "document": _document(value),
        "told": value.told,
        "judged_at": value.judged_at,
    }
    await sql.execute("DELETE FROM site_eligibility WHERE site_id = $1", value.site_id)
    await sql.insert(EligibilityRecord, row)


def _document(value: Eligibility) -> dict[str, Any]:
    lights = value.lights
    return {
        "programmes": [one.value for one in value.programmes],
        "escalation": value.escalation.value,
        "lights": [lights.provider, lights.composition, lights.recording],
        "contract": value.contract.value,
        "ends_on": value.ends_on.isoformat() if value.ends_on else None,
        "day": value.day.isoformat(),
        "reasons": list(value.reasons),
        "judgement": dict(value.judgement),
    }


def _eligibility(row: sql.Row) -> Eligibility:
    kept = sql.document(row["document"])
    return Eligibility(
        site_id=row["site_id"],
        verdict=Verdict(row["verdict"]),
        programmes=tuple(Programme(one) for one in kept["programmes"]),
        escalation=Escalation(kept["escalation"]),
        priority=row["priority"],
        risk=Risk(row["risk"]) if row["risk"] else None,
        lights=Lights(*kept["lights"]),
        contract=Contract(kept["contract"]),
        ends_on=date.fromisoformat(kept["ends_on"]) if kept["ends_on"] else None,
        day=date.fromisoformat(kept["day"]),
        reasons=tuple(kept["reasons"]),
        judged_at=sql.instant(row["judged_at"]),
        judgement=kept["judgement"],
        told=row["told"],
    )
