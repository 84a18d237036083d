"""Plans that were made, by operation; what @skip and @include make of one is a plan of its own."""

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

from graphql import (
    FieldNode,
    InlineFragmentNode,
    SelectionSetNode,
    VariableNode,
)
from graphql.execution.collect_fields import collect_fields
from graphql.execution.executor import Executor

from api.plan.parts import TYPE_NAME, Steps
from api.plan.running import steps_of

#: How many operations are kept, of the documents that are kept parsed by
#: `api.operations.extensions`.
OPERATIONS_MAX = 200

#: How many plans one operation may have. What @skip and @include ask for beyond is graphql-core's.
VARIANTS_MAX = 8


class Kept:
    """What is known of one operation of a schema. Both are held, so that their ids stay theirs."""

    def __init__(self, executor: Executor[Any]) -> None:
        self.operation, self.schema = executor.operation, executor.schema
        fragments = [one.definition for one in executor.fragments.values()]
        asked = (self.operation, *fragments)
        self.switches = tuple({name for one in asked for name in _switches(one.selection_set)})
        self.plain = not any(one.variable_signatures for one in executor.fragments.values())
        self.plans: dict[tuple[object, ...], Steps | None] = {}

    def plan(self, executor: Executor[Any]) -> Steps | None:
        """Return the plan for an operation's variables; None if it is graphql-core's to answer."""
        given = executor.variable_values.coerced
        variant = tuple(given.get(name) for name in self.switches)
        if variant in self.plans:
            return self.plans[variant]
        usual = self.plain and all(isinstance(one, bool) for one in variant)
        if not usual or len(self.plans) >= VARIANTS_MAX:
            return None
        found = self.plans[variant] = _made(executor)
        return found


class Plans:
    """The plans of the operations that were asked last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int], Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def forget(self) -> None:
        """Make every plan anew from now on, where what is behind the schema changed."""
        self._kept.clear()

    def plan_for(self, executor: Executor[Any]) -> Steps | None:
        """Return the plan of an operation; None if it is graphql-core's to answer."""
        key = (id(executor.operation), id(executor.schema))
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = Kept(executor)
            if len(self._kept) > OPERATIONS_MAX:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return kept.plan(executor)


def _made(executor: Executor[Any]) -> Steps | None:
    root = executor.schema.query_type
    if root is None:
        return None
    values, operation = executor.variable_values, executor.operation
    fields = collect_fields(executor.schema, executor.fragments, values, root, operation)
    names = {details[0].node.name.value for details in fields.grouped_field_set.values()}
    if any(name.startswith("__") and name != TYPE_NAME for name in names):
        return None
    return steps_of(executor, root, fields.grouped_field_set)


def _switches(selections: SelectionSetNode | None) -> Iterator[str]:
    """Yield the variables that @skip and @include ask in a selection."""
    for node in selections.selections if selections else ():
        for directive in node.directives or ():
            for argument in directive.arguments or ():
                if isinstance(argument.value, VariableNode):
                    yield argument.value.name.value
        if isinstance(node, FieldNode | InlineFragmentNode):
            yield from _switches(node.selection_set)
