"""Figures brought in, totals and touched series included, beside the engine's own quickest way.

The floor writes prepared rows into the same table and does nothing else: on SQLite `executemany`
of the standard library, on PostgreSQL a copy into a stage that is merged. Again, of rows that did
not change: the floor is an upsert that writes them anew.
"""

import asyncio
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any, cast

import asyncpg
from tests.postgres import available
from tests.postgres import server as postgres
from tortoise.connection import get_connection

from benchmarks.stage import engine, report, world
from domain.database import sql, transaction
from domain.metrics import records
from domain.metrics.model import Stored

SERIES, DAYS, FIRST, ROUNDS = 1_000, 100, 20_000, 5
WHOLE = 10 * SERIES
CHUNK = 10_000
TABLE = """CREATE TABLE {name} (series_id INT NOT NULL, day INT NOT NULL, value BIGINT,
  state SMALLINT NOT NULL, import_number INT NOT NULL, revision INT NOT NULL DEFAULT 1,
  first_value BIGINT, PRIMARY KEY (series_id, day)){narrow}"""
UPSERT = """ ON CONFLICT (series_id, day) DO UPDATE SET value = excluded.value,
  state = excluded.state, import_number = excluded.import_number"""
NAMES = "series_id, day, value, state, import_number"

Rows = list[Stored]


def figures(number: int) -> Rows:
    """Return rows in the order in which all ways take them in quickest, and an import has them."""
    return [
        (series, FIRST + day, (series * 7 + day * 13) % 1_000 + 1, 1)
        for series in range(1, number + 1)
        for day in range(DAYS)
    ]


def chunks(rows: Rows) -> list[Rows]:
    return [rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK)]


async def ours(rows: Rows) -> None:
    summed = range(WHOLE + 1)
    for chunk in chunks(rows):
        async with transaction():
            await records.merge(chunk, 1, summed)


def lite(path: str) -> Callable[[Rows], Awaitable[None]]:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")

    async def write(rows: Rows) -> None:
        connection.execute("PRAGMA synchronous = NORMAL")
        marked = f"INSERT INTO floor ({NAMES}) VALUES (?, ?, ?, ?, ?)"
        for chunk in chunks(rows):
            with connection:
                connection.executemany(marked + UPSERT, [(*row, 1) for row in chunk])

    return write


def copied(connection: asyncpg.Connection) -> Callable[[Rows], Awaitable[None]]:
    async def write(rows: Rows) -> None:
        for chunk in chunks(rows):
            async with connection.transaction():
                await connection.execute(
                    "CREATE TEMP TABLE stage (LIKE floor INCLUDING DEFAULTS) ON COMMIT DROP"
                )
                await connection.copy_records_to_table(
                    "stage", columns=NAMES.split(", "), records=[(*row, 1) for row in chunk]
                )
                await connection.execute(
                    f"INSERT INTO floor ({NAMES}) SELECT {NAMES} FROM stage{UPSERT}"
                )

    return write


async def timed(act: Callable[[Rows], Awaitable[None]], rows: Rows) -> float:
    begin = time.perf_counter()
    await act(rows)
    return len(rows) / (time.perf_counter() - begin)


async def emptied() -> None:
    for name in ("metric_points", "metric_totals", "floor"):
        await sql.execute(f"{'DELETE FROM' if sql.sole() else 'TRUNCATE'} {name}")


async def main(server: str | None = None, series: int = SERIES) -> None:
    """Measure and print both, in turns."""
    async with world(server):
        narrow = " WITHOUT ROWID" if sql.sole() else ""
        await sql.execute(TABLE.format(name="floor", narrow=narrow))
        connection: Any = None
        if server is None:
            floor = lite(str(cast("Any", get_connection("default")).filename))
        else:
            name = await sql.fetch_one("SELECT current_database() AS name")
            assert name is not None
            connection = await asyncpg.connect(f"{server}/{name['name']}")
            floor = copied(connection)
        found = await _rounds(floor, figures(series))
        if connection is not None:
            await connection.close()
    on = f"{series * DAYS:,}, {engine(server)}"
    report(f"figures brought in, {on}", found[0], found[1], "goal at least 0.60")
    report(f"figures that did not change, {on}", found[2], found[3], "goal at least 2.50")


async def _rounds(
    floor: Callable[[Rows], Awaitable[None]], rows: Rows
) -> tuple[list[float], list[float], list[float], list[float]]:
    found: tuple[list[float], ...] = ([], [], [], [])
    for turn in range(ROUNDS):
        await emptied()
        pair = [(ours, 0), (floor, 1)][:: 1 if turn % 2 else -1]
        for act, place in pair:
            found[place].append(await timed(act, rows))
        for act, place in pair:
            found[place + 2].append(await timed(act, rows))
    return found[0], found[1], found[2], found[3]


if __name__ == "__main__":
    size = WHOLE if "--whole" in sys.argv else SERIES
    asyncio.run(main(None, size))
    if available():
        with postgres(durable=True) as url:
            asyncio.run(main(url, size))
