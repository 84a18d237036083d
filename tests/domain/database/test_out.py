"""A database that is out or frozen is said so within a bound; once it is back, all goes on."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from domain.database import open_database, sql, transaction
from domain.database.migrate import migrate, plan
from domain.database.pool import Limits
from domain.errors import Conflict, Unavailable
from tests.postgres import Server, own_server, owned, told

ADD = "INSERT INTO counters (name, value) VALUES ($1, $2)"
IMPATIENT = Limits(connections=2, wait_seconds=1, statement_seconds=1)

pytestmark = pytest.mark.skipif(not owned(), reason="PostgreSQL's binaries are not here")


@pytest.fixture
async def machine(server_data: Path) -> AsyncIterator[Server]:
    """A server with a migrated database, opened with little patience."""
    with own_server(durable=False, copied=server_data) as found:
        await told(found.url, "CREATE DATABASE hub TEMPLATE empty")
        database = await open_database(f"{found.url}/hub", IMPATIENT)
        yield found
        await database.close()


async def add(name: str) -> None:
    async with transaction():
        await sql.write(ADD, name, 1)


async def names() -> set[str]:
    return {row["name"] for row in await sql.fetch("SELECT name FROM counters")}


async def until_back() -> set[str]:
    async with asyncio.timeout(60):
        while True:
            try:
                return await names()
            except Unavailable:
                await asyncio.sleep(0.05)


async def test_a_stopped_server_is_unavailable_until_it_is_back(machine: Server) -> None:
    await add("before")
    await asyncio.to_thread(machine.stop)
    for _ in range(5):  # More often than there are connections.
        with pytest.raises(Unavailable):
            await names()
        with pytest.raises(Unavailable):
            await add("lost")
    await asyncio.to_thread(machine.start)
    assert await until_back() == {"before"}
    await add("after")
    assert await names() == {"before", "after"}


async def test_a_server_that_dies_in_a_transaction_takes_it_back(machine: Server) -> None:
    with pytest.raises(Unavailable):
        async with transaction():
            await sql.execute(ADD, "lost", 1)
            await asyncio.to_thread(machine.stop)
    await asyncio.to_thread(machine.start)
    assert await until_back() == set()


async def test_a_frozen_server_keeps_nobody_waiting_for_ever(machine: Server) -> None:
    await add("before")
    with machine.frozen():
        async with asyncio.timeout(120):
            for _ in range(5):
                with pytest.raises(Unavailable):
                    await names()
                with pytest.raises(Unavailable):
                    await add("lost")
    assert await until_back() == {"before"}
    await add("after")
    assert await names() == {"before", "after"}


async def test_a_used_up_pool_is_said_so(machine: Server) -> None:
    async def hold() -> None:
        async with transaction():
            all_held.release()
            await release.wait()

    release, all_held = asyncio.Event(), asyncio.Semaphore(0)
    holders = [asyncio.create_task(hold()) for _ in range(IMPATIENT.connections)]
    for _ in holders:
        await all_held.acquire()
    with pytest.raises(Unavailable):
        await names()
    release.set()
    await asyncio.gather(*holders)
    assert await names() == set()


async def test_a_full_disk_is_no_fault_of_the_caller(migrated: Path, tmp_path: Path) -> None:
    path = tmp_path / "full.db"
    shutil.copy(migrated, path)
    with sqlite3.connect(path) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.close()
    database = await open_database(f"sqlite://{path}?max_page_count={pages}")
    with pytest.raises(Unavailable):
        async with transaction():
            await sql.write(ADD, "x" * 100_000, 1)
    assert await names() == set()
    await database.close()


async def test_a_file_that_is_not_there_is_not_begun(tmp_path: Path) -> None:
    path = tmp_path / "mistyped" / "hub.db"
    with pytest.raises(Conflict, match=r"no database at .*/mistyped/hub\.db\.") as error:
        await open_database(f"sqlite://{path}")

    assert "GREENLIGHT_DATABASE_URL" in error.value.message
    assert not path.parent.exists()


async def test_a_database_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as error:
        await open_database("postgres://greenlight:secret@127.0.0.1:1/hub")
    assert "secret" not in error.value.message
    assert "\n" not in error.value.message


@pytest.mark.parametrize("act", [open_database, migrate, plan])
async def test_what_is_no_database_is_said_to_be_none(
    tmp_path: Path, act: Callable[[str], Awaitable[object]]
) -> None:
    words = tmp_path / "words"
    words.write_text("These are words, and more of them than a database begins with.")
    for path in (words, tmp_path):
        with pytest.raises(Conflict, match=f"{path} is no database"):
            await act(f"sqlite://{path}")

    assert os.listdir(tmp_path) == [words.name]  # noqa: PTH208  A test's own folder.
