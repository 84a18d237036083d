"""`python -m benchmarks.floor DATABASE PORT`: the least that answers the benchmark's question.

Starlette, hand written SQL through asyncpg, and orjson. Nobody signs in, nothing is looked at.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

REQUESTS = (
    "SELECT r.id, r.number, r.kind, r.title, upper(r.state) AS state, r.created_at, r.updated_at,"
    " u.name AS requester, b.name AS brand FROM requests r JOIN users u ON u.id = r.requester_id"
    " LEFT JOIN brands b ON b.id = r.brand_id ORDER BY r.updated_at DESC, r.id DESC LIMIT $1"
)
STAGES = (
    "SELECT request_id, id, key, title, upper(state) AS state, quorum, opened_at FROM stages"
    " WHERE request_id = ANY($1) ORDER BY step, key"
)
DECISIONS = (
    "SELECT request_id, table_key, table_version, upper(outcome) AS outcome FROM decisions"
    " WHERE request_id = ANY($1) ORDER BY id"
)


def create_app(database: str) -> Starlette:
    """Return the floor over `database`."""
    pools: list[asyncpg.Pool] = []

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        async with asyncpg.create_pool(database, min_size=10, max_size=10) as pool:
            pools.append(pool)
            yield

    async def answer(request: Request) -> Response:
        asked = orjson.loads(await request.body())
        data = await _read(pools[0], asked["variables"]["first"])
        return Response(orjson.dumps({"data": data}), media_type="application/json")

    return Starlette(routes=[Route("/graphql", answer, methods=["POST"])], lifespan=life)


async def _read(pool: asyncpg.Pool, first: int) -> dict[str, Any]:
    async with pool.acquire() as connection:
        rows = await connection.fetch(REQUESTS, first + 1)
        keys = [row["id"] for row in rows[:first]]
        stages = await connection.fetch(STAGES, keys)
        decisions = await connection.fetch(DECISIONS, keys)
    nodes = {row["id"]: _request(row) for row in rows[:first]}
    for row in stages:
        nodes[row["request_id"]]["stages"].append(_stage(row))
    for row in decisions:
        judged = {"table": row["table_key"], "version": row["table_version"]}
        nodes[row["request_id"]]["decisions"].append(judged | {"outcome": row["outcome"]})
    edges = [{"node": node} for node in nodes.values()]
    return {"requests": {"edges": edges, "pageInfo": {"hasNextPage": len(rows) > first}}}


def _request(row: asyncpg.Record) -> dict[str, Any]:
    return {
        "id": row["id"],
        "number": row["number"],
        "kind": row["kind"],
        "title": row["title"],
        "state": row["state"],
        "createdAt": row["created_at"],
        "updatedAt": row["updated_at"],
        "requesterName": row["requester"],
        "brandName": row["brand"],
        "stages": [],
        "decisions": [],
    }


def _stage(row: asyncpg.Record) -> dict[str, Any]:
    return {
        "id": row["id"],
        "key": row["key"],
        "title": row["title"],
        "state": row["state"],
        "quorum": row["quorum"],
        "openedAt": row["opened_at"],
    }


if __name__ == "__main__":
    uvicorn.run(create_app(sys.argv[1]), port=int(sys.argv[2]), access_log=False)
