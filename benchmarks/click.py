"""A signed click until its acknowledgement, with its database write, beside a bare floor.

Ours: the endpoint (size, signature, replay store), Bolt, identity, authorisation, the vote in one
transaction with audit and outbox. The floor: Starlette, one HMAC, and the same rows written in one
transaction of the same kind of database, without a rule or a library in between. Both are
called through ASGI in this process, one after the other, interleaved.
"""

import asyncio
import hashlib
import hmac
import json
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiosqlite
import asyncpg
import httpx2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from tests.bot.office import SIGNING, TEAM
from tests.postgres import told
from tests.world import ROOT, World

from benchmarks.stage import engine, per_second, report, world
from bot.app import create_bot
from domain.actor import Role
from domain.approvals import records as approvals
from domain.people import accounts, service, workspaces
from domain.requests.submit import submit

ROUNDS, CLICKS = 5, 60
URL = "http://bench/slack/events"

#: What one vote writes: receipt, vote, stage, request, audit head and event, job.
ROWS = (
    "INSERT INTO receipts VALUES ($1, $2, $3)",
    "INSERT INTO votes VALUES ($1, $2, $3)",
    "UPDATE stages SET state = $1 WHERE id = $2",
    "UPDATE requests SET version = version + 1 WHERE id = $1",
    "UPDATE heads SET digest = $1 WHERE subject = $2",
    "INSERT INTO events VALUES ($1, $2, $3)",
    "INSERT INTO jobs VALUES ($1, $2, $3)",
)
TABLES = (
    "CREATE TABLE receipts (scope TEXT, key TEXT, at FLOAT, UNIQUE (scope, key))",
    "CREATE TABLE votes (id TEXT PRIMARY KEY, stage TEXT, at FLOAT)",
    "CREATE TABLE stages (id TEXT PRIMARY KEY, state TEXT)",
    "CREATE TABLE requests (id TEXT PRIMARY KEY, version INTEGER)",
    "CREATE TABLE heads (subject TEXT PRIMARY KEY, digest TEXT)",
    "CREATE TABLE events (subject TEXT, details TEXT, digest TEXT)",
    "CREATE TABLE jobs (id TEXT PRIMARY KEY, key TEXT UNIQUE, details TEXT)",
    "INSERT INTO stages VALUES ('s', 'open')",
    "INSERT INTO requests VALUES ('r', 1)",
    "INSERT INTO heads VALUES ('r', '')",
)

Execute = Callable[..., Awaitable[object]]


async def main(server: str | None = None) -> None:
    """Measure and print."""
    async with world(server) as found, AsyncExitStack() as open_:
        ours = await _ours(found, open_)
        floor = await _floor(await open_.enter_async_context(_database(server)))
        mine: list[float] = []
        bare: list[float] = []
        for _ in range(ROUNDS):
            mine.append(await per_second(ours, CLICKS))
            bare.append(await per_second(floor, CLICKS))
    report(f"signed click to ack, {engine(server)}", mine, bare, "goal 0.50")


@asynccontextmanager
async def _database(server: str | None) -> AsyncIterator[Execute]:
    """Open the floor's own database, and give what runs one statement on it."""
    if server is not None:
        await told(server, "DROP DATABASE IF EXISTS floor", "CREATE DATABASE floor")
        connection = await asyncpg.connect(f"{server}/floor")
        yield connection.execute
        await connection.close()
        return
    with tempfile.TemporaryDirectory() as folder:
        database = await aiosqlite.connect(Path(folder) / "floor.db", isolation_level=None)
        await database.execute("PRAGMA journal_mode=WAL")

        async def execute(text: str, *values: object) -> object:
            return await database.execute(text.replace("$", "?"), values)

        yield execute
        await database.close()


async def _ours(found: World, open_: AsyncExitStack) -> Callable[[], Awaitable[object]]:
    hub = found.hub
    await workspaces.install(hub, workspaces.Workspace(TEAM, "Bench", "xoxb", "BB", "UB"))
    voter = found.people["brand_one"]
    await accounts.link_identity(hub, ROOT, TEAM, "UVOTER", voter, "bench")
    await service.grant_role(hub, ROOT, voter, Role.REVIEWER, market="DE")
    bot = create_bot(hub, signing_secret=SIGNING, api_url="http://127.0.0.1:9/api/")
    open_.push_async_callback(bot.clients.close)
    values = await _stages(found, (ROUNDS + 1) * CLICKS)
    client = _client(Starlette(routes=bot.routes))
    count = iter(range(len(values)))

    async def click() -> None:
        number = next(count)
        body = _payload(values[number], number)
        answer = await client.post(URL, content=body, headers=_signed(body))
        assert answer.status_code == 200, answer.text

    await per_second(click, CLICKS)
    return click


async def _stages(found: World, wanted: int) -> list[str]:
    actor = await found.actor("requester")
    values = []
    for number in range(wanted):
        request = await submit(found.hub, actor, "campaign", found.brief(name=f"Bench {number}"))
        stages = (await approvals.stages_of([request.id]))[request.id]
        values += [f"{stage.id}:1" for stage in stages if stage.key == "brand"]
    return values


async def _floor(execute: Execute) -> Callable[[], Awaitable[object]]:
    for statement in TABLES:
        await execute(statement)
    count = iter(range(1_000_000))

    async def taken(request: Request) -> Response:
        body = await request.body()
        stamp = request.headers["x-slack-request-timestamp"]
        right = hmac.new(SIGNING.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
        if not hmac.compare_digest(f"v0={right.hexdigest()}", request.headers["x-slack-signature"]):
            return PlainTextResponse("", 401)
        await _write(execute, str(next(count)))
        return PlainTextResponse("")

    client = _client(Starlette(routes=[Route("/slack/events", taken, methods=["POST"])]))

    async def click() -> None:
        body = _payload("stg_1:1", 0)
        answer = await client.post(URL, content=body, headers=_signed(body))
        assert answer.status_code == 200

    await per_second(click, CLICKS)
    return click


async def _write(execute: Execute, key: str) -> None:
    at, digest = time.time(), hashlib.sha256(key.encode()).hexdigest()
    values = (
        ("slack", key, at),
        (key, "s", at),
        ("approved", "s"),
        ("r",),
        (digest, "r"),
        ("r", "{}", digest),
        (key, key, "{}"),
    )
    await execute("BEGIN")
    for statement, given in zip(ROWS, values, strict=True):
        await execute(statement, *given)
    await execute("COMMIT")


def _client(app: Starlette) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app))


def _payload(value: str, number: int) -> bytes:
    held = {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "bench"},
        "user": {"id": "UVOTER", "team_id": TEAM},
        "channel": {"id": "CBRAND"},
        "trigger_id": f"t{number}",
        "actions": [
            {
                "type": "button",
                "action_id": "stage.approve",
                "block_id": "b",
                "value": value,
                "action_ts": f"{number}.1",
            }
        ],
    }
    return httpx2.QueryParams({"payload": json.dumps(held)}).__str__().encode()


def _signed(body: bytes) -> dict[str, str]:
    stamp = str(int(time.time()))
    right = hmac.new(SIGNING.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={right.hexdigest()}",
    }


if __name__ == "__main__":
    asyncio.run(main())
