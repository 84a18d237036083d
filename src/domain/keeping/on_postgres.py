"""A hub's tables in a PostgreSQL, to be read and to be filled."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from domain.database import partitions
from domain.database.address import connect
from domain.keeping.model import BATCH, Column, Kind, Row, Table
from domain.keeping.on_sqlite import counting, refused

#: What columns hold, by the type that PostgreSQL names.
_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("character varying", "text"), Kind.TEXT),
    **dict.fromkeys(("integer", "bigint", "smallint"), Kind.INTEGER),
    "double precision": Kind.REAL,
    "boolean": Kind.BOOLEAN,
    "timestamp with time zone": Kind.INSTANT,
    "date": Kind.DAY,
    "jsonb": Kind.DOCUMENT,
}

#: What the engine of jobs keeps: calls for workers, which are asked for again where they are not.
_CALLS = "greenlight_pgqueuer"

_COLUMNS = f"""
SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
  JOIN information_schema.tables t USING (table_schema, table_name)
 WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
   AND NOT starts_with(c.table_name, '{_CALLS}')
   AND c.table_name NOT IN (SELECT relname FROM pg_class WHERE relispartition)
 ORDER BY c.table_name, c.ordinal_position
"""

_POINTS = """
SELECT f.relname AS source, t.relname AS target FROM pg_constraint k
  JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
 WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace
"""

_NUMBERED = """
SELECT column_name, pg_get_serial_sequence(quote_ident(table_name), column_name) AS sequence
  FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1
   AND (is_identity = 'YES' OR starts_with(column_default, 'nextval('))
"""


class PostgresStore:
    """The tables behind a connection that is in a transaction."""

    def __init__(self, connection: Any) -> None:  # noqa: ANN401  asyncpg's, or the pool's proxy.
        self._held = connection

    async def migrations(self) -> frozenset[str]:
        """Return the names of the migrations it has; none where it was never migrated."""
        if not await self._held.fetchval("SELECT to_regclass('tortoise_migrations') IS NOT NULL"):
            return frozenset()
        rows = await self._held.fetch("SELECT name FROM tortoise_migrations")
        return frozenset(row["name"] for row in rows)

    async def tables(self) -> list[Table]:
        """Return the tables of the hub."""
        columns: dict[str, list[Column]] = {}
        for row in await self._held.fetch(_COLUMNS):
            kind = _KINDS.get(row["data_type"], Kind.TEXT)
            columns.setdefault(row["table_name"], []).append(Column(row["column_name"], kind))
        points: dict[str, set[str]] = {}
        for row in await self._held.fetch(_POINTS):
            points.setdefault(row["source"], set()).add(row["target"])
        return [
            Table(name, tuple(held), frozenset(points.get(name, ())))
            for name, held in columns.items()
        ]

    async def counts(self, tables: Sequence[Table]) -> Mapping[str, int]:
        """Return how many rows each of `tables` has, by name."""
        if not tables:
            return {}
        found = await self._held.fetch(counting(tables), timeout=None)
        return {row["name"]: row["n"] for row in found}

    async def rows(self, table: Table) -> AsyncIterator[Sequence[Row]]:
        """Yield the rows of a table, some at a time."""
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        cursor = await self._held.cursor(f'SELECT {names} FROM "{table.name}"')
        while found := await cursor.fetch(BATCH):
            yield [tuple(row) for row in found]

    async def write(self, table: Table, rows: AsyncIterator[Sequence[Row]]) -> None:
        """Add rows by COPY; `Conflict` names the table where PostgreSQL refuses one."""
        names = [column.name for column in table.columns]
        try:
            async for some in self._pieces(table, rows):
                await self._held.copy_records_to_table(
                    table.name, records=some, columns=names, timeout=None
                )
        except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError) as error:
            raise refused(table, str(error)) from error

    async def _pieces(self, table: Table, rows: AsyncIterator[Sequence[Row]]) -> AsyncIterator[Any]:
        """Yield what one COPY takes: everything, or a batch once the parts for it are there."""
        if table.name not in partitions.BY_QUARTER:
            yield _each(rows)
            return
        day = [column.name for column in table.columns].index(partitions.BY_QUARTER[table.name])
        async for batch in rows:
            await partitions.ensure(
                table.name, {row[day] for row in batch}, self._held.fetch, self._held.execute
            )
            yield batch

    async def clear(self, table: str) -> None:
        """Empty a table."""
        await self._held.execute(f'DELETE FROM "{table}"')

    async def count_on(self, table: Table) -> None:
        """Have sequences go on behind the numbers that are there."""
        for row in await self._held.fetch(_NUMBERED, table.name):
            last = await self._held.fetchval(f'SELECT MAX("{row[0]}") FROM "{table.name}"')
            if last is not None:
                await self._held.execute("SELECT setval($1::text::regclass, $2)", row[1], last)


@asynccontextmanager
async def reading_server(url: str) -> AsyncIterator[PostgresStore]:
    """Open a database to be read as it stands now; who writes goes on meanwhile."""
    connection = await connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            yield PostgresStore(connection)
    finally:
        await connection.close()


async def _each(rows: AsyncIterator[Sequence[Row]]) -> AsyncIterator[Row]:
    async for batch in rows:
        for row in batch:
            yield row
