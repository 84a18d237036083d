"""Tables of requests: the request, its revisions, its markets, and the running number."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.approvals import records as approvals
from domain.database import sql
from domain.database.gathering import Gathered
from domain.database.listing import Shown, Values
from domain.decisions import records as decisions
from domain.errors import Busy
from domain.people.model import Sight
from domain.requests import seeing
from domain.requests.model import Request, RequestState
from domain.requests.projection import Listed, Projection, Read
from domain.text import folded
from domain.unread import UNREAD


class RequestRecord(Model):
    """Something asked for."""

    id = fields.CharField(40, primary_key=True)
    number = fields.IntField(unique=True)
    kind = fields.CharField(32)
    title = fields.CharField(200)
    title_folded = fields.TextField(default="", db_default="")
    requester = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT, db_index=True)
    brand = fields.ForeignKeyField(
        "hub.BrandRecord", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    agency = fields.ForeignKeyField(
        "hub.AgencyRecord", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    markets = fields.JSONField[list[str]]()
    state = fields.CharField(24)
    revision = fields.IntField()
    version = fields.IntField()
    payload = fields.JSONField[dict[str, Any]]()
    note = fields.TextField(null=True)
    trouble = fields.TextField(null=True)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        """Where it is kept; the indexes serve the lists."""

        table = "requests"
        indexes = (("state", "updated_at", "id"), ("created_at", "id"), ("updated_at", "id"))


class RevisionRecord(Model):
    """What was asked for in one revision, and by whom."""

    id = fields.IntField(primary_key=True)
    request = fields.ForeignKeyField("hub.RequestRecord", on_delete=fields.RESTRICT)
    number = fields.IntField()
    payload = fields.JSONField[dict[str, Any]]()
    author = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT)
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "revisions"
        unique_together = (("request", "number"),)


class RequestMarketRecord(Model):
    """A country that a request concerns; what the visibility predicate looks at."""

    id = fields.IntField(primary_key=True)
    request = fields.ForeignKeyField("hub.RequestRecord", on_delete=fields.RESTRICT)
    market = fields.CharField(2, db_index=True)

    class Meta:
        """Where it is kept."""

        table = "request_markets"
        unique_together = (("request", "market"),)


class CounterRecord(Model):
    """The last number given out under a name."""

    name = fields.CharField(32, primary_key=True)
    value = fields.IntField()

    class Meta:
        """Where it is kept."""

        table = "counters"


async def next_number() -> int:
    """Return the next running number of requests."""
    row = await sql.fetch_one(
        "INSERT INTO counters (name, value) VALUES ('request', 1)"
        " ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value"
    )
    return int(row["value"]) if row else 1


async def add(request: Request) -> None:
    """Add a request with its first revision."""
    await sql.insert(
        RequestRecord,
        {
            "id": request.id,
            "number": request.number,
            "kind": request.kind,
            "title": request.title,
            "title_folded": folded(request.title),
            "requester_id": request.requester_id,
            "brand_id": request.brand_id,
            "agency_id": request.agency_id,
            "markets": list(request.markets),
            "state": request.state,
            "revision": request.revision,
            "version": request.version,
            "payload": dict(request.payload),
            "note": request.note,
            "trouble": request.trouble,
            "created_at": request.created_at,
            "updated_at": request.updated_at,
        },
    )
    await _set_places(request)


async def add_revision(request: Request, author_id: str, at: datetime) -> None:
    """Keep what `request` asks for as its present revision."""
    await sql.insert(
        RevisionRecord,
        {
            "request_id": request.id,
            "number": request.revision,
            "payload": dict(request.payload),
            "author_id": author_id,
            "at": at,
        },
    )


async def change(before: Request, after: Request) -> None:
    """Write `after` where `before` still stands; `Busy` if somebody else was quicker."""
    await sql.write(
        "UPDATE requests SET state = $1, version = $2, note = $3, trouble = $4, updated_at = $5"
        " WHERE id = $6 AND version = $7",
        after.state,
        after.version,
        after.note,
        after.trouble,
        after.updated_at,
        before.id,
        before.version,
        otherwise=Busy(
            "changed_meanwhile", f"`{before.title}` was changed this moment; look again."
        ),
    )


async def set_trouble(request_id: str, trouble: str | None, at: datetime) -> None:
    """Write what keeps the hub from doing its part."""
    await sql.write(
        "UPDATE requests SET trouble = $1, updated_at = $2 WHERE id = $3", trouble, at, request_id
    )


async def change_content(request: Request) -> None:
    """Write what `request` asks for now."""
    await sql.write(
        "UPDATE requests SET title = $1, title_folded = $2, markets = $3, revision = $4,"
        " payload = $5 WHERE id = $6",
        request.title,
        folded(request.title),
        list(request.markets),
        request.revision,
        dict(request.payload),
        request.id,
    )
    await sql.write("DELETE FROM request_markets WHERE request_id = $1", request.id)
    await _set_places(request)


#: The request `{request}`, and whether something else is so of it.
REQUEST = "SELECT * FROM requests WHERE id = {request}"
REQUEST_AND = "SELECT requests.*, EXISTS ({more}) AS more FROM requests WHERE id = {request}"


async def get(request_id: str) -> Request | None:
    """Return a request."""
    row = await sql.fetch_one(REQUEST.format(request="$1"), request_id)
    return None if row is None else from_row(row)


async def get_by_number(number: int) -> Request | None:
    """Return the request people call `number`."""
    row = await sql.fetch_one("SELECT * FROM requests WHERE number = $1", number)
    return None if row is None else from_row(row)


async def get_of_stage(stage_id: str) -> Request | None:
    """Return the request a stage belongs to."""
    row = await sql.fetch_one(
        "SELECT r.* FROM requests r JOIN stages s ON s.request_id = r.id WHERE s.id = $1", stage_id
    )
    return None if row is None else from_row(row)


async def get_many(request_ids: Sequence[str], sight: Sight | None = None) -> dict[str, Request]:
    """Return requests by id; those within `sight` alone, where it is given."""
    if not request_ids:
        return {}
    values = Values()
    which = f"r.id IN ({values.args(request_ids)})"
    if sight is not None:
        which += f" AND {seeing.within(values, sight)}"
    rows = await sql.fetch(f"SELECT r.* FROM requests r WHERE {which}", *values.given)
    return {row["id"]: from_row(row) for row in rows}


async def revisions(request_id: str) -> Sequence[Mapping[str, Any]]:
    """Return number, payload, author and time of every revision, oldest first."""
    rows = await sql.fetch(
        "SELECT number, payload, author_id, at FROM revisions WHERE request_id = $1"
        " ORDER BY number",
        request_id,
    )
    return [
        {
            "number": row["number"],
            "payload": sql.document(row["payload"]),
            "author_id": row["author_id"],
            "at": sql.instant(row["at"]),
        }
        for row in rows
    ]


#: What every list reads of the request `r`; and its payload; and the names that stand by it.
COLUMNS = (
    "r.id, r.number, r.kind, r.title, r.requester_id, r.brand_id, r.agency_id, r.markets, r.state,"
    " r.revision, r.version, r.note, r.trouble, r.created_at, r.updated_at"
)
PAYLOAD = ", r.payload"
NAMES = (
    ", COALESCE(u.name, 'somebody') AS requester_name, b.name AS brand_name, a.name AS agency_name"
)
NAMED = (
    " LEFT JOIN users u ON u.id = r.requester_id LEFT JOIN brands b ON b.id = r.brand_id"
    " LEFT JOIN agencies a ON a.id = r.agency_id"
)


#: Which fields of a request its row holds as they are shown, by column; and its names.
HELD = {
    name: name for name in ("id", "number", "kind", "title", "state", "revision", "note", "trouble")
} | {"created_at": "created_at", "updated_at": "updated_at"}
HELD_NAMES = {name: name for name in ("requester_name", "brand_name", "agency_name")}


@lru_cache
def shown(projection: Projection) -> Shown[Listed]:
    """Return how rows of `requests` are read for a page of what `projection` asks for."""
    columns = COLUMNS + PAYLOAD * projection.payload + NAMES * projection.names
    made = from_row if projection.payload else partial(from_row, payload=UNREAD)
    judged = decisions.JUDGED if projection.judgements else decisions.DECIDED
    gathered: dict[str, Gathered] = {}
    if projection.stages:
        gathered["stages"] = approvals.STAGES
    if projection.decisions:
        gathered["decisions"] = judged

    def listed(row: sql.Row) -> Listed:
        one = Listed(row, made, projection.names)
        if projection.stages:
            one.stages = Read(approvals.STAGES.rows(row["stages"]), approvals.gathered_stage)
        if projection.decisions:
            one.decisions = Read(judged.rows(row["decisions"]), decisions.gathered)
        return one

    return Shown(listed, columns, NAMED * projection.names, gathered)


def from_row(row: sql.Row, payload: Mapping[str, Any] | None = None) -> Request:
    """Return a request from a row of `requests`, with `payload` where the row has none."""
    return Request(
        id=row["id"],
        number=row["number"],
        kind=row["kind"],
        title=row["title"],
        requester_id=row["requester_id"],
        brand_id=row["brand_id"],
        agency_id=row["agency_id"],
        markets=tuple(sql.document(row["markets"])),
        state=RequestState(row["state"]),
        revision=row["revision"],
        version=row["version"],
        payload=sql.document(row["payload"]) if payload is None else payload,
        note=row["note"],
        trouble=row["trouble"],
        created_at=sql.instant(row["created_at"]),
        updated_at=sql.instant(row["updated_at"]),
    )


async def _set_places(request: Request) -> None:
    for market in request.places:
        await sql.insert(RequestMarketRecord, {"request_id": request.id, "market": market})
