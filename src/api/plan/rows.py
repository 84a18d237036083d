"""Objects that are shown from the rows they were read from, without being made.

Most of what lists show stands in a row as it is. So a resolver may give `Rows` in place of a list
of objects. For graphql-core that is a list whose objects are made as it goes through it; a plan
reads from the rows what they hold of the selected fields. What they do not hold is asked of the
object, and so is all of a row that holds something else than such rows usually do.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from types import NoneType
from typing import Any

from graphql import GraphQLField

from api.plan.definitions import attribute_of, function_of
from api.plan.parts import Odd, Place, Run, Steps


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """What rows of one kind hold, by the name of the field in Python.

    `columns` show a field as they are. `parts` give a field's value, of what the object would be
    made of; `row` finds the row in that, and is None where it is the row itself.
    """

    columns: Mapping[str, str]
    parts: Mapping[str, Callable[[Any], object]] = field(default_factory=dict)
    row: Callable[[Any], Mapping[str, Any]] | None = None


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

    __slots__ = ("_blank", "_columns", "_good", "_keys", "_rest", "_row", "_take", "_writes")

    def __init__(self, table: Table, origin: type | None, steps: Steps) -> None:
        names = {step.key: _name(step.definition, origin) for step in steps}
        shown = [one for one in steps if names[one.key] in table.columns and one.shape.stored]
        told = {one.key: one.parent_type.name for one in steps if one.name == "__typename"}
        self._row = table.row
        self._keys = [one.key for one in shown]
        self._take = _taking([table.columns[names[key]] for key in self._keys])
        self._columns = [(one.shape.stored, one.shape.nullable) for one in shown]
        self._writes = [
            (one.key, one.shape.stored.write)
            for one in shown
            if one.shape.stored and one.shape.stored.write
        ]
        self._rest = [
            (one, table.parts.get(names[one.key]))
            for one in steps
            if one not in shown and one.key not in told
        ]
        ordered = [one.key for one in steps[: len(shown)]] == self._keys and not told
        self._blank = None if ordered else {one.key: told.get(one.key) for one in steps}
        self._good: set[tuple[type, ...]] = set()

    @property
    def flat(self) -> bool:
        """Whether rows hold all that is selected."""
        return not self._rest

    def read(self, source: Any) -> dict[str, Any]:  # noqa: ANN401  Whatever an object is made of.
        """Return what the columns hold; `Odd` if that has to be asked of the object."""
        values = self._take(source if self._row is None else self._row(source))
        kinds = tuple(map(type, values))
        if kinds not in self._good:
            self._judge(kinds)
        out: dict[str, Any] = dict(zip(self._keys, values, strict=True))
        for key, write in self._writes:
            value = out[key]
            if value is not None:
                out[key] = write(value)
        return out if self._blank is None else self._blank | out

    def show(self, run: Run, one: One, place: Place) -> dict[str, Any]:
        """Return all that is selected; `Odd`, before anything else ran, as above."""
        source = one.source
        out, made = self.read(source), None
        for step, part in self._rest:
            if part is not None:
                run.settle(part(source), Place(place, out, step.key, step, step.shape))
            else:
                made = made or one.made()
                step.take(run, made, out, place)
        return out

    def _judge(self, kinds: tuple[type, ...]) -> None:
        for kind, (stored, nullable) in zip(kinds, self._columns, strict=True):
            usual = stored is not None and kind is stored.kind
            if not usual and not (nullable and kind is NoneType):
                raise Odd
        self._good.add(kinds)


def _name(definition: GraphQLField, origin: type | None) -> str:
    """Return the name by which a table may hold a field; empty where more than that stands behind.

    That is a resolver that was wrapped, or an attribute that its class computes.
    """
    attribute = attribute_of(definition)
    if attribute is not None:
        return "" if hasattr(origin, attribute) else attribute
    function = function_of(definition)
    return "" if function is None or hasattr(function, "__wrapped__") else function.__name__


def _taking(columns: Sequence[str]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    """Return what takes the values of columns from a row."""
    if len(columns) > 1:
        return itemgetter(*columns)
    return lambda row: [row[name] for name in columns]
