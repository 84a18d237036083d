"""Fifty requests with stages, votes, decisions and names over GraphQL, beside SQL and orjson.

Ours: token, visibility, limits, validation, resolvers. The floor: Starlette, the same rows by hand
written SQL through the same connection, and orjson. Same process, interleaved.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx2
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from tests.world import World

from api.app import create_app
from benchmarks.stage import engine, per_second, report, world
from domain.actor import Scope
from domain.database import sql
from domain.people import tokens
from domain.requests.submit import submit

ROUNDS, READS, STORED = 5, 20, 200

QUERY = """{ requests(first: 50) { edges { node {
  id number title state createdAt requesterName brandName
  stages { id key title state quorum round openedAt }
  decisions { table version outcome reasons }
} } pageInfo { hasNextPage endCursor } } }"""


async def main(server: str | None = None) -> None:
    """Measure and print."""
    async with world(server) as found:
        actor = await found.actor("requester")
        for number in range(STORED):
            await submit(found.hub, actor, "campaign", found.brief(name=f"Bench {number}"))
        ours, floor = await _ours(found), _floor()
        mine: list[float] = []
        bare: list[float] = []
        for _ in range(ROUNDS):
            mine.append(await per_second(ours, READS))
            bare.append(await per_second(floor, READS))
    report(f"50 requests over GraphQL, {engine(server)}", mine, bare, "reported")


async def _ours(found: World) -> Callable[[], Awaitable[object]]:
    manager = await found.actor("manager")
    expires = found.hub.clock.now() + timedelta(days=1)
    _, secret = await tokens.issue_token(
        found.hub, manager, "bench", frozenset({Scope.READ}), expires
    )
    transport = httpx2.ASGITransport(app=create_app(found.hub))
    client = httpx2.AsyncClient(transport=transport, headers={"authorization": f"Bearer {secret}"})

    async def read() -> None:
        answer = await client.post("http://bench/graphql", json={"query": QUERY})
        edges = answer.json()["data"]["requests"]["edges"]
        assert len(edges) == 50

    return read


def _floor() -> Callable[[], Awaitable[object]]:
    async def answer(_: Request) -> Response:
        return Response(orjson.dumps(await _read()), media_type="application/json")

    app = Starlette(routes=[Route("/", answer)])
    client = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app))

    async def read() -> None:
        assert len((await client.get("http://bench/")).json()) == 50

    return read


async def _read() -> list[dict[str, Any]]:
    rows = await sql.fetch(
        "SELECT r.id, r.number, r.title, r.state, r.created_at, u.name AS requester,"
        " b.name AS brand FROM requests r JOIN users u ON u.id = r.requester_id"
        " JOIN brands b ON b.id = r.brand_id ORDER BY r.updated_at DESC, r.id DESC LIMIT 50"
    )
    found = {row["id"]: {**dict(row), "stages": [], "decisions": []} for row in rows}
    listed = sql.placeholders(1, len(found))
    for row in await sql.fetch(
        "SELECT request_id, id, key, title, state, quorum, round, opened_at FROM stages"
        f" WHERE request_id IN ({listed}) ORDER BY step, key",
        *found,
    ):
        found[row["request_id"]]["stages"].append(dict(row))
    for row in await sql.fetch(
        f"SELECT request_id, judgement FROM decisions WHERE request_id IN ({listed}) ORDER BY id",
        *found,
    ):
        judged = orjson.loads(row["judgement"])
        kept = {name: judged[name] for name in ("table", "version", "outcome", "reasons")}
        found[row["request_id"]]["decisions"].append(kept)
    return list(found.values())


if __name__ == "__main__":
    asyncio.run(main())
