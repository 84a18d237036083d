"""Tables that PostgreSQL keeps in parts, one for each quarter of a year.

A quarter and not a month: each part that a question cannot leave out costs it some 20 us, and a list
of campaigns asked of 28 parts took 1.4 times as long, of 10 as long as of one table.

There is no default part: with one, the parts have no order, and the last day of a series would be
looked for in all of them. So whoever writes makes what is lacking (`ensure`), in their transaction
and under the turn of their table. A part is made beside the table and then attached, which keeps
nobody waiting; taking one away keeps everybody waiting for a moment, and waits shortly itself.
Source: postgresql.org/docs/current/ddl-partitioning.html.

On SQLite a table is one, and there are no parts.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.database import sql
from domain.database.session import must_be_in_transaction

#: The tables that are kept so, each with the column of its days.
BY_QUARTER: Mapping[str, str] = {"metric_points": "day"}

#: How long taking a part away waits for those who read or write, who then wait for it.
LOCK = "1s"

_EPOCH = date(1970, 1, 1).toordinal()

_PARTS = """
SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bounds,
       pg_total_relation_size(c.oid) AS size
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
 WHERE i.inhparent = $1::text::regclass
"""
_BOUNDS = re.compile(r"FROM \('?(MINVALUE|-?\d+)'?\) TO \('?(-?\d+)'?\)")

#: Runs a question with its values, as `sql.fetch` and a connection of asyncpg do.
Fetch = Callable[..., Awaitable[Sequence[Any]]]
#: Runs a statement, as `sql.execute` and a connection of asyncpg do.
Execute = Callable[[str], Awaitable[object]]


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """The days of a quarter, since 1970: from `first`, and before `stop`."""

    first: int
    stop: int

    @property
    def name(self) -> str:
        """What it is called in names, such as `2026_q4`."""
        on = date.fromordinal(self.first + _EPOCH)
        return f"{on.year}_q{on.month // 3 + 1}"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a table: the days from `first`, None where it has no beginning, before `stop`.

    `size` is in bytes, with its index.
    """

    name: str
    first: int | None
    stop: int
    size: int

    def holds(self, one: Quarter) -> bool:
        """Whether the days of a quarter are in it. No bound ever cuts one."""
        return (self.first is None or self.first <= one.first) and one.stop <= self.stop


def quarter_of(day: int, later: int = 0) -> Quarter:
    """Return the quarter of a day since 1970, or one so many `later`."""
    on = date.fromordinal(day + _EPOCH)
    number = on.year * 4 + (on.month - 1) // 3 + later
    return Quarter(_first(number), _first(number + 1))


def quarters_of(days: Iterable[int]) -> list[Quarter]:
    """Return the quarters that some days are in, first to last."""
    found: list[Quarter] = []
    for day in sorted(set(days)):
        if not found or day >= found[-1].stop:
            found.append(quarter_of(day))
    return found


def made(table: str, one: Quarter) -> tuple[str, str]:
    """Return the statements that make a part of a table beside it, and attach it."""
    part, days = f"{table}_{one.name}", f"FROM ({one.first}) TO ({one.stop})"
    return (
        f"CREATE TABLE {part} (LIKE {table} INCLUDING DEFAULTS)",
        f"ALTER TABLE {table} ATTACH PARTITION {part} FOR VALUES {days}",
    )


async def parts(table: str, fetch: Fetch = sql.fetch) -> list[Part]:
    """Return the parts of a table on PostgreSQL, first to last."""
    found = []
    for row in await fetch(_PARTS, table):
        if bounds := _BOUNDS.search(row["bounds"] or ""):
            first = None if bounds[1] == "MINVALUE" else int(bounds[1])
            found.append(Part(row["name"], first, int(bounds[2]), row["size"]))
    return sorted(found, key=lambda part: part.stop)


async def ensure(
    table: str, days: Iterable[int], fetch: Fetch = sql.fetch, execute: Execute = sql.execute
) -> list[Quarter]:
    """Make the parts that some days lack, in the running transaction; return which.

    Whoever calls has the turn of the table, so nobody makes the same part meanwhile.
    """
    there = await parts(table, fetch)
    lacking = [one for one in quarters_of(days) if not any(part.holds(one) for part in there)]
    for one in lacking:
        for statement in made(table, one):
            await execute(statement)
    return lacking


async def drop(names: Sequence[str]) -> None:
    """Take parts away for good, in the running transaction; `Busy` if somebody holds the table."""
    must_be_in_transaction()
    await sql.execute(f"SET LOCAL lock_timeout = '{LOCK}'")
    for name in names:
        await sql.execute(f"DROP TABLE {name}")


def _first(number: int) -> int:
    return date(number // 4, number % 4 * 3 + 1, 1).toordinal() - _EPOCH
