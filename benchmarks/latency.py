"""From the commit of a change to the effect it asked for.

Ours: a job asked for in a transaction, called for through the engine, claimed, handled. The floor
on PostgreSQL: bare pgqueuer, enqueued in a transaction of one row, handled. On SQLite there is no
engine beside our own: the floor is an event that wakes a task after the same commit.
"""

import asyncio
import contextlib
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count

import asyncpg
from pgqueuer.db import AsyncpgDriver
from pgqueuer.models import Job as Call
from pgqueuer.qm import QueueManager
from pgqueuer.queries import Queries
from tests.postgres import told

from benchmarks.stage import engine, world
from connectors.jobs.inprocess import InProcessRunner
from connectors.jobs.pgqueuer import Calls, PgQueuerRunner
from domain.database import sql, transaction
from domain.hub import Hub
from domain.jobs import service
from domain.jobs.model import Job, Wake, Work

ROUNDS, TIMES = 5, 40

#: A change and how long it took until its effect began, in milliseconds.
Effect = Callable[[], Awaitable[float]]


async def main(server: str | None = None) -> None:
    """Measure and print."""
    async with world(server) as found:
        url = None if server is None else await _url(server)
        async with _ours(found.hub, url) as ours, _floor(server) as floor:
            mine: list[float] = []
            bare: list[float] = []
            for _ in range(ROUNDS):
                mine += [await ours() for _ in range(TIMES)]
                bare += [await floor() for _ in range(TIMES)]
    one, two = statistics.median(mine), statistics.median(bare)
    print(
        f"commit to effect, {engine(server)}: p50 {one:.1f} ms beside {two:.1f} ms;"
        f" ratio {one / two:.1f} (goal p50 of 10 ms at most)"
    )


async def _url(server: str) -> str:
    row = await sql.fetch_one("SELECT current_database() AS name")
    assert row is not None
    return f"{server}/{row['name']}"


@asynccontextmanager
async def _ours(hub: Hub, url: str | None) -> AsyncIterator[Effect]:
    began = asyncio.Event()
    number = count()

    async def handle(_: Job) -> None:
        began.set()

    wake: Wake = hub.wake if url is None else Calls(hub.clock)
    work = Work(hub.clock, wake, {"bench": handle})
    runner = (
        InProcessRunner(hub.clock, wake, work.handlers)
        if url is None
        else PgQueuerRunner(url, work)
    )
    task = asyncio.create_task(runner.run())
    await asyncio.sleep(1)

    async def effect() -> float:
        began.clear()
        async with transaction():
            key = f"bench:{next(number)}"
            await service.ask(wake, hub.clock.now(), key=key, kind="bench", lane=key, details={})
        since = time.perf_counter()
        await began.wait()
        return (time.perf_counter() - since) * 1_000

    yield effect
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


@asynccontextmanager
async def _floor(server: str | None) -> AsyncIterator[Effect]:
    async with _bell() if server is None else _bare(server) as effect:
        yield effect


@asynccontextmanager
async def _bare(server: str) -> AsyncIterator[Effect]:
    await told(server, "DROP DATABASE IF EXISTS floor", "CREATE DATABASE floor")
    writer = await asyncpg.connect(f"{server}/floor")
    worker = await asyncpg.connect(f"{server}/floor")
    queries = Queries(AsyncpgDriver(writer))
    await queries.install()
    await writer.execute("CREATE TABLE changes (id BIGSERIAL PRIMARY KEY)")
    began, manager = asyncio.Event(), QueueManager(Queries(AsyncpgDriver(worker)))

    @manager.entrypoint("bench")
    async def handle(_: Call) -> None:
        began.set()

    task = asyncio.create_task(manager.run())
    await asyncio.sleep(1)

    async def effect() -> float:
        began.clear()
        async with writer.transaction():
            await writer.execute("INSERT INTO changes DEFAULT VALUES")
            await queries.enqueue("bench", None)
        since = time.perf_counter()
        await began.wait()
        return (time.perf_counter() - since) * 1_000

    yield effect
    manager.shutdown.set()
    await task
    await writer.close()


@asynccontextmanager
async def _bell() -> AsyncIterator[Effect]:
    rung, began = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        while True:
            await rung.wait()
            rung.clear()
            began.set()

    task = asyncio.create_task(wait())

    async def effect() -> float:
        began.clear()
        async with transaction():
            await sql.execute("UPDATE markets SET name = name")
        since = time.perf_counter()
        rung.set()
        await began.wait()
        return (time.perf_counter() - since) * 1_000

    yield effect
    task.cancel()
