"""SQL through Tortoise's connection, the same text on SQLite and PostgreSQL.

Parameters are written `$1`, `$2`, ... Instants, documents (dicts and lists) and enums are
encoded on the way in; `instant`, `instant_or_none` and `document` decode on the way out, since
SQLite hands back text where PostgreSQL hands back values.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

import ciso8601
import orjson
from tortoise.connection import get_connection
from tortoise.models import Model

Row = Mapping[str, Any]


async def fetch(query: str, *args: object) -> Sequence[Row]:
    """Return the rows of `query`."""
    connection = get_connection("default")
    lite = connection.capabilities.dialect == "sqlite"
    text = _numbered(query) if lite else query
    _, rows = await connection.execute_query(text, _encoded(args, lite=lite))
    return rows


async def fetch_one(query: str, *args: object) -> Row | None:
    """Return the first row of `query`, or None."""
    rows = await fetch(query, *args)
    return rows[0] if rows else None


async def execute(query: str, *args: object) -> int:
    """Run `query` and return how many rows it changed."""
    connection = get_connection("default")
    lite = connection.capabilities.dialect == "sqlite"
    text = _numbered(query) if lite else query
    count, _ = await connection.execute_query(text, _encoded(args, lite=lite))
    return int(count)


async def insert(model: type[Model], values: Mapping[str, object]) -> None:
    """Insert one row into the table of `model`; `values` by column name."""
    await execute(_insertion(model._meta.db_table, tuple(values)), *values.values())  # noqa: SLF001  Tortoise's documented place of a model's table name.


async def insert_if_new(
    model: type[Model], values: Mapping[str, object], unique: Sequence[str]
) -> bool:
    """Insert one row unless the columns `unique` are taken already; say whether it went in."""
    text = _insertion(model._meta.db_table, tuple(values))  # noqa: SLF001  As above.
    count = await execute(
        f"{text} ON CONFLICT ({', '.join(unique)}) DO NOTHING RETURNING 1", *values.values()
    )
    return count > 0


def instant(value: object) -> datetime:
    """Decode a column that holds an instant."""
    if isinstance(value, datetime):
        return value
    parsed = ciso8601.parse_datetime(str(value))
    return parsed if parsed.tzinfo is not None else parsed.replace(tzinfo=UTC)


def instant_or_none(value: object) -> datetime | None:
    """Decode a column that may hold an instant."""
    return None if value is None else instant(value)


def document(value: object) -> Any:  # noqa: ANN401  A document is whatever was stored.
    """Decode a column that holds JSON."""
    return orjson.loads(value) if isinstance(value, (str, bytes)) else value


def placeholders(start: int, count: int) -> str:
    """Return `$start, ...` for `count` parameters, for an `IN (...)` list."""
    return ", ".join(f"${n}" for n in range(start, start + count))


def _encoded(args: Sequence[object], *, lite: bool) -> list[Any]:
    return [_encode(value, lite=lite) for value in args]


def _encode(value: object, *, lite: bool) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (dict, list, tuple)):
        return orjson.dumps(value).decode()
    if lite and isinstance(value, datetime):
        return value.isoformat(" ")
    return value


@lru_cache(maxsize=512)
def _numbered(query: str) -> str:
    return query.replace("$", "?")


@lru_cache(maxsize=512)
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({placeholders(1, len(columns))})'
