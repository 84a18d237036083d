"""Objects that are shown from the rows they were read from, without being made.

Most of what lists show stands in a row as it is. So a resolver may give `Rows` in place of a list
of objects. For graphql-core that is a list whose objects are made as it goes through it; a plan
reads from the rows what they hold of the selected fields. What they do not hold is asked of the
object, and so is all of a row that holds something else than such rows usually do.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from types import NoneType
from typing import Any

from graphql import GRAPHQL_MAX_INT as INT_MAX
from graphql import GRAPHQL_MIN_INT as INT_MIN
from graphql import GraphQLField

from api.plan.definitions import attribute_of, function_of
from api.plan.parts import TYPE_NAME, Odd, Place, Run, Shape, Steps
from domain.database.sql import instant


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """What rows of one kind hold, by the name of the field in Python.

    `columns` show a field as they are, by their names or places. `parts` give a field's value, of
    what the object would be made of; `row` finds the row in that, and is None where it is the row
    itself.
    """

    columns: Mapping[str, str | int]
    parts: Mapping[str, Callable[[Any], object]] = field(default_factory=dict)
    row: Callable[[Any], Any] | None = None


@dataclass(slots=True)
class One:
    """An object that `make` would make of `source`."""

    table: Table
    make: Callable[[Any], object]
    source: Any

    def made(self) -> object:
        """Return the object."""
        return self.make(self.source)


@dataclass(slots=True)
class Rows(Iterable[Any]):
    """A list of objects, each of which `make` would make of one of the `sources`."""

    table: Table
    make: Callable[[Any], object]
    sources: Sequence[Any]

    def __iter__(self) -> Iterator[Any]:
        """Make them one after the other."""
        return map(self.make, self.sources)

    def each(self) -> Iterator[One]:
        """Return them one after the other, without making them."""
        return (One(self.table, self.make, source) for source in self.sources)


class Reader:
    """How what is selected of an object is read from the rows of a table."""

    __slots__ = (
        "_blank",
        "_good",
        "_instants",
        "_keys",
        "_names",
        "_numbers",
        "_parts",
        "_rest",
        "_row",
        "_take",
        "_wanted",
    )

    def __init__(self, table: Table, origin: type | None, steps: Steps) -> None:
        names = {step.key: _name(step.definition, origin) for step in steps}
        stored = [one for one in steps if one.shape.stored]
        held = {one.key: one for one in stored if names[one.key] in table.columns}
        told = {one.key: one.parent_type.name for one in steps if one.name == TYPE_NAME}
        self._row = table.row
        self._keys = [*held]
        self._take = _taking([table.columns[names[key]] for key in held])
        self._wanted = [_kinds(one.shape) for one in held.values()]
        ways = [(key, one.shape.stored) for key, one in held.items() if one.shape.stored]
        self._names = [(key, how.names) for key, how in ways if how.names]
        self._numbers = [key for key, how in ways if how.kind is int]
        self._instants = [how.kind is datetime for _, how in ways]
        left = [one for one in steps if one.key not in held and one.key not in told]
        self._rest = [(one, table.parts.get(names[one.key])) for one in left]
        self._parts = [(one, part) for one, part in self._rest if part is not None]
        ordered = not told and [one.key for one in steps[: len(held)]] == self._keys
        self._blank = None if ordered else {one.key: told.get(one.key) for one in steps}
        #: Which classes of values together are usual, and under which keys there are texts then
        #: that say an instant.
        self._good: dict[tuple[type, ...], list[str]] = {}

    def all(self, run: Run, sources: Sequence[Any]) -> list[dict[str, Any]] | None:
        """Return all that is selected of each, one field after the other.

        None if the rows do not hold all of it, or anything else than such rows usually do.
        """
        if len(self._parts) < len(self._rest):
            return None
        try:
            found = self.read(sources)
        except Odd:
            return None
        for step, part in self._parts:
            values = step.shape.at_once(run, [part(source) for source in sources])
            if values is None:
                return None
            for out, value in zip(found, values, strict=True):
                out[step.key] = value
        return found

    def read(self, sources: Iterable[Any]) -> list[dict[str, Any]]:
        """Return what the columns of each hold; `Odd` if that has to be asked of an object.

        It is written for speed: most of what is ever shown goes through here.
        """
        row, take, good, keys, blank = self._row, self._take, self._good, self._keys, self._blank
        found: list[dict[str, Any]] = []
        for source in sources:
            values = take(source if row is None else row(source))
            kinds = tuple(map(type, values))
            texts = good[kinds] if kinds in good else self._judge(kinds)
            out: dict[str, Any] = dict(zip(keys, values))  # noqa: B905  As many, by their making.
            for key in texts:
                try:
                    out[key] = instant(out[key])
                except ValueError:
                    raise Odd from None
            for key, names in self._names:
                if (value := out[key]) is not None:
                    if value not in names:
                        raise Odd
                    out[key] = names[value]
            for key in self._numbers:
                if (value := out[key]) is not None and not INT_MIN <= value <= INT_MAX:
                    raise Odd
            found.append(out if blank is None else blank | out)
        return found

    def show(self, run: Run, one: One, place: Place) -> dict[str, Any]:
        """Return all that is selected; `Odd`, before anything else ran, as above."""
        source = one.source
        (out,), made = self.read((source,)), None
        for step, part in self._rest:
            if part is None:
                made = made or one.made()
                step.take(run, made, out, place)
                continue
            value = part(source)
            found = step.shape.at_once(run, (value,))
            if found is None:
                run.complete(value, Place(place, out, step.key, step, step.shape))
            else:
                out[step.key] = found[0]
        return out

    def _judge(self, kinds: tuple[type, ...]) -> list[str]:
        """Find out whether values of such classes are what is usual, and keep that."""
        wanted = zip(kinds, self._wanted, strict=True)
        if not all(kind in usual for kind, usual in wanted):
            raise Odd
        timed = zip(self._keys, kinds, self._instants, strict=True)
        texts = self._good[kinds] = [key for key, kind, at in timed if at and kind is str]
        return texts


def _kinds(shape: Shape) -> set[type]:
    """Return the classes that values of a column usually have."""
    usual: set[type] = {shape.stored.kind} if shape.stored else set()
    if datetime in usual:
        usual.add(str)
    return usual | {NoneType} if shape.nullable else usual


def _name(definition: GraphQLField, origin: type | None) -> str:
    """Return the name by which a table may hold a field; empty where more than that stands behind.

    That is a resolver that was wrapped, or an attribute that its class computes.
    """
    attribute = attribute_of(definition)
    if attribute is not None:
        return "" if hasattr(origin, attribute) else attribute
    function = function_of(definition)
    return "" if function is None or hasattr(function, "__wrapped__") else function.__name__


def _taking(columns: Sequence[str | int]) -> Callable[[Any], Sequence[Any]]:
    """Return what takes the values of columns from a row."""
    if len(columns) > 1:
        return itemgetter(*columns)
    return lambda row: [row[name] for name in columns]
