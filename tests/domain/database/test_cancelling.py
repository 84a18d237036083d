"""Whoever hangs up in the middle of anything takes no connection along, and locks nobody out."""

import asyncio
import random
from contextlib import suppress
from typing import Any

from tortoise.connection import get_connection

from domain.database import open_database, sql, transaction
from domain.database.pool import give_back, take
from domain.hub import Hub

ADD = "INSERT INTO counters (name, value) VALUES ($1, $2)"
SECONDS = 60


async def read() -> int:
    rows = await asyncio.wait_for(sql.fetch("SELECT COUNT(*) AS n FROM counters"), SECONDS)
    return int(rows[0]["n"])


def at_rest() -> bool:
    """Whether every connection is back in the pool; a file has but one."""
    pool: Any = getattr(get_connection("default"), "_pool", None)
    return pool is None or pool.get_idle_size() == pool.get_size()


async def test_cancelled_work_gives_its_connection_back(hub: Hub) -> None:
    luck = random.Random(11)
    written: set[str] = set()

    async def work(name: str) -> None:
        async with transaction():
            await sql.write(ADD, name, 1)
            await sql.fetch("SELECT COUNT(*) AS n FROM counters")
            await sql.write(ADD, f"{name}b", 1)
        written.add(name)
        await sql.fetch("SELECT COUNT(*) AS n FROM counters")

    for batch in range(40):
        tasks = [asyncio.create_task(work(f"{batch}.{n}")) for n in range(15)]
        await asyncio.sleep(luck.uniform(0, 0.01))
        for task in tasks:
            if luck.random() < 0.6:
                task.cancel()
        _, stuck = await asyncio.wait(tasks, timeout=SECONDS)
        assert not stuck, f"stuck after {batch} batches"

    kept = {row["name"] for row in await sql.fetch("SELECT name FROM counters")}
    assert written <= kept
    assert all((name.rstrip("b") in kept) == (f"{name.rstrip('b')}b" in kept) for name in kept)
    async with asyncio.timeout(SECONDS):
        while not at_rest():  # noqa: ASYNC110  The pool has no event for it.
            await asyncio.sleep(0.01)
    assert await read() == len(kept)


async def test_a_connection_that_is_ended_for_its_age_leaves_its_place_to_others(hub: Hub) -> None:
    client: Any = get_connection("default")
    before = await read()
    pool: Any = getattr(client, "_pool", None)
    for holder in pool._holders if pool else ():
        holder._max_queries = 1
    for steps in range(60):
        task = asyncio.create_task(read())
        for _ in range(steps % 15):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async with asyncio.timeout(SECONDS):
        held = [await take(pool, client.limits) for _ in range(pool.get_max_size() if pool else 0)]
    for one in held:
        await give_back(pool, one)
    assert await read() == before


async def test_the_very_first_request_may_be_cancelled(database_url: str) -> None:
    async def write(name: str) -> None:
        async with transaction():
            await sql.write(ADD, name, 1)

    for steps in range(12):
        database = await open_database(database_url)
        for n, work in enumerate((write(f"{steps}"), read())):
            task = asyncio.create_task(work)
            for _ in range(steps + n):
                await asyncio.sleep(0)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await read()
        await asyncio.wait_for(write(f"{steps} again"), SECONDS)
        await database.close()
