"""Carrying every row to another database, in one transaction there, and judging that all arrived.

Nothing is committed unless each table has as many rows as where it came from, with the same
digest as it is read back, and every chain and anchor of the record holds. Whoever is killed
meanwhile leaves the target as empty as it was.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

from tortoise.connection import get_connection

from domain.audit import service as audit
from domain.database import must_be_in_transaction, sql
from domain.errors import Conflict
from domain.keeping.model import SHIPPED, Row, Source, Sum, Table, Target
from domain.keeping.on_postgres import PostgresStore
from domain.keeping.on_sqlite import SqliteStore
from domain.keeping.rules import Tally, differing, in_order
from domain.sealing.rotating import with_kept
from domain.secrets import Secrets

#: Told of what is done: which table, and how many of its rows passed by since the last time.
Said = Callable[[str, int], None]

#: How many tables are named in an error.
NAMED_MAX = 5


def unsaid(table: str, rows: int) -> None:
    """Tell nobody."""
    del table, rows


async def read(source: Source, said: Said = unsaid) -> dict[str, Sum]:
    """Read everything there is to carry, and return what each table has, by name."""
    return {
        table.name: await _sum(source, table, said) for table in in_order(await source.tables())
    }


async def fill(
    source: Source,
    secrets: Secrets,
    said: Said = unsaid,
    expected: Mapping[str, Sum] | None = None,
) -> dict[str, Sum]:
    """Carry everything into the open database, in the running transaction; return what arrived.

    `expected` is what each table had when it was written down. Raises `Conflict` where the
    database holds anything but what comes with Greenlight, has other tables, or does not have in
    the end what the source has.
    """
    must_be_in_transaction()
    target = _here()
    tables = in_order(await source.tables())
    if unlike := differing(tables, await target.tables()):
        raise Conflict("schemas_differ", f"Both do not have the same tables: {_some(unlike)}.")
    await require_empty(target)
    for name in SHIPPED:
        await target.clear(name)
    sums = {}
    for table in tables:
        sums[table.name] = sent = await _send(source, target, table, said)
        wanted = sent if expected is None else expected[table.name]
        # An empty table costs no trips: there are many of them.
        there = await _sum(target, table, unsaid) if sent.count else sent
        if not wanted == sent == there:
            raise Conflict(
                "not_the_same",
                f"The rows of `{table.name}` did not arrive as they were. Nothing was written.",
            )
    # An earlier secret may have signed it, whose key came along.
    await _require_record(await with_kept(secrets))
    return sums


async def _send(source: Source, target: Target, table: Table, said: Said) -> Sum:
    """Carry the rows of one table, and return what was sent."""
    tally = Tally(table)
    rows = _passing(source.rows(table), table, tally, said)
    first = await anext(rows, None)
    if first is not None:
        await target.write(table, _again(first, rows))
        await target.count_on(table)
    return tally.sum


async def _again(
    first: Sequence[Row], rest: AsyncIterator[Sequence[Row]]
) -> AsyncIterator[Sequence[Row]]:
    yield first
    async for batch in rest:
        yield batch


async def require_empty(target: Source) -> None:
    """Raise `Conflict` if a database holds anything but what comes with Greenlight."""
    tables = await target.tables()
    if tables and not await target.migrations():
        raise Conflict(
            "not_a_hub",
            f"It holds tables that are not Greenlight's: {_some([t.name for t in tables])}. Give a"
            " new, empty database.",
        )
    counts = await target.counts(in_order(tables))
    if held := sorted(name for name, rows in counts.items() if rows and name not in SHIPPED):
        raise Conflict(
            "not_empty",
            f"It holds a hub already ({_some(held)}), and nothing is ever replaced. Give a new,"
            " empty database.",
        )


async def _require_record(secrets: Secrets) -> None:
    if findings := await audit.verify(secrets):
        first = findings[0]
        raise Conflict(
            "record_broken",
            f"{len(findings)} things are wrong with the record, the first with `{first.subject}`:"
            f" {first.problem}. Nothing was written. Is GREENLIGHT_SECRET the one it was signed"
            " with? `greenlight audit verify` names the others.",
        )


def _here() -> Target:
    """Return the tables of the open database, in the transaction that runs."""
    held: Any = get_connection("default")
    if sql.sole():
        return SqliteStore(held.within)
    return PostgresStore(held._connection)  # noqa: SLF001  Where Tortoise's wrapper has it.


async def _sum(source: Source, table: Table, said: Said) -> Sum:
    tally = Tally(table)
    async for _ in _passing(source.rows(table), table, tally, said):
        pass
    return tally.sum


async def _passing(
    rows: AsyncIterator[Sequence[Row]], table: Table, tally: Tally, said: Said
) -> AsyncIterator[Sequence[Row]]:
    async for batch in rows:
        tally.add(batch)
        said(table.name, len(batch))
        yield batch


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED_MAX} more" if len(names) > NAMED_MAX else ""
    return ", ".join(f"`{name}`" for name in names[:NAMED_MAX]) + more
