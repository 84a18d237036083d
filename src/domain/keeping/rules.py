"""What makes two rows the same on every engine, and in which order tables are filled. Pure."""

import hashlib
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from graphlib import TopologicalSorter
from typing import Any

import orjson

from domain.keeping.model import LOCAL, Column, Kind, Row, Sum, Table

#: Sums are taken modulo this: adding makes them the same in any order, and counts doubles.
_MODULUS = 2**256

#: A number that engines may write in two ways: with an exponent, or below zero and zero.
_TWO_WAYS = re.compile(r"[0-9][eE][+-]?[0-9]|[:,\[]\s*-0|^-0")

#: Above this Python writes a float with an exponent, which PostgreSQL keeps as a whole number.
_EXPONENT_FROM = 1e16


class Tally:
    """Rows of a table that passed by, for its `Sum`."""

    def __init__(self, table: Table) -> None:
        self._documents = [n for n, c in enumerate(table.columns) if c.kind is Kind.DOCUMENT]
        self._count = self._total = 0

    def add(self, rows: Iterable[Row]) -> None:
        """Let rows pass by."""
        for row in rows:
            told = hashlib.sha256(self._canonical(row)).digest()
            self._total += int.from_bytes(told)
            self._count += 1
        self._total %= _MODULUS

    @property
    def sum(self) -> Sum:
        """What came of them."""
        return Sum(self._count, f"{self._total:064x}")

    def _canonical(self, row: Row) -> bytes:
        """Return a row in the one form it has everywhere; an empty text is not a missing one."""
        values = list(row)
        for place in self._documents:
            if values[place] is not None:
                values[place] = canonical_document(values[place])
        return orjson.dumps(values)


def canonical_document(text: str) -> str:
    """Return a document with its names in order, and each number as both engines read it."""
    found = orjson.loads(text)
    if _TWO_WAYS.search(text):
        found = _one_way(found)
    return orjson.dumps(found, option=orjson.OPT_SORT_KEYS).decode()


def _one_way(value: Any) -> Any:  # noqa: ANN401  Whatever JSON holds.
    if isinstance(value, dict):
        return {name: _one_way(held) for name, held in value.items()}
    if isinstance(value, list):
        return [_one_way(held) for held in value]
    if isinstance(value, float):
        if value == 0:
            return abs(value)
        if _EXPONENT_FROM <= abs(value) < 2**63 and not math.fmod(value, 1):
            return int(value)
    return value


def in_order(tables: Sequence[Table]) -> list[Table]:
    """Return the tables to carry so that what rows point to is there before them."""
    known = {table.name: table for table in tables if table.name not in LOCAL}
    graph = {name: sorted(known[name].needs - {name}) for name in sorted(known)}
    return [known[name] for name in TopologicalSorter(graph).static_order()]


def differing(ours: Sequence[Table], theirs: Sequence[Table]) -> list[str]:
    """Return the names of tables that are not alike in both, sorted."""
    here, there = _columns(ours), _columns(theirs)
    return sorted(n for n in here.keys() | there.keys() if here.get(n) != there.get(n))


def _columns(tables: Sequence[Table]) -> Mapping[str, frozenset[Column]]:
    return {t.name: frozenset(t.columns) for t in tables if t.name not in LOCAL}


def line(row: Row) -> bytes:
    """Return a row as a line of JSON; instants and days are texts of ISO 8601."""
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


def reviver(table: Table) -> Callable[[bytes], Row]:
    """Return what makes a row of `table` of its line again; `ValueError` if it is none."""
    readers = [(n, _READERS[c.kind]) for n, c in enumerate(table.columns) if c.kind in _READERS]
    width = len(table.columns)

    def revive(given: bytes) -> Row:
        values = orjson.loads(given)
        if not isinstance(values, list) or len(values) != width:
            raise ValueError("no row of this table")
        for place, read in readers:
            if values[place] is not None:
                values[place] = read(values[place])
        return tuple(values)

    return revive


_READERS: Mapping[Kind, Callable[[str], datetime | date]] = {
    Kind.INSTANT: datetime.fromisoformat,
    Kind.DAY: date.fromisoformat,
}
