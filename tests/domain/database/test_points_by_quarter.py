"""A table full of points becomes one in parts, while those of the version before go on."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import asyncpg
from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

from domain.database import open_database, partitions, sql, transaction
from domain.database.migrate import migrate
from domain.metrics import records
from domain.quarters import quarter_of
from tests.conftest import Servers
from tests.postgres import told

bounded = import_module("domain.migrations.0081_points_bound")
by_quarter = import_module("domain.migrations.0082_points_by_quarter")

LAST = 20_500
ROWS = [(series, day, series + day, 1, 1) for series in (1, 2) for day in range(LAST - 400, LAST)]
COLUMNS = ("series_id", "day", "value", "state", "import_number")


UNDONE = (
    "DROP TABLE audit_archives",
    "ALTER TABLE audit_heads DROP COLUMN archived, DROP COLUMN archived_digest",
    "DELETE FROM tortoise_migrations WHERE name BETWEEN '0081' AND '0084'",
    "SELECT setval(pg_get_serial_sequence('tortoise_migrations', 'id'), 1000)",
)


@asynccontextmanager
async def older(servers: Servers, rows: Sequence[tuple[int, ...]]) -> AsyncIterator[str]:
    """A database of the version before, with points in it."""
    name = f"older_{uuid.uuid4().hex}"
    await told(servers.url, f"CREATE DATABASE {name} TEMPLATE empty STRATEGY file_copy")
    url = f"{servers.url}/{name}"
    database = await open_database(url)
    await by_quarter.whole(None, SimpleNamespace(client=get_connection("default")))
    for statement in UNDONE:
        await sql.execute(statement)
    await database.close()
    plain = await asyncpg.connect(url)
    await plain.copy_records_to_table("metric_points", records=rows, columns=COLUMNS)
    await plain.close()
    yield url
    await told(servers.url, f"DROP DATABASE {name} WITH (FORCE)")


async def stepped(url: str) -> None:
    """Take the two steps by themselves."""
    database = await open_database(url)
    editor = SimpleNamespace(client=get_connection("default"))
    await bounded.bound(None, editor)
    async with in_transaction() as held:
        await by_quarter.cut(None, SimpleNamespace(client=held))
    await database.close()


async def points(url: str) -> list[tuple[Any, ...]]:
    plain = await asyncpg.connect(url)
    found = await plain.fetch(f"SELECT {', '.join(COLUMNS)} FROM metric_points ORDER BY 1, 2")
    await plain.close()
    return [tuple(row) for row in found]


async def test_what_is_there_becomes_the_first_part_and_what_comes_has_parts(
    servers: Servers,
) -> None:
    async with older(servers, ROWS) as url:
        await stepped(url)
        database = await open_database(url)
        (before,) = await partitions.parts("metric_points")
        far = quarter_of(before.stop, 3)
        async with transaction():
            await records.merge([(1, LAST - 1, 5, 1), (1, far.first, 7, 1)], 2, set())
        names = [part.name for part in await partitions.parts("metric_points")]
        checks = await sql.fetch("SELECT 1 FROM pg_constraint WHERE conname LIKE '%until'")
        await database.close()
        there = await points(url)

    assert (before.name, before.first) == ("metric_points_before", None)
    assert names == ["metric_points_before", f"metric_points_{far.name}"]
    assert list(checks) == []
    assert len(there) == len(ROWS) + 1
    assert (1, LAST - 1, 5, 1, 2) in there


async def test_a_table_without_points_begins_with_this_quarter(servers: Servers) -> None:
    async with older(servers, []) as url:
        await stepped(url)
        database = await open_database(url)
        (row,) = await sql.fetch("SELECT CURRENT_DATE - DATE '1970-01-01' AS day")
        parts = await partitions.parts("metric_points")
        await database.close()

    assert [part.first for part in parts] == [quarter_of(row["day"], n).first for n in (0, 1)]


async def test_who_wrote_before_writes_on_and_nothing_is_lost(servers: Servers) -> None:
    """One of the version before: statements that it prepared, COPY, and a transaction between."""
    async with older(servers, ROWS) as url:
        old = await asyncpg.connect(url)
        correct = await old.prepare("UPDATE metric_points SET value = $1 WHERE series_id = 1")
        read = await old.prepare("SELECT COUNT(*) AS n FROM metric_points WHERE day > $1")
        waited = asyncio.Event()

        def heard(said: str) -> None:
            if "somebody holds" in said:
                waited.set()

        transaction_ = old.transaction()
        await transaction_.start()
        await correct.fetch(1)
        migrating = asyncio.create_task(migrate(url, heard, lock=0.05, pause=0.05))
        async with asyncio.timeout(60):
            await waited.wait()
        await transaction_.commit()
        await migrating
        await old.copy_records_to_table(
            "metric_points", records=[(3, LAST, 1, 1, 1)], columns=COLUMNS
        )
        await correct.fetch(2)
        (row,) = await read.fetch(0)
        await old.close()
        there = await points(url)

    assert row["n"] == len(there) == len(ROWS) + 1
    assert {value for series, _, value, *_ in there if series == 1} == {2}
