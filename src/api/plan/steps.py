"""The steps of a plan: how one field of an object is answered, by what is behind it."""

from collections.abc import Callable
from inspect import iscoroutinefunction, signature
from typing import Any, cast

from graphql import GraphQLField, GraphQLObjectType, get_nullable_type, is_leaf_type
from graphql.execution.collect_fields import FieldDetailsList
from graphql.execution.values import get_argument_values

from api.plan.definitions import attribute_of, function_of, only_loads, taking_of
from api.plan.given import Given
from api.plan.info import PlanInfo
from api.plan.parts import TYPE_NAME, Place, Run, Step
from api.plan.shapes import Leaf, shape_of


class Resolved(Step):
    """A field answered as graphql-core does it: by what Strawberry made of its resolver."""

    __slots__ = ()

    def take(self, run: Run, source: object, out: dict[str, Any], up: Place | None) -> None:
        """Resolve it, and put what comes in its place."""
        place = Place(up, out, self.key, self, self.shape)
        try:
            value = self.resolve(run, source, place)
        except Exception as error:  # noqa: BLE001  Whatever a resolver raises is told in its place.
            out[self.key] = None
            run.fail(error, place)
        else:
            run.settle(value, place)

    def resolve(self, run: Run, source: object, place: Place) -> object:
        """Return the field's value, or something to await for it."""
        executor, node = run.executor, self.nodes[0]
        values = executor.variable_values
        given = get_argument_values(
            self.definition, node, values, hide_suggestions=executor.hide_suggestions
        )
        resolve = self.definition.resolve or executor.field_resolver
        return resolve(source, run.info(place), **given)


class TypeName(Step):
    """`__typename`, known beforehand."""

    __slots__ = ()

    def take(self, run: Run, source: object, out: dict[str, Any], up: Place | None) -> None:  # noqa: ARG002
        """Write the type's name."""
        out[self.key] = self.parent_type.name


class Attribute(Resolved):
    """A field without a resolver: an attribute, shown."""

    __slots__ = ("attribute",)

    def __init__(self, attribute: str, *about: Any) -> None:  # noqa: ANN401  What every step takes.
        super().__init__(*about)
        self.attribute = attribute

    def resolve(self, run: Run, source: object, place: Place) -> object:  # noqa: ARG002
        """Read it."""
        return getattr(source, self.attribute)


class LeafAttribute(Attribute):
    """An attribute that is a scalar or an enum: most of what is ever asked."""

    __slots__ = ("nullable", "usual", "write")

    def __init__(self, attribute: str, *about: Any) -> None:  # noqa: ANN401
        super().__init__(attribute, *about)
        shape = cast("Leaf", self.shape)
        self.nullable, self.usual, self.write = shape.nullable, shape.usual, shape.write

    def take(self, run: Run, source: object, out: dict[str, Any], up: Place | None) -> None:
        """Write a usual value at once."""
        try:
            value = getattr(source, self.attribute)
            if type(value) is self.usual:
                out[self.key] = self.write(value) if self.write else value
                return
        except Exception as error:  # noqa: BLE001  As above.
            out[self.key] = None
            run.fail(error, Place(up, out, self.key, self, self.shape))
            return
        if value is None and self.nullable:
            out[self.key] = None
        else:
            run.settle(value, Place(up, out, self.key, self, self.shape))


class Function(Resolved):
    """A resolver that takes no arguments, called without Strawberry's detours."""

    __slots__ = ("function", "told")

    def __init__(self, function: Callable[..., Any], *about: Any) -> None:  # noqa: ANN401
        super().__init__(*about)
        self.function = function
        self.told = len(signature(function).parameters) > 1

    def resolve(self, run: Run, source: object, place: Place) -> object:
        """Call it."""
        if self.told:
            return self.function(source, PlanInfo(run, place))
        return self.function(source)


class Coroutine(Function):
    """Such a resolver that waits for something. `loads`: for loaders alone."""

    __slots__ = ("loads",)

    def __init__(self, function: Callable[..., Any], *about: Any) -> None:  # noqa: ANN401
        super().__init__(function, *about)
        self.loads = only_loads(function.__code__)

    def take(self, run: Run, source: object, out: dict[str, Any], up: Place | None) -> None:
        """Keep the key's turn, and let it begin when everything that needs no waiting is there."""
        out[self.key] = None
        place = Place(up, out, self.key, self, self.shape)
        run.begin(self.resolve(run, source, place), place, led=self.loads)


class Taking(Function):
    """A resolver that takes arguments, called with what was made of them before."""

    __slots__ = ("given",)

    def __init__(self, function: Callable[..., Any], *about: Any) -> None:  # noqa: ANN401
        super().__init__(function, *about)
        self.given = Given(self)
        self.told = len(signature(function).parameters) > 1 + len(self.definition.args)

    def resolve(self, run: Run, source: object, place: Place) -> object:
        """Call it; raises what is wrong with its arguments."""
        info = PlanInfo(run, place)
        given = self.given.values(run, info)
        return self.function(source, *((info,) if self.told else ()), **given)


def step_of(
    parent_type: GraphQLObjectType,
    key: str,
    definition: GraphQLField,
    details: FieldDetailsList,
) -> Step:
    """Return the step of a field by what stands behind it."""
    about = (parent_type, key, definition, details, shape_of(definition.type, details))
    if details[0].node.name.value == TYPE_NAME:
        return TypeName(*about)
    if attribute := attribute_of(definition):
        leaf = is_leaf_type(get_nullable_type(definition.type))
        return (LeafAttribute if leaf else Attribute)(attribute, *about)
    if function := function_of(definition):
        return (Coroutine if iscoroutinefunction(function) else Function)(function, *about)
    if function := taking_of(definition):
        return Taking(function, *about)
    return Resolved(*about)
