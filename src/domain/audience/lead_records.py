"""The tables of leads: who, what they did, and whom brands look for."""

from collections.abc import Sequence
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.actor import RoleGrant
from domain.audience.model import CaptureKind, Lead, LeadRoute, Profile, Signal
from domain.audience.records import within
from domain.database import sql
from domain.database.listing import Listing, Shown, of_each


class LeadProfileRecord(Model):
    """Whom a brand looks for."""

    brand_id = fields.CharField(40, primary_key=True)
    wanted = fields.JSONField[dict[str, list[str]]]()

    class Meta:
        """Where it is kept."""

        table = "lead_profiles"


class LeadRecord(Model):
    """An account of a brand that showed interest; `contact_mark` tells its address again."""

    id = fields.CharField(40, primary_key=True)
    account = fields.ForeignKeyField(
        "hub.AccountRecord", on_delete=fields.RESTRICT, related_name=False
    )
    brand = fields.ForeignKeyField("hub.BrandRecord", on_delete=fields.RESTRICT, related_name=False)
    market = fields.CharField(2)
    industry = fields.CharField(80)
    country = fields.CharField(2)
    interest = fields.CharField(80)
    contact_mark = fields.CharField(64, null=True)
    captured = fields.BooleanField()
    created_at = fields.DatetimeField()
    route = fields.CharField(12, null=True)
    reasons = fields.JSONField[list[str]]()
    routed_at = fields.DatetimeField(null=True)
    told = fields.CharField(12, null=True)
    forgotten_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "leads"
        indexes = (("brand_id", "id"),)


class LeadSignalRecord(Model):
    """One thing that a lead did; `key` keeps it from being kept twice."""

    id = fields.CharField(40, primary_key=True)
    lead = fields.ForeignKeyField(
        "hub.LeadRecord", on_delete=fields.RESTRICT, related_name=False, db_index=True
    )
    point = fields.ForeignKeyField(
        "hub.CapturePointRecord", on_delete=fields.RESTRICT, related_name=False
    )
    kind = fields.CharField(16)
    at = fields.DatetimeField()
    key = fields.CharField(200, unique=True)

    class Meta:
        """Where it is kept."""

        table = "lead_signals"


async def add(lead: Lead, contact_mark: str | None) -> None:
    """Add a lead."""
    row: dict[str, object] = {
        "id": lead.id,
        "account_id": lead.account_id,
        "brand_id": lead.brand_id,
        "market": lead.market,
        "industry": lead.industry,
        "country": lead.country,
        "interest": lead.interest,
        "contact_mark": contact_mark,
        "captured": lead.captured,
        "created_at": lead.created_at,
        "reasons": [],
    }
    await sql.insert(LeadRecord, row)


async def get(lead_id: str) -> Lead | None:
    """Return a lead."""
    row = await sql.fetch_one("SELECT * FROM leads WHERE id = $1", lead_id)
    return None if row is None else _lead(row)


async def of_account(account_id: str) -> list[Lead]:
    """Return the leads of an account, one of each brand."""
    rows = await sql.fetch("SELECT * FROM leads WHERE account_id = $1 ORDER BY id", account_id)
    return [_lead(row) for row in rows]


async def of_contact(contact_marks: Sequence[str]) -> Lead | None:
    """Return the lead that an address is told again by, under any of its marks."""
    marks = sql.placeholders(1, len(contact_marks))
    query = f"SELECT * FROM leads WHERE contact_mark IN ({marks}) ORDER BY id"
    row = await sql.fetch_one(query, *contact_marks)
    return None if row is None else _lead(row)


async def say(lead: Lead) -> None:
    """Write what a lead says of itself."""
    await sql.write(
        "UPDATE leads SET industry = $1, country = $2, interest = $3, forgotten_at = $4"
        " WHERE id = $5",
        lead.industry,
        lead.country,
        lead.interest,
        lead.forgotten_at,
        lead.id,
    )


async def route(lead: Lead) -> None:
    """Write where a lead goes."""
    await sql.write(
        "UPDATE leads SET route = $1, reasons = $2, routed_at = $3, told = $4 WHERE id = $5",
        lead.route,
        list(lead.reasons),
        lead.routed_at,
        lead.told,
        lead.id,
    )


