"""What is carried: tables and their rows, and by what it is judged that all of it arrived."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

#: A row, in the order of its table's columns; see `Kind` for its values.
Row = tuple[Any, ...]

#: How many rows are carried at once. What is in memory is a few of these, however many there are.
BATCH = 1_000

#: Tables that are of an installation and not of a hub: what was migrated, and which processes run.
LOCAL = frozenset({"tortoise_migrations", "processes"})

#: Tables that a fresh database has rows in: the decision tables that come with Greenlight.
SHIPPED = ("rule_releases", "rule_versions")


class Kind(StrEnum):
    """What a column holds, whatever an engine calls it; in Python as said here, or None."""

    TEXT = "text"  # str
    INTEGER = "integer"  # int
    REAL = "real"  # float
    BOOLEAN = "boolean"  # bool
    INSTANT = "instant"  # datetime, in UTC
    DAY = "day"  # date
    DOCUMENT = "document"  # JSON as a str, as the engine has it


@dataclass(frozen=True, slots=True)
class Column:
    """A column by name."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `needs` are the other tables that its rows point to."""

    name: str
    columns: tuple[Column, ...]
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sum:
    """How many rows a table has, and a digest over them in any order (64 hexadecimal digits)."""

    count: int
    digest: str


class Source(Protocol):
    """Where rows come from. It stands still: nobody's change is seen once the first was read."""

    async def migrations(self) -> frozenset[str]:
        """Return the names of the migrations it has; none where it was never migrated."""
        ...

    async def tables(self) -> list[Table]:
        """Return the tables of the hub, in any order."""
        ...

    async def counts(self, tables: Sequence[Table]) -> Mapping[str, int]:
        """Return how many rows each of `tables` has, by name."""
        ...

    def rows(self, table: Table) -> AsyncIterator[Sequence[Row]]:
        """Yield the rows of a table, some at a time, in any order."""
        ...


class Target(Source, Protocol):
    """Where rows go, in a transaction of its own."""

    async def write(self, table: Table, rows: AsyncIterator[Sequence[Row]]) -> None:
        """Add rows; `Conflict` names the table where the engine refuses one."""
        ...

    async def clear(self, table: str) -> None:
        """Empty a table."""
        ...

    async def count_on(self, table: Table) -> None:
        """Have numbers that the database gives go on behind those that are there."""
        ...
