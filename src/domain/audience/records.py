"""The tables of capture: hosts, points, and how many came."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from tortoise import fields
from tortoise.models import Model

from domain.actor import RoleGrant
from domain.audience.model import CaptureKind, CapturePoint
from domain.database import sql
from domain.database.listing import Values


class CaptureHostRecord(Model):
    """A host that links may lead to."""

    host = fields.CharField(253, primary_key=True)
    admin = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT, related_name=False)
    added_at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "capture_hosts"


class CapturePointRecord(Model):
    """A link, promo code, form or call to action."""

    id = fields.CharField(40, primary_key=True)
    code = fields.CharField(40, unique=True)
    kind = fields.CharField(16)
    brand = fields.ForeignKeyField("hub.BrandRecord", on_delete=fields.RESTRICT, related_name=False)
    market = fields.CharField(2)
    title = fields.CharField(120)
    target = fields.CharField(500)
    interest = fields.CharField(80)
    consent_text = fields.TextField()
    text_version = fields.CharField(80)
    second_yes = fields.BooleanField()
    creator = fields.ForeignKeyField(
        "hub.UserRecord", on_delete=fields.RESTRICT, related_name=False
    )
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "capture_points"


class CaptureCountRecord(Model):
    """How many came to a point on a day (UTC), and how many visits were left out as no person's.

    Of nobody is anything kept here.
    """

    id = fields.CharField(60, primary_key=True)
    point = fields.ForeignKeyField(
        "hub.CapturePointRecord", on_delete=fields.RESTRICT, related_name=False, db_index=True
    )
    day = fields.DateField()
    visits = fields.IntField()
    left_out = fields.IntField()

    class Meta:
        """Where it is kept."""

        table = "capture_counts"


async def allow(host: str, admin_id: str, now: datetime) -> bool:
    """Allow a host; False if it was allowed already."""
    row = {"host": host, "admin_id": admin_id, "added_at": now}
    return await sql.insert_if_new(CaptureHostRecord, row, ["host"])


async def disallow(host: str) -> bool:
    """Take a host off; False if it was not allowed."""
    return await sql.execute("DELETE FROM capture_hosts WHERE host = $1", host) == 1


async def allowed(host: str) -> bool:
    """Whether links may lead to a host."""
    return await sql.fetch_one("SELECT 1 FROM capture_hosts WHERE host = $1", host) is not None


async def hosts() -> list[str]:
    """Return every host that links may lead to, by name."""
    return [row["host"] for row in await sql.fetch("SELECT host FROM capture_hosts ORDER BY host")]


async def add(point: CapturePoint) -> bool:
    """Add a point; False if its code is taken."""
    row = {
        "id": point.id,
        "code": point.code,
        "kind": point.kind,
        "brand_id": point.brand_id,
        "market": point.market,
        "title": point.title,
        "target": point.target,
        "interest": point.interest,
        "consent_text": point.consent_text,
        "text_version": point.text_version,
        "second_yes": point.second_yes,
        "creator_id": point.creator_id,
        "created_at": point.created_at,
        "expires_at": point.expires_at,
    }
    return await sql.insert_if_new(CapturePointRecord, row, ["code"])


async def by_code(code: str) -> CapturePoint | None:
    """Return the point with a code."""
    row = await sql.fetch_one("SELECT * FROM capture_points WHERE code = $1", code)
    return None if row is None else _point(row)


async def get(point_id: str) -> CapturePoint | None:
    """Return a point."""
    row = await sql.fetch_one("SELECT * FROM capture_points WHERE id = $1", point_id)
    return None if row is None else _point(row)


async def newest(grants: Iterable[RoleGrant], limit: int) -> list[CapturePoint]:
    """Return the newest points that roles, each perhaps of a brand or market only, let one see."""
    values = Values()
    rows = await sql.fetch(
        f"SELECT p.* FROM capture_points p WHERE {within(values, grants, 'p')}"
        f" ORDER BY p.id DESC LIMIT {values.arg(limit)}",
        *values.given,
    )
    return [_point(row) for row in rows]


def within(values: Values, grants: Iterable[RoleGrant], alias: str) -> str:
    """Return the condition that a role is for brand and market of a row called `alias`."""
    ways = []
    for grant in grants:
        parts = ["1 = 1"]
        if grant.brand_id is not None:
            parts.append(f"{alias}.brand_id = {values.arg(grant.brand_id)}")
        if grant.market is not None:
            parts.append(f"{alias}.market = {values.arg(grant.market)}")
        ways.append(f"({' AND '.join(parts)})")
    return f"({' OR '.join(ways)})" if ways else "1 = 0"


async def close(point_id: str, now: datetime) -> bool:
    """End a point that is open; say whether it was."""
    query = "UPDATE capture_points SET expires_at = $1 WHERE id = $2 AND expires_at > $1"
    return await sql.execute(query, now, point_id) == 1


async def count(point_id: str, day: date, *, person: bool) -> None:
    """Count a visit to a point on a day, as one of a person's or as one that was left out."""
    column = "visits" if person else "left_out"
    row = {
        "id": f"{point_id}:{day}",
        "point_id": point_id,
        "day": day,
        "visits": 0,
        "left_out": 0,
    }
    await sql.insert_once(CaptureCountRecord, row, ["id"])
    await sql.write(f"UPDATE capture_counts SET {column} = {column} + 1 WHERE id = $1", row["id"])


async def counts_of(point_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return how many visits to points there were, and how many were left out, by point."""
    marks = sql.placeholders(1, len(point_ids))
    rows = await sql.fetch(
        "SELECT point_id, SUM(visits) AS visits, SUM(left_out) AS left_out"
        f" FROM capture_counts WHERE point_id IN ({marks}) GROUP BY point_id",
        *point_ids,
    )
    found = {row["point_id"]: (int(row["visits"]), int(row["left_out"])) for row in rows}
    return {one: found.get(one, (0, 0)) for one in point_ids}


def _point(row: sql.Row) -> CapturePoint:
    return CapturePoint(
        id=row["id"],
        code=row["code"],
        kind=CaptureKind(row["kind"]),
        brand_id=row["brand_id"],
        market=row["market"],
        title=row["title"],
        target=row["target"],
        interest=row["interest"],
        consent_text=row["consent_text"],
        text_version=row["text_version"],
        second_yes=bool(row["second_yes"]),
        creator_id=row["creator_id"],
        created_at=sql.instant(row["created_at"]),
        expires_at=sql.instant(row["expires_at"]),
    )
