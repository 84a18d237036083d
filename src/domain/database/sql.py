"""SQL through Tortoise's connection, the same text on SQLite and PostgreSQL.

Parameters are written `$1`, `$2`, ... Instants, documents (dicts and lists) and enums are
encoded on the way in; `instant`, `instant_or_none` and `document` decode on the way out, since
SQLite hands back text where PostgreSQL hands back values.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from time import perf_counter
from typing import Any, cast

import ciso8601
import orjson
from tortoise.context import require_context
from tortoise.models import Model

from domain import steps
from domain.database.statements import Deferring, Result, Runner, Statement
from domain.database.statements import Row as Row  # noqa: PLC0414  Handed on: rows are what `fetch` returns.
from domain.database.tally import changed
from domain.database.turns import Turn
from domain.errors import HubError, Invalid

#: A query with its values.
Question = tuple[str, Sequence[object]]


async def fetch(query: str, *args: object) -> Sequence[Row]:
    """Return the rows of `query`."""
    return (await fetch_all((query, args)))[0]


async def fetch_one(query: str, *args: object) -> Row | None:
    """Return the first row of `query`, or None."""
    rows = await fetch(query, *args)
    return rows[0] if rows else None


async def fetch_all(*questions: Question) -> list[Sequence[Row]]:
    """Return the rows of several queries, each with its values, asked in one go."""
    results = await _run([asked(query, args) for query, args in questions])
    return [result.rows for result in results]


def asked(query: str, args: Sequence[object]) -> Statement:
    """Return a query with its values as connections run it."""
    return _statement(query, args, returns=True)


async def execute(query: str, *args: object) -> int:
    """Run `query` and return how many rows it changed."""
    return (await _run([_statement(query, args)]))[0].changed


async def write(query: str, *args: object, otherwise: HubError | None = None) -> None:
    """Run `query`, whose result nobody waits for; in a transaction, by the next read or commit.

    `otherwise` is raised then unless exactly one row was changed.
    """
    statement = _statement(query, args, otherwise=otherwise)
    connection = _open()
    if isinstance(connection, Deferring):
        connection.later(statement)
    else:
        await _run([statement])


async def send(query: str, *values: object) -> None:
    """Run `query` as `write` does, with values as the driver itself takes them."""
    connection = _open()
    statement = Statement(query, values)
    if isinstance(connection, Deferring):
        connection.later(statement)
    else:
        await _run([statement])


def forget_waiting() -> None:
    """Forget what was left to `write` and was not run yet, of what is about to be taken back."""
    connection = _open()
    if isinstance(connection, Deferring):
        connection.taken()


def locking(query: str) -> str:
    """Return `query` with its rows locked until the commit, where a transaction locks rows.

    What refers to them may be written meanwhile, for their keys stay: a card is posted while its
    request is being decided. On SQLite a transaction holds the only write lock anyway.
    Source: postgresql.org/docs/current/explicit-locking.html.
    """
    return query if _lite() else f"{query} FOR NO KEY UPDATE"


async def take_turns(turn: Turn) -> None:
    """Wait until no other transaction is at `turn`; it is ours until the commit.

    On SQLite writing transactions take turns anyway.
    """
    if not sole():
        await fetch("SELECT pg_advisory_xact_lock($1)", int(turn))


async def wait_for_writers(model: type[Model]) -> None:
    """Wait until every transaction that wrote to the table of `model` has ended, in one of ours.

    Nobody writes to it until ours has ended too. On SQLite writing transactions take turns anyway.
    """
    if not sole():
        await execute(f'LOCK TABLE "{_table(model)}" IN SHARE MODE')


def sole() -> bool:
    """Whether one process owns the database: a file does not serve two."""
    return _lite()


def connections() -> dict[str, int]:
    """Return how many connections of the pool are `used` and `idle`, and how many there may be."""
    return cast("Runner", _open()).connections()


async def insert(model: type[Model], values: Mapping[str, object]) -> None:
    """Insert one row into the table of `model` as `write` does; `values` by column name."""
    await write(_insertion(_table(model), tuple(values)), *values.values())


async def insert_if_new(
    model: type[Model], values: Mapping[str, object], unique: Sequence[str]
) -> bool:
    """Insert one row unless the columns `unique` are taken already; say whether it went in."""
    return (
        await execute(_insertion(_table(model), tuple(values), tuple(unique)), *values.values())
        == 1
    )


async def insert_once(
    model: type[Model], values: Mapping[str, object], unique: Sequence[str]
) -> None:
    """Insert one row as `write` does, unless the columns `unique` are taken already."""
    await write(_insertion(_table(model), tuple(values), tuple(unique)), *values.values())


def instant(value: object) -> datetime:
    """Decode a column that holds an instant."""
    if isinstance(value, datetime):
        return value
    parsed = ciso8601.parse_datetime(str(value))
    if parsed.tzinfo is UTC:
        return parsed
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def instant_or_none(value: object) -> datetime | None:
    """Decode a column that may hold an instant."""
    return value if value is None or isinstance(value, datetime) else instant(value)


def document(value: object) -> Any:  # noqa: ANN401  A document is whatever was stored.
    """Decode a column that holds JSON."""
    return orjson.loads(value) if isinstance(value, (str, bytes)) else value


def placeholders(start: int, count: int) -> str:
    """Return `$start, ...` for `count` parameters, for an `IN (...)` list."""
    return ", ".join(f"${n}" for n in range(start, start + count))


def _encode(value: object, *, lite: bool) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str) and "\0" in value:
        # PostgreSQL keeps none in a text, and no honest text holds one.
        raise Invalid("control_character", "A text holds a NUL character; leave it out.")
    if isinstance(value, (dict, list, tuple)):
        return orjson.dumps(value).decode()
    if lite and isinstance(value, datetime):
        return value.isoformat(" ")
    return value


@lru_cache(maxsize=512)
def _numbered(query: str) -> str:
    return query.replace("$", "?")


@lru_cache(maxsize=512)
def _insertion(table: str, columns: tuple[str, ...], unique: tuple[str, ...] = ()) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    unless = f" ON CONFLICT ({', '.join(unique)}) DO NOTHING" if unique else ""
    return f'INSERT INTO "{table}" ({names}) VALUES ({placeholders(1, len(columns))}){unless}'


def _table(model: type[Model]) -> str:
    return model._meta.db_table  # noqa: SLF001  Tortoise's documented place of a model's table name.


def _open() -> Any:  # noqa: ANN401  Tortoise's client of the engine, or a transaction on it.
    # As `get_connection`, which looks its own imports up each time.
    return require_context().connections.get("default")


def _lite() -> bool:
    lite: bool = _open().capabilities.dialect == "sqlite"
    return lite


def _statement(
    query: str,
    args: Sequence[object],
    *,
    returns: bool = False,
    otherwise: HubError | None = None,
) -> Statement:
    lite = _lite()
    values = [_encode(value, lite=lite) for value in args]
    return Statement(_numbered(query) if lite else query, values, returns, otherwise)


async def _run(statements: Sequence[Statement]) -> list[Result]:
    connection = cast("Runner", _open())  # Opened by `session` as one of ours.
    step = steps.present()
    if step is None:
        results = await connection.run(statements)
    else:
        since = perf_counter()
        results = await connection.run(statements)
        step.statements += len(statements)
        step.statement_seconds += perf_counter() - since
    if not all(statement.returns for statement in statements):
        changed()
    return results