async def forget(lead_id: str, now: datetime) -> None:
    """Remove what a lead did and said; that it was there, and where it went, stays."""
    await sql.execute("DELETE FROM lead_signals WHERE lead_id = $1", lead_id)
    await sql.write(
        "UPDATE leads SET industry = '', country = '', interest = '', contact_mark = NULL,"
        " forgotten_at = $1 WHERE id = $2",
        now,
        lead_id,
    )


async def add_signal(signal: Signal, point_id: str, key: str) -> bool:
    """Add what a lead did; False if it was kept already."""
    row = {
        "id": signal.id,
        "lead_id": signal.lead_id,
        "point_id": point_id,
        "kind": signal.kind,
        "at": signal.at,
        "key": key,
    }
    return await sql.insert_if_new(LeadSignalRecord, row, ["key"])


async def forget_signals(lead_id: str, before: datetime) -> None:
    """Remove what a lead did before an instant."""
    query = "DELETE FROM lead_signals WHERE lead_id = $1 AND at <= $2"
    await sql.execute(query, lead_id, before)


async def signals_of(lead_ids: Sequence[str]) -> dict[str, list[Signal]]:
    """Return what leads did, by lead."""
    table = (
        "(SELECT s.*, p.title FROM lead_signals s JOIN capture_points p ON p.id = s.point_id)"
        " AS done"
    )
    return await of_each(table, "lead_id", lead_ids, _signal)


async def unjudged(kind: str, limit: int) -> list[str]:
    """Return the ids of leads with signals that no open job of `kind` looks at."""
    rows = await sql.fetch(
        "SELECT l.id FROM leads l WHERE l.forgotten_at IS NULL"
        " AND EXISTS (SELECT 1 FROM lead_signals s WHERE s.lead_id = l.id)"
        " AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.kind = $1 AND j.lane = $2 || l.id"
        "  AND j.state = 'open') ORDER BY l.id LIMIT $3",
        kind,
        f"{kind}:",
        limit,
    )
    return [row["id"] for row in rows]


async def put_profile(brand_id: str, profile: Profile) -> None:
    """Write whom a brand looks for."""
    wanted = {
        "industries": sorted(profile.industries),
        "countries": sorted(profile.countries),
        "interests": sorted(profile.interests),
    }
    await sql.execute("DELETE FROM lead_profiles WHERE brand_id = $1", brand_id)
    await sql.insert(LeadProfileRecord, {"brand_id": brand_id, "wanted": wanted})


async def profiles_of(brand_ids: Sequence[str]) -> dict[str, Profile]:
    """Return whom brands look for, by brand; none of a brand that never said so."""
    if not brand_ids:
        return {}
    rows = await sql.fetch(
        f"SELECT * FROM lead_profiles WHERE brand_id IN ({sql.placeholders(1, len(brand_ids))})",
        *brand_ids,
    )
    return {row["brand_id"]: _profile(row) for row in rows}


def seen_by(grants: Sequence[RoleGrant]) -> Listing[Lead]:
    """Return the list of leads that roles, each perhaps of a brand or market only, let one see."""
    found = Listing("leads", "l", Shown(_lead))
    found.only(within(found, grants, "l"))
    return found


def _lead(row: sql.Row) -> Lead:
    return Lead(
        id=row["id"],
        account_id=row["account_id"],
        brand_id=row["brand_id"],
        market=row["market"],
        industry=row["industry"],
        country=row["country"],
        interest=row["interest"],
        captured=bool(row["captured"]),
        created_at=sql.instant(row["created_at"]),
        route=LeadRoute(row["route"]) if row["route"] else None,
        reasons=tuple(sql.document(row["reasons"])),
        routed_at=sql.instant_or_none(row["routed_at"]),
        told=LeadRoute(row["told"]) if row["told"] else None,
        forgotten_at=sql.instant_or_none(row["forgotten_at"]),
    )


def _profile(row: sql.Row) -> Profile:
    wanted = sql.document(row["wanted"])
    return Profile(
        frozenset(wanted["industries"]),
        frozenset(wanted["countries"]),
        frozenset(wanted["interests"]),
    )


def _signal(row: sql.Row) -> Signal:
    kind, at = CaptureKind(row["kind"]), sql.instant(row["at"])
    return Signal(row["id"], row["lead_id"], kind, row["title"], at)
