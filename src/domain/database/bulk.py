"""Many rows at once, in the running transaction: as fast as each engine takes them."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

import orjson
from tortoise.connection import get_connection

from domain.database.session import must_be_in_transaction
from domain.database.sql import fetch, sole

Rows = Sequence[tuple[Any, ...]]

#: What tells rows apart: an expression of SQL, and what it comes to for each of some rows.
Told = tuple[str, Callable[[Rows], list[int | None]]]

Reckoned = TypeVar("Reckoned")


@dataclass(frozen=True, slots=True)
class Lacking:
    """Rows that are not there; `bare` if nothing is where they would be."""

    rows: set[tuple[Any, ...]]
    bare: bool


def _nothing() -> Any:  # noqa: ANN401  Stands for what reckons nothing.
    return None


#: How many rows one statement of SQLite takes. Measured: a third of the time of one statement a
#: row, and no faster beyond; it takes 32,766 values.
TOGETHER = 500


async def add(
    table: str, columns: Sequence[str], rows: Rows, meanwhile: Callable[[], Reckoned] = _nothing
) -> Reckoned:
    """Insert rows, with values as the driver takes them; none may be there already.

    Return what `meanwhile` returns, which is called while SQLite writes.
    """
    if not rows:
        return meanwhile()
    if sole():
        return await insert(table, columns, rows, meanwhile=meanwhile)
    connection = await _begun()
    async with connection.acquire_connection() as held:
        await held.copy_records_to_table(table, columns=list(columns), records=rows)
    return meanwhile()


async def insert(
    table: str,
    columns: Sequence[str],
    rows: Rows,
    more: str = "",
    meanwhile: Callable[[], Reckoned] = _nothing,
) -> Reckoned:
    """Insert rows on SQLite, many in one statement; `more` says what is done where one is there.

    Return what `meanwhile` returns, which is called while they are written.
    """
    head, one = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ", _marks(len(columns))
    many = f"{head}{', '.join([one] * TOGETHER)}{more}"
    whole = len(rows) - len(rows) % TOGETHER

    def put(held: sqlite3.Connection) -> None:
        for start in range(0, whole, TOGETHER):
            held.execute(many, [*chain.from_iterable(rows[start : start + TOGETHER])])
        held.executemany(f"{head}{one}{more}", rows[whole:])

    reckoned: Reckoned = await (await _begun()).beside(put, meanwhile)
    return reckoned


async def write(query: str, rows: Rows) -> None:
    """Run `query` once for each row of parameters, as the driver takes them."""
    await _each(await _begun(), query, rows)


async def lacking(rows: Rows, told: Sequence[Told], query: str, text: str) -> Lacking:
    """Return those of `rows` that `query` does not return; its only parameter is `text`.

    `rows` are whole numbers and nulls, in the order in which `query` finds them. On SQLite what
    tells them apart is compared as a text for each column of `told`, for most of the time nothing
    is lacking, or all is: a value made of each of them costs more than reading it. A text is equal
    only if all of it is.
    """
    connection = await _begun()
    if not sole():
        there = await fetch(query, text)
        return Lacking(set(rows).difference(map(tuple, there)), bare=not there)
    lists = ", ".join(f"json_group_array({expression})" for expression, _ in told)
    asked = query.replace("$", "?")

    def look(held: sqlite3.Connection) -> Lacking:
        cursor = held.cursor()
        cursor.row_factory = None
        there = cursor.execute(f"SELECT {lists} FROM ({asked})", [text]).fetchone()
        if there == tuple(orjson.dumps(each(rows)).decode() for _, each in told):
            return Lacking(set(), bare=False)
        if there[0] == "[]":
            return Lacking(set(rows), bare=True)
        return Lacking(set(rows).difference(cursor.execute(asked, [text])), bare=False)

    found: Lacking = await connection.within(look)
    return found


async def _each(connection: Any, query: str, rows: Rows) -> None:  # noqa: ANN401  Tortoise's client of the engine.
    await connection.execute_many(query.replace("$", "?") if sole() else query, rows)


async def _begun() -> Any:  # noqa: ANN401  As above.
    """Return the connection, whose transaction has begun, and on which nothing waits."""
    must_be_in_transaction()
    connection: Any = get_connection("default")
    await connection.run(())
    return connection


def _marks(count: int) -> str:
    """Return the places of one row's values, as SQLite's driver counts them."""
    return f"({', '.join('?' * count)})"
