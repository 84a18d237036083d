"""Transactions: what is written later is seen at once, kept whole or not at all."""

import asyncio
import shutil
import sqlite3
from pathlib import Path

import pytest
from tortoise.exceptions import IntegrityError

from domain.database import after_commit, open_database, sql, transaction
from domain.database.migrate import migrate
from domain.errors import Busy, Invalid
from domain.hub import Hub
from tests.domain.database.adding import TIMES, add
from tests.nursery import Child, environ

ADD = "INSERT INTO counters (name, value) VALUES ($1, $2)"


async def value(name: str) -> int | None:
    row = await sql.fetch_one("SELECT value FROM counters WHERE name = $1", name)
    return None if row is None else int(row["value"])


async def test_a_read_sees_what_was_written_before_it(hub: Hub) -> None:
    async with transaction():
        await sql.write(ADD, "a", 1)
        await sql.write("UPDATE counters SET value = value + 1 WHERE name = $1", "a")
        assert await value("a") == 2
    assert await value("a") == 2


async def test_an_error_leaves_nothing_of_what_waited(hub: Hub) -> None:
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            await sql.write(ADD, "a", 1)
            raise ZeroDivisionError
    assert await value("a") is None


async def test_a_write_that_changes_nothing_fails_the_whole(hub: Hub) -> None:
    done: list[str] = []
    with pytest.raises(Busy, match="look again"):
        async with transaction():
            after_commit(lambda: done.append("told"))
            await sql.write(ADD, "a", 1)
            await sql.write(
                "UPDATE counters SET value = 9 WHERE name = $1",
                "nobody",
                otherwise=Busy("changed_meanwhile", "look again"),
            )
    assert await value("a") is None
    assert done == []


async def test_a_broken_rule_of_the_schema_fails_the_whole(hub: Hub) -> None:
    with pytest.raises(IntegrityError):
        async with transaction():
            await sql.write(ADD, "a", 1)
            await sql.write(ADD, "a", 2)
    assert await value("a") is None


async def test_a_write_alone_is_written_at_once(hub: Hub) -> None:
    await sql.write(ADD, "a", 1)
    with pytest.raises(Busy):
        await sql.write(
            "UPDATE counters SET value = 1 WHERE name = 'b'", otherwise=Busy("gone", "gone")
        )
    assert await value("a") == 1


async def test_the_object_mapper_joins_in(hub: Hub) -> None:
    from domain.requests.records import CounterRecord

    async with transaction():
        await sql.write(ADD, "a", 1)
        await sql.write(ADD, "b", 2)
        await CounterRecord.filter(name="a").update(value=5)
        assert await CounterRecord.filter(value__in=(2, 5)).count() == 2
    assert await value("b") == 2


async def test_tasks_of_one_process_take_turns(hub: Hub) -> None:
    async def add() -> None:
        async with transaction():
            row = await sql.fetch_one(sql.locking("SELECT value FROM counters WHERE name = 'n'"))
            assert row is not None
            await asyncio.sleep(0)
            await sql.write("UPDATE counters SET value = $1 WHERE name = 'n'", row["value"] + 1)

    await sql.write(ADD, "n", 0)
    await asyncio.gather(*(add() for _ in range(20)))
    assert await value("n") == 20


async def test_processes_take_turns(hub: Hub, database_url: str) -> None:
    await sql.write(ADD, "n", 0)
    writers = [Child(add, database_url, env=environ()) for _ in range(3)]
    async with asyncio.timeout(60):
        for writer in writers:
            await writer.wait()
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert await value("n") == 3 * TIMES


async def test_a_lock_that_is_never_let_go_is_said_kindly(migrated: Path, tmp_path: Path) -> None:
    path = tmp_path / "held.db"
    shutil.copy(migrated, path)
    database = await open_database(f"sqlite://{path}?busy_timeout=50")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy) as error:
        async with transaction():
            await sql.write(ADD, "a", 1)
    assert error.value.code == "database_busy"
    holder.execute("ROLLBACK")
    async with transaction():
        await sql.write(ADD, "a", 1)
    assert await value("a") == 1
    holder.close()
    await database.close()


async def test_migrating_again_changes_nothing(migrated: Path, tmp_path: Path) -> None:
    path = tmp_path / "twice.db"
    shutil.copy(migrated, path)
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO counters (name, value) VALUES ('kept', 7)")
        before = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    connection.close()
    await migrate(f"sqlite://{path}")
    with sqlite3.connect(path) as connection:
        assert (
            before == connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
        )
        assert connection.execute("SELECT value FROM counters").fetchall() == [(7,)]
    connection.close()


async def test_an_unknown_database_is_refused() -> None:
    with pytest.raises(Invalid, match="sqlite:// or postgres://"):
        await open_database("mysql://somewhere/db")
