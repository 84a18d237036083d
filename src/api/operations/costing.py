"""What operations cost, which is found once per document and list lengths."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from graphql import (
    ArgumentNode,
    GraphQLSchema,
    VariableNode,
    Visitor,
    get_operation_ast,
    visit,
)

from api.operations.cost import SIZES, cost_of
from api.operations.document_keys import Same

#: How many operations are kept with what they cost. Ours.
KEPT = 1_000

#: The arguments that a cost hangs on: how long a list is to be, and the things given by name.
COUNTED = SIZES | {"ids", "input"}


class Many(NamedTuple):
    """How many things a variable holds: by itself, or as the `items` of an input."""

    length: int
    items: bool


#: Variables by name, with what a cost hangs on: a number, or how many things they hold.
Sizes = tuple[tuple[str, int | float | Many | None], ...]


def sizes(same: Same, variables: Mapping[str, Any]) -> Sizes:
    """Return those given variables that a cost hangs on, each with no more than that."""
    return tuple((name, _size(variables[name])) for name in _sized(same) if name in variables)


def _size(value: object) -> int | float | Many | None:
    held = value.get("items") if isinstance(value, dict) else value
    if isinstance(held, list):
        return Many(len(held), isinstance(value, dict))
    return value if isinstance(value, (int, float)) else None


def _standing(size: float | Many | None) -> object:
    """Return a value of that size, to stand for all of them."""
    if not isinstance(size, Many):
        return size
    things = [None] * size.length
    return {"items": things} if size.items else things


@lru_cache(maxsize=KEPT)
def _sized(same: Same) -> tuple[str, ...]:
    """Return the names of the variables that stand in arguments that a cost hangs on."""
    finder = _Sized()
    visit(same.document, finder)
    return tuple(dict.fromkeys(finder.names))


@lru_cache(maxsize=KEPT)
def cost_once(schema: GraphQLSchema, same: Same, name: str | None, given: Sizes) -> int:
    """Return what an operation costs, which no other variables than these change."""
    node = get_operation_ast(same.document, name)
    variables = {name: _standing(size) for name, size in given}
    return cost_of(schema, same.document, node, variables) if node else 0


class _Sized(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self._counted = False

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:  # noqa: ANN401  The visitor's own.
        self._counted = node.name.value in COUNTED

    def leave_argument(self, *_: Any) -> None:  # noqa: ANN401  As above.
        self._counted = False

    def enter_variable(self, node: VariableNode, *_: Any) -> None:  # noqa: ANN401  As above.
        if self._counted:
            self.names.append(node.name.value)
