"""What plans are made of: steps that answer fields, shapes of values, and places in an answer."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from graphql import GraphQLField, GraphQLObjectType, GraphQLResolveInfo
from graphql.execution.collect_fields import FieldDetailsList
from graphql.execution.executor import Executor
from graphql.pyutils import Path

#: The field that every type has, which tells its name.
TYPE_NAME = "__typename"


class Odd(Exception):
    """A row holds something else than such rows usually do."""


class Stored(NamedTuple):
    """How columns hold values of a scalar or an enum: the class they have there.

    `names` are an enum's by what is kept of its members. Others are JSON already, or become it by
    themselves when the answer is written.
    """

    kind: type
    names: Mapping[str, object] | None = None


class Shape:
    """How values of one type come into an answer.

    `usual` is the class that its values mostly have. A value of just that class is neither an
    error nor awaitable, so nothing more has to be asked of it. `stored` is how columns hold them,
    if they do.
    """

    __slots__ = ("nullable", "stored", "usual")

    def __init__(self, usual: type | None, *, nullable: bool) -> None:
        self.nullable = nullable
        self.usual = usual
        self.stored: Stored | None = None

    def at_once(self, run: "Run", values: Sequence[object]) -> list[Any] | None:  # noqa: ARG002  Some look at it.
        """Return what stands for each of `values` wherever that is; None unless rows hold it."""
        return None

    def complete(self, run: "Run", value: object, place: "Place") -> object:
        """Return what stands at `place` for `value`, which is not null; raises what is wrong."""
        raise NotImplementedError


class Step:
    """One field of one type under one key, which several places of the document may ask for."""

    __slots__ = ("definition", "details", "key", "name", "nodes", "parent_type", "shape")

    def __init__(
        self,
        parent_type: GraphQLObjectType,
        key: str,
        definition: GraphQLField,
        details: FieldDetailsList,
        shape: Shape,
    ) -> None:
        self.parent_type = parent_type
        self.key = key
        self.definition = definition
        self.details = details
        self.shape = shape
        self.nodes = [one.node for one in details]
        self.name = self.nodes[0].name.value

    def take(self, run: "Run", source: object, out: dict[str, Any], up: "Place | None") -> None:
        """Answer the field of `source` in `out`, which stands at `up`.

        Raises a `GraphQLError` if what holds the field falls.
        """
        raise NotImplementedError


Steps = tuple[Step, ...]


class Place(NamedTuple):
    """`container[key]`, inside of what stands at `up`; None is the answer itself.

    `step` is the field that is answered here, `shape` what may stand here: of the field's value,
    or of an item in its list where `key` is an index.
    """

    up: "Place | None"
    container: Any
    key: str | int
    step: Step
    shape: Shape

    @property
    def path(self) -> Path:
        """The way here, as graphql-core writes it."""
        over = None if self.up is None else self.up.path
        kind = None if isinstance(self.key, int) else self.step.parent_type.name
        return Path(over, self.key, kind)

    @property
    def field(self) -> "Place":
        """The place of the whole field, which is this one or the list it is in."""
        place = self
        while isinstance(place.key, int) and place.up is not None:
            place = place.up
        return place

    @property
    def nullable(self) -> "Place | None":
        """The nearest place that may be null, this one or what it stands in; None for none."""
        place: Place | None = self
        while place is not None and not place.shape.nullable:
            place = place.up
        return place


class Run(Protocol):
    """One operation under way, as steps and shapes see it."""

    executor: Executor[Any]
    context: Any

    def steps_of(self, type_: GraphQLObjectType, details: FieldDetailsList) -> Steps:
        """Return the steps of what is selected of an object."""

    def info(self, place: Place) -> GraphQLResolveInfo[Any]:
        """Return what graphql-core tells resolvers of a place."""

    def settle(self, value: object, place: Place) -> None:
        """Put what becomes of `value` in its place, once it is there.

        Raises a `GraphQLError` if what holds the place falls.
        """

    def complete(self, value: object, place: Place) -> None:
        """Put what becomes of `value`, which is there, in its place; raises as above."""

    def fail(self, raw: Exception, place: Place) -> None:
        """Tell of an error where null may stand; raise it where it may not."""

    def begin(self, brings: object, place: Place, *, led: bool) -> None:
        """Wait for what `brings` the value of a place, from the next pass on."""
