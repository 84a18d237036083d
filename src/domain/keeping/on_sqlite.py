"""A hub's tables in a SQLite file, to be read and to be filled."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from datetime import date, datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, TypeVar

from tortoise.exceptions import IntegrityError, OperationalError
from tortoise.fields import BooleanField
from tortoise.models import Model

from domain.database import sql
from domain.database.session import BUSY_TIMEOUT_MS, RECORDS
from domain.errors import Conflict, Missing
from domain.keeping.model import BATCH, Column, Kind, Row, Table

Found = TypeVar("Found")

#: What columns hold, by the first word of their declared type.
_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("VARCHAR", "TEXT"), Kind.TEXT),
    **dict.fromkeys(("INT", "INTEGER", "BIGINT", "SMALLINT"), Kind.INTEGER),
    "REAL": Kind.REAL,
    "BOOLEAN": Kind.BOOLEAN,
    "TIMESTAMP": Kind.INSTANT,
    "DATE": Kind.DAY,
    "JSON": Kind.DOCUMENT,
}

_READ: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.BOOLEAN: bool,
    Kind.INSTANT: sql.instant,
    Kind.DAY: date.fromisoformat,
}


def _instant(value: datetime) -> str:
    return value.isoformat(" ")


_WRITE: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.BOOLEAN: int,
    Kind.INSTANT: _instant,
    Kind.DAY: date.isoformat,
}


_TABLES = "sqlite_master t JOIN pragma_{what}(t.name) f WHERE t.type = 'table'"
_OURS = " AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name"
_COLUMNS = f"SELECT t.name, f.name, f.type FROM {_TABLES.format(what='table_info')}{_OURS}, f.cid"
_POINTS = f'SELECT t.name, f."table" FROM {_TABLES.format(what="foreign_key_list")}{_OURS}'


class Run(Protocol):
    """Calls something with the connection, in the thread that may use it."""

    def __call__(self, act: Callable[[sqlite3.Connection], Found]) -> Awaitable[Found]:
        """Return what comes of `act`."""
        ...


class SqliteStore:
    """The tables behind a connection."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def migrations(self) -> frozenset[str]:
        """Return the names of the migrations it has; none where it was never migrated."""
        if not await self._fetch("SELECT 1 FROM sqlite_master WHERE name = 'tortoise_migrations'"):
            return frozenset()
        return frozenset(r[0] for r in await self._fetch("SELECT name FROM tortoise_migrations"))

    async def tables(self) -> list[Table]:
        """Return the tables of the hub."""
        truths = _truths()
        columns: dict[str, list[Column]] = {}
        for table, name, declared in await self._fetch(_COLUMNS):
            kind = _kind(table, name, declared, truths)
            columns.setdefault(table, []).append(Column(name, kind))
        points: dict[str, set[str]] = {}
        for table, other in await self._fetch(_POINTS):
            points.setdefault(table, set()).add(other)
        return [
            Table(name, tuple(held), frozenset(points.get(name, ())))
            for name, held in columns.items()
        ]

    async def counts(self, tables: Sequence[Table]) -> Mapping[str, int]:
        """Return how many rows each of `tables` has, by name."""
        return {row[0]: row[1] for row in await self._fetch(counting(tables))} if tables else {}

    async def rows(self, table: Table) -> AsyncIterator[Sequence[Row]]:
        """Yield the rows of a table, some at a time."""
        query = f'SELECT {_names(table)} FROM "{table.name}"'
        cursor = await self._run(lambda connection: connection.execute(query))
        while found := await self._run(lambda _: cursor.fetchmany(BATCH)):
            yield _turned(table, _READ, found)

    async def write(self, table: Table, rows: AsyncIterator[Sequence[Row]]) -> None:
        """Add rows; `Conflict` names the table where SQLite refuses one."""
        await self._run(lambda c: c.execute("PRAGMA defer_foreign_keys = ON"))
        marks = ", ".join("?" for _ in table.columns)
        query = f'INSERT INTO "{table.name}" ({_names(table)}) VALUES ({marks})'
        async for batch in rows:
            turned = _turned(table, _WRITE, batch)
            try:
                await self._run(lambda c, turned=turned: c.executemany(query, turned))  # type: ignore[misc]
            except (sqlite3.Error, IntegrityError, OperationalError, OverflowError) as error:
                raise refused(table, str(error)) from error

    async def clear(self, table: str) -> None:
        """Empty a table."""
        await self._run(lambda c: c.execute(f'DELETE FROM "{table}"'))

    async def count_on(self, table: Table) -> None:
        """Do nothing: SQLite gives numbers behind those that are there."""

    async def _fetch(self, query: str) -> list[Any]:
        return await self._run(lambda c: c.execute(query).fetchall())


def counting(tables: Sequence[Table]) -> str:
    """Return what asks for the number of rows of each of `tables`, in one go."""
    each = (f"SELECT '{t.name}' AS name, COUNT(*) AS n FROM \"{t.name}\"" for t in tables)
    return " UNION ALL ".join(each)


def refused(table: Table, why: str) -> Conflict:
    """Return what to say where an engine does not take a row."""
    return Conflict(
        "row_refused",
        f"A row of `{table.name}` is not taken ({why[:200]}). Nothing was written; mend the row"
        " where it is, and begin again.",
    )


def require_there(path: Path) -> None:
    """Raise `Missing` where there is no database."""
    if not path.is_file():
        raise Missing("no_such_database", f"There is no database {path}.")


@asynccontextmanager
async def reading_file(path: Path) -> AsyncIterator[SqliteStore]:
    """Open a file to be read as it stands now; who writes goes on meanwhile.

    `Missing` if there is none. It is a transaction that reads: in the write-ahead log SQLite keeps
    what it sees, and writers go on behind it. Source: sqlite.org/isolation.html.
    """
    require_there(path)
    with closing(sqlite3.connect(path, check_same_thread=False, isolation_level=None)) as held:

        async def run(act: Callable[[sqlite3.Connection], Found]) -> Found:
            return await asyncio.to_thread(act, held)

        for words in (f"busy_timeout = {BUSY_TIMEOUT_MS}", "query_only = ON"):
            held.execute(f"PRAGMA {words}")
        held.execute("BEGIN")
        held.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()  # From here on it is still.
        yield SqliteStore(run)


@lru_cache(maxsize=1)
def _truths() -> frozenset[tuple[str, str]]:
    """Return the columns that Tortoise keeps as a number and that are true or false."""
    modules = [import_module(name) for name in RECORDS]
    models = [m for module in modules for m in vars(module).values() if _is_table(m)]
    return frozenset(
        (model._meta.db_table, field.source_field or name)  # noqa: SLF001  Tortoise's documented place.
        for model in models
        for name, field in model._meta.fields_map.items()  # noqa: SLF001  As above.
        if isinstance(field, BooleanField)
    )


def _is_table(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, Model) and found is not Model


def _kind(table: str, column: str, declared: str, truths: frozenset[tuple[str, str]]) -> Kind:
    if (table, column) in truths:
        return Kind.BOOLEAN
    return _KINDS.get(declared.partition("(")[0].upper(), Kind.TEXT)


def _names(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _turned(
    table: Table, ways: Mapping[Kind, Callable[[Any], Any]], rows: Sequence[Any]
) -> list[Row]:
    """Return rows with the values that an engine has otherwise than Python turned."""
    turns = [(n, ways[c.kind]) for n, c in enumerate(table.columns) if c.kind in ways]
    found = []
    for row in rows:
        values = list(row)
        for place, turn in turns:
            if values[place] is not None:
                values[place] = turn(values[place])
        found.append(tuple(values))
    return found
