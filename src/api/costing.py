"""What operations cost, which is found once per document and list lengths."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from graphql import (
    ArgumentNode,
    GraphQLSchema,
    VariableNode,
    Visitor,
    get_operation_ast,
    visit,
)

from api.cost import SIZES, cost_of
from api.same import Same

#: How many operations are kept with what they cost. Ours.
KEPT = 1_000

#: Variables by name, with the numbers they hold.
Sizes = tuple[tuple[str, int | float | None], ...]


def sizes(same: Same, variables: Mapping[str, Any]) -> Sizes:
    """Return those given variables that say how long a list is to be: numbers, or else nothing."""
    given = ((name, variables[name]) for name in _sized(same) if name in variables)
    return tuple(
        (name, value if isinstance(value, (int, float)) else None) for name, value in given
    )


@lru_cache(maxsize=KEPT)
def _sized(same: Same) -> tuple[str, ...]:
    """Return the names of the variables that stand where a document says how long a list is."""
    finder = _Sized()
    visit(same.document, finder)
    return tuple(dict.fromkeys(finder.names))


@lru_cache(maxsize=KEPT)
def cost_once(schema: GraphQLSchema, same: Same, name: str | None, given: Sizes) -> int:
    """Return what an operation costs, which no other variables than these change."""
    node = get_operation_ast(same.document, name)
    return cost_of(schema, same.document, node, dict(given)) if node else 0


class _Sized(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:  # noqa: ANN401  The visitor's own.
        if node.name.value in SIZES and isinstance(node.value, VariableNode):
            self.names.append(node.value.name.value)
