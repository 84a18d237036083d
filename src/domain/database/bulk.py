"""Many rows at once, in the running transaction: as fast as each engine takes them."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from tortoise.connection import get_connection

from domain.database.session import must_be_in_transaction
from domain.database.sql import fetch, placeholders, sole

Rows = Sequence[tuple[Any, ...]]


async def add(table: str, columns: Sequence[str], rows: Rows) -> None:
    """Insert rows, with values as the driver takes them; none may be there already."""
    connection = await _begun()
    if sole():
        names = ", ".join(columns)
        marks = placeholders(1, len(columns))
        await _each(connection, f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
        return
    async with connection.acquire_connection() as held:
        await held.copy_records_to_table(table, columns=list(columns), records=rows)


async def write(query: str, rows: Rows) -> None:
    """Run `query` once for each row of parameters, as the driver takes them."""
    await _each(await _begun(), query, rows)


async def lacking(rows: Rows, query: str, text: str) -> set[tuple[Any, ...]]:
    """Return those of `rows` that `query` does not return; its only parameter is `text`.

    On SQLite nothing is made of what is there but a look: a row object for each costs more than
    reading it.
    """
    left = set(rows)
    connection = await _begun()
    if not sole():
        left.difference_update(map(tuple, await fetch(query, text)))
        return left

    def look(held: sqlite3.Connection) -> None:
        cursor = held.cursor()
        cursor.row_factory = None
        left.difference_update(cursor.execute(query.replace("$", "?"), [text]))

    await connection.within(look)
    return left


async def _each(connection: Any, query: str, rows: Rows) -> None:  # noqa: ANN401  Tortoise's client of the engine.
    await connection.execute_many(query.replace("$", "?") if sole() else query, rows)


async def _begun() -> Any:  # noqa: ANN401  As above.
    """Return the connection, whose transaction has begun, and on which nothing waits."""
    must_be_in_transaction()
    connection: Any = get_connection("default")
    await connection.run(())
    return connection
