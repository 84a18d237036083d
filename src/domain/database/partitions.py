"""Tables that PostgreSQL keeps in parts, one for each quarter of a year.

A quarter and not a month: each part that a question cannot leave out costs it some 20 us. A list of
campaigns took 1.4 times as long of 28 parts as of one table, and as long of 10.

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
from typing import Any

from domain.database import sql
from domain.database.session import must_be_in_transaction
from domain.quarters import Quarter, made, part_name, quarters_of

#: The tables that are kept so, each with the column of its days.
BY_QUARTER: Mapping[str, str] = {"metric_points": "day"}

#: How long taking a part away waits for those who read or write, who then wait for it.
LOCK = "1s"

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

    def holds_before(self, day: int) -> bool:
        """Whether some of the days before `day` are in it, and not all of it is before that."""
        return (self.first is None or self.first < day) and self.stop > day


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
) -> list[str]:
    """Make the parts that some days lack, in the running transaction; return their names.

    Whoever calls has the turn of the table, so nobody makes the same part meanwhile.
    """
    there = await parts(table, fetch)
    lacking = [one for one in quarters_of(days) if not any(part.holds(one) for part in there)]
    for one in lacking:
        for statement in made(table, one):
            await execute(statement)
    return [part_name(table, one) for one in lacking]


async def drop(names: Sequence[str]) -> None:
    """Take parts away for good, in the running transaction; `Busy` if somebody holds the table."""
    must_be_in_transaction()
    await sql.execute(f"SET LOCAL lock_timeout = '{LOCK}'")
    for name in names:
        await sql.execute(f"DROP TABLE {name}")
