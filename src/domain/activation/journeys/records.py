"""The tables of endpoints of journeys, and of what is sent to them."""

from collections.abc import Sequence
from datetime import datetime

from domain.activation.journeys.model import (
    Delivery,
    DeliveryState,
    Endpoint,
    EndpointPurpose,
    EndpointState,
    EventKind,
)
from domain.database import sql
from domain.database.listing import of_each
from domain.webhooks import Answer

#: The longest trouble that is kept, in characters; what the column holds.
TROUBLE_MAX = 200


async def add_endpoint(value: Endpoint) -> None:
    """Keep a new endpoint."""
    await sql.execute(
        "INSERT INTO journey_endpoints (id, name, address, brand_ids, markets, state, made_at,"
        " sealed, purpose) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        *(value.id, value.name, value.address, list(value.brand_ids), list(value.markets)),
        *(value.state, value.made_at, value.sealed, value.purpose),
    )


async def endpoint(endpoint_id: str, *, locked: bool = False) -> Endpoint | None:
    """Return an endpoint, `locked` until the commit if that is asked for."""
    query = "SELECT * FROM journey_endpoints WHERE id = $1"
    row = await sql.fetch_one(sql.locking(query) if locked else query, endpoint_id)
    return _endpoint(row) if row else None


async def endpoints() -> list[Endpoint]:
    """Return every endpoint, the newest first."""
    rows = await sql.fetch("SELECT * FROM journey_endpoints ORDER BY id DESC")
    return [_endpoint(row) for row in rows]


async def names(endpoint_ids: Sequence[str]) -> dict[str, str]:
    """Return what endpoints are called, by id."""
    held = await of_each("journey_endpoints", "id", endpoint_ids, _endpoint)
    return {one.id: one.name for found in held.values() for one in found}


async def set_state(endpoint_id: str, state: EndpointState) -> None:
    """Write whether an endpoint is sent to."""
    await sql.execute("UPDATE journey_endpoints SET state = $1 WHERE id = $2", state, endpoint_id)


async def gone(endpoint_id: str) -> bool:
    """Write that an endpoint said it is gone; False where that was known."""
    changed = await sql.execute(
        "UPDATE journey_endpoints SET state = 'gone' WHERE id = $1 AND state <> 'gone'",
        endpoint_id,
    )
    return changed == 1


async def rotate(endpoint_id: str, sealed: str, until: datetime) -> None:
    """Put a secret in the place of the present one, which signs beside it `until` then."""
    await sql.execute(
        "UPDATE journey_endpoints SET sealed_before = sealed, before_until = $1, sealed = $2"
        " WHERE id = $3",
        until,
        sealed,
        endpoint_id,
    )


async def add(value: Delivery) -> bool:
    """Keep something to be sent; False where its key was asked for before."""
    added = await sql.execute(
        "INSERT INTO journey_deliveries (id, key, endpoint_id, request_id, revision, kind,"
        " account_ids, made_at, page, pages, state, attempts, trouble)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, '')"
        " ON CONFLICT (key) DO NOTHING",
        *(value.id, value.key, value.endpoint_id, value.request_id, value.revision, value.kind),
        *(list(value.account_ids), value.made_at, value.page, value.pages, value.state),
    )
    return added == 1


async def locked(delivery_id: str) -> Delivery | None:
    """Return something to be sent, locked until the commit."""
    query = sql.locking("SELECT * FROM journey_deliveries WHERE id = $1")
    row = await sql.fetch_one(query, delivery_id)
    return _delivery(row) if row else None


async def locked_of(request_id: str) -> list[Delivery]:
    """Return all that is sent of a request, oldest first, locked until the commit."""
    query = "SELECT * FROM journey_deliveries WHERE request_id = $1 ORDER BY id"
    return [_delivery(row) for row in await sql.fetch(sql.locking(query), request_id)]


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[Delivery]]:
    """Return all that is sent of requests, by request, oldest first."""
    return await of_each("journey_deliveries", "request_id", request_ids, _delivery)


async def tried(delivery_id: str, now: datetime) -> None:
    """Write that an attempt begins, before it does."""
    await sql.execute(
        "UPDATE journey_deliveries SET attempts = attempts + 1, tried_at = $1, next_at = NULL,"
        " state = 'waiting' WHERE id = $2",
        now,
        delivery_id,
    )


async def came_to(
    delivery_id: str, state: DeliveryState, answer: Answer, next_at: datetime | None = None
) -> None:
    """Write what an attempt came to, and when the next one is."""
    await sql.execute(
        "UPDATE journey_deliveries SET state = $1, code = $2, trouble = $3, next_at = $4"
        " WHERE id = $5",
        *(state, answer.code, answer.trouble[:TROUBLE_MAX], next_at, delivery_id),
    )


def _endpoint(row: sql.Row) -> Endpoint:
    return Endpoint(
        id=row["id"],
        name=row["name"],
        address=row["address"],
        brand_ids=tuple(sql.document(row["brand_ids"])),
        markets=tuple(sql.document(row["markets"])),
        state=EndpointState(row["state"]),
        made_at=sql.instant(row["made_at"]),
        sealed=row["sealed"],
        sealed_before=row["sealed_before"],
        before_until=sql.instant_or_none(row["before_until"]),
        purpose=EndpointPurpose(row["purpose"]),
    )


def _delivery(row: sql.Row) -> Delivery:
    return Delivery(
        id=row["id"],
        key=row["key"],
        endpoint_id=row["endpoint_id"],
        request_id=row["request_id"],
        revision=row["revision"],
        kind=EventKind(row["kind"]),
        account_ids=tuple(sql.document(row["account_ids"])),
        made_at=sql.instant(row["made_at"]),
        page=row["page"],
        pages=row["pages"],
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        code=row["code"],
        trouble=row["trouble"],
        tried_at=sql.instant_or_none(row["tried_at"]),
        next_at=sql.instant_or_none(row["next_at"]),
    )
