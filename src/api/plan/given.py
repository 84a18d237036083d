"""The arguments of a field as its resolver takes them, kept by the variables they hang on."""

from collections.abc import Iterator
from enum import Enum
from types import NoneType
from typing import Any

from graphql import ListValueNode, ObjectValueNode, Undefined, ValueNode, VariableNode
from graphql.execution.values import get_argument_values
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField
from strawberry.types.info import Info

from api.plan.definitions import definition_of
from api.plan.parts import Run, Step

#: For how many values of its variables the arguments of one field are kept.
KEPT_MAX = 64

#: Values that nobody can change, and that are alike only if they are the same.
_PLAIN = frozenset({str, int, bool, NoneType})


class Given:
    """The arguments of one field of a document, made by graphql-core and Strawberry."""

    def __init__(self, step: Step) -> None:
        self._step = step
        arguments = step.nodes[0].arguments or ()
        self._variables = tuple({name for one in arguments for name in _named(one.value)})
        self._kept: dict[tuple[object, ...], dict[str, Any]] = {}

    def values(self, run: Run, info: Info) -> dict[str, Any]:
        """Return the arguments by their names in Python; raises what is wrong with them."""
        held = run.executor.variable_values.coerced
        variables = [held.get(name, Undefined) for name in self._variables]
        kinds = [*map(type, variables)]
        key = (*variables, *kinds)  # True is not 1 here.
        known = _PLAIN.issuperset(kinds)
        if known and (found := self._kept.get(key)) is not None:
            return found
        found = self._made(run, info)
        if known and len(self._kept) < KEPT_MAX and all(map(_plain, found.values())):
            self._kept[key] = found
        return found

    def _made(self, run: Run, info: Info) -> dict[str, Any]:
        executor, step = run.executor, self._step
        coerced = get_argument_values(
            step.definition,
            step.nodes[0],
            executor.variable_values,
            hide_suggestions=executor.hide_suggestions,
        )
        field: StrawberryField = definition_of(step.definition)
        return convert_arguments(
            coerced,
            field.arguments,
            scalar_registry=info.schema.schema_converter.scalar_registry,
            config=info.schema.config,
            info=info,
        )


def _named(value: ValueNode) -> Iterator[str]:
    """Yield the variables in an argument."""
    if isinstance(value, VariableNode):
        yield value.name.value
    for one in value.values if isinstance(value, ListValueNode) else ():
        yield from _named(one)
    for field in value.fields if isinstance(value, ObjectValueNode) else ():
        yield from _named(field.value)


def _plain(value: object) -> bool:
    return type(value) in _PLAIN or isinstance(value, Enum)
