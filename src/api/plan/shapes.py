"""What becomes of a value in an answer, by the type that the schema promises."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any, cast

from graphql import (
    GraphQLAbstractType,
    GraphQLError,
    GraphQLLeafType,
    GraphQLObjectType,
    GraphQLOutputType,
    get_nullable_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution.collect_fields import FieldDetailsList
from graphql.execution.executor import Executor, invalid_return_type_error
from graphql.pyutils import is_iterable

from api.plan.definitions import enum_of, origin_of
from api.plan.parts import Odd, Place, Run, Shape, Steps, Stored
from api.plan.rows import One, Reader, Rows, Table

#: The classes that values of graphql-core's own scalars mostly have.
_USUAL: dict[str, type] = {"String": str, "ID": str, "Boolean": bool, "Int": int, "Float": float}

#: Those of them whose usual values are written as they are.
_AS_THEY_ARE = frozenset({"String", "ID", "Boolean"})


#: How columns hold values of scalars. Whoever writes answers writes instants as their scalar does.
_STORED = {
    "String": Stored(str),
    "ID": Stored(str),
    "Boolean": Stored(bool),
    "Int": Stored(int),
    "DateTime": Stored(datetime),
}


class Leaf(Shape):
    """A scalar or an enum. `write` makes JSON of a usual value; None where it is JSON already."""

    __slots__ = ("type", "write")

    def __init__(self, type_: GraphQLLeafType, *, nullable: bool) -> None:
        enum = enum_of(type_)
        super().__init__(enum or _USUAL.get(type_.name) or origin_of(type_), nullable=nullable)
        self.type = type_
        self.write: Callable[[Any], object] | None = type_.coerce_output_value
        if enum:
            self.write = {one: type_.coerce_output_value(one) for one in enum}.__getitem__
            self.stored = Stored(str, {one.value: self.write(one) for one in enum})
        elif type_.name in _AS_THEY_ARE:
            self.write = None
        self.stored = _STORED.get(type_.name, self.stored)

    def complete(self, run: Run, value: object, place: Place) -> object:  # noqa: ARG002  It needs no place.
        """Write it as its scalar does."""
        return Executor.complete_leaf_value(self.type, value)


class ListOf(Shape):
    """A list of values of one shape."""

    __slots__ = ("item",)

    def __init__(self, item: Shape, *, nullable: bool) -> None:
        super().__init__(list, nullable=nullable)
        self.item = item

    def complete(self, run: Run, value: object, place: Place) -> object:
        """Complete every item in its place."""
        if type(value) is Rows and type(self.item) is ObjectOf:
            found = self.at_once(run, (value,))
            return self._each(run, value.each(), place) if found is None else found[0]
        if not is_iterable(value):
            field = f"{place.step.parent_type}.{place.step.name}"
            raise GraphQLError(f"Expected Iterable, but did not find one for field '{field}'.")
        items: list[object] = []
        for index, item in enumerate(value):
            items.append(None)
            run.settle(item, Place(place, items, index, place.step, self.item))
        return items

    def at_once(self, run: Run, values: Sequence[object]) -> list[list[dict[str, Any]]] | None:
        """Read the rows of all lists in one go, if they hold all that is selected."""
        lists = [value for value in values if type(value) is Rows]
        if type(self.item) is not ObjectOf or len(lists) < len(values):
            return None
        found = self.item.read(
            run, {one.table for one in lists}, [*chain.from_iterable(one.sources for one in lists)]
        )
        if found is None:
            return None
        ones = iter(found)
        return [[*islice(ones, len(one.sources))] for one in lists]

    def _each(self, run: Run, ones: Iterable[One], place: Place) -> list[object]:
        found: list[object] = []
        for index, one in enumerate(ones):
            found.append(None)
            run.complete(one, Place(place, found, index, place.step, self.item))
        return found


class ObjectOf(Shape):
    """An object of a known type, with the steps of what is selected of it."""

    __slots__ = ("details", "readers", "steps", "type")

    def __init__(
        self, type_: GraphQLObjectType, details: FieldDetailsList, *, nullable: bool
    ) -> None:
        super().__init__(origin_of(type_), nullable=nullable)
        self.type = type_
        self.details = details
        self.steps: Steps | None = None
        self.readers: dict[Table, Reader] = {}

    def reader(self, run: Run, table: Table) -> Reader:
        """Return how what is selected is read from rows of a table."""
        if table not in self.readers:
            steps = self.selected(run)
            self.readers[table] = Reader(table, origin_of(self.type), steps)
        return self.readers[table]

    def at_once(self, run: Run, values: Sequence[object]) -> list[dict[str, Any]] | None:
        """Read the rows of all, if they hold all that is selected."""
        ones = [value for value in values if type(value) is One]
        if len(ones) < len(values):
            return None
        return self.read(run, {one.table for one in ones}, [one.source for one in ones])

    def read(
        self, run: Run, tables: Collection[Table], sources: Sequence[Any]
    ) -> list[dict[str, Any]] | None:
        """Read what is selected from rows of one table; None where they do not hold all of it."""
        if len(tables) > 1:
            return None
        return next((self.reader(run, table).all(run, sources) for table in tables), [])

    def selected(self, run: Run) -> Steps:
        """Return the steps of what is selected."""
        if self.steps is None:
            self.steps = run.steps_of(self.type, self.details)
        return self.steps

    def complete(self, run: Run, value: object, place: Place) -> object:
        """Take the steps of what is selected."""
        if type(value) is One:
            try:
                return self.reader(run, value.table).show(run, value, place)
            except Odd:
                value = value.made()
        if type(value) is not self.usual and not self._fits(run, value, place):
            raise invalid_return_type_error(self.type, value, self.details)
        out: dict[str, Any] = {}
        for step in self.selected(run):
            step.take(run, value, out, place)
        return out

    def _fits(self, run: Run, value: object, place: Place) -> bool:
        fits = self.type.is_type_of
        return fits is None or bool(fits(value, run.info(place)))


class AnyOf(Shape):
    """An object of one of several types, each with a shape of its own once it was met."""

    __slots__ = ("details", "met", "type")

    def __init__(
        self, type_: GraphQLAbstractType, details: FieldDetailsList, *, nullable: bool
    ) -> None:
        super().__init__(None, nullable=nullable)
        self.type = type_
        self.details = details
        self.met: dict[str, ObjectOf] = {}

    def complete(self, run: Run, value: object, place: Place) -> object:
        """Find out which type it is, and complete it as one of those."""
        info, executor = run.info(place), run.executor
        resolve = self.type.resolve_type or executor.type_resolver
        found = executor.ensure_valid_runtime_type(
            resolve(value, info, self.type), self.type, self.details, info, value
        )
        shape = self.met.get(found.name)
        if shape is None:
            shape = self.met[found.name] = ObjectOf(found, self.details, nullable=self.nullable)
        return shape.complete(run, value, place)


def shape_of(type_: GraphQLOutputType, details: FieldDetailsList) -> Shape:
    """Return the shape of values of `type_` where the fields of `details` ask for them."""
    nullable = not is_non_null_type(type_)
    bare = cast("Any", get_nullable_type(type_))
    if is_list_type(bare):
        return ListOf(shape_of(bare.of_type, details), nullable=nullable)
    if is_leaf_type(bare):
        return Leaf(bare, nullable=nullable)
    if is_abstract_type(bare):
        return AnyOf(bare, details, nullable=nullable)
    return ObjectOf(bare, details, nullable=nullable)
