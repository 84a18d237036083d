"""How long a document may be once its fragments are spread; what it takes is bounded by its cost.

Spreads of fragments multiply: two hundred fragments that each spread the next one twice would
stand for 2^200 fields. So what a fragment asks for is counted once and reused, and the sums stop
at the limit: the whole judgement is linear in the size of the document. It comes before the
standard rules, one of which compares every field with all others of its name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from api.operations.outline import ALIASES_MAX, DIRECTIVES_MAX, FIELDS_MAX, too_much

#: The deepest nesting of fields, and of fields that describe the schema: what editors ask first
#: unwraps nine lists and non-nulls.
DEPTH_MAX, SCHEMA_DEPTH_MAX = 12, 16

#: How deep lists of fields and types may stand in one another where the schema is described; its
#: types lead to one another, so each level multiplies.
INTROSPECTION_MAX = 1

#: The most fields at the root of one operation.
ROOT_FIELDS_MAX = 20

#: The most spreads of fragments, counting those within a fragment as often as it is spread.
SPREADS_MAX = 1_000

#: The most pairs of the same field in the same place, which all have to be compared.
OVERLAPS_MAX = 2_000

_LIMITS = (
    ("fields", FIELDS_MAX),
    ("aliases", ALIASES_MAX),
    ("directives", DIRECTIVES_MAX),
    ("spreads", SPREADS_MAX),
    ("depth", DEPTH_MAX),
    ("schema_depth", SCHEMA_DEPTH_MAX),
    ("introspection", INTROSPECTION_MAX),
)

_SCHEMA = frozenset({"__schema", "__type"})
_LISTS = frozenset({"fields", "inputFields", "interfaces", "possibleTypes"})


@dataclass(frozen=True, slots=True)
class Weight:
    """What a selection asks for. `lists` only matters within a description of the schema."""

    fields: int = 0
    aliases: int = 0
    directives: int = 0
    spreads: int = 0
    depth: int = 0
    schema_depth: int = 0
    introspection: int = 0
    lists: int = 0

    def beside(self, other: "Weight") -> "Weight":
        """Return the weight of two selections side by side."""
        return Weight(
            self.fields + other.fields,
            self.aliases + other.aliases,
            self.directives + other.directives,
            self.spreads + other.spreads,
            max(self.depth, other.depth),
            max(self.schema_depth, other.schema_depth),
            max(self.introspection, other.introspection),
            max(self.lists, other.lists),
        )


def refusals(document: DocumentNode) -> list[GraphQLError]:
    """Return by what a document goes beyond its limits; nothing if it keeps to them."""
    found = list(_weighed(document))
    if not found and _overlaps(document) > OVERLAPS_MAX:
        found.append(too_much("overlaps", OVERLAPS_MAX))
    return found


def _weighed(document: DocumentNode) -> Iterator[GraphQLError]:
    """Weigh all operations together, and fragments that none of them spreads."""
    scale, total = _Scale(document), Weight()
    operations, fragments = _parted(document)
    for operation in operations:
        if len(operation.selection_set.selections) > ROOT_FIELDS_MAX:
            yield too_much("root_fields", ROOT_FIELDS_MAX)
        total = total.beside(scale.weigh(operation.selection_set))
    for name in fragments:
        if name not in scale.known:
            total = total.beside(scale.weigh_fragment(name))
    for name, most in _LIMITS:
        if getattr(total, name) > most:
            yield too_much(name, most)


def _parted(
    document: DocumentNode,
) -> tuple[list[OperationDefinitionNode], dict[str, FragmentDefinitionNode]]:
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    fragments = {
        one.name.value: one
        for one in document.definitions
        if isinstance(one, FragmentDefinitionNode)
    }
    return operations, fragments


class _Scale:
    """Weighs selections; what a fragment weighs is found once, and stands in `known`."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = _parted(document)[1]
        self.known: dict[str, Weight] = {}
        self._open: set[str] = set()

    def weigh(self, selections: SelectionSetNode | None) -> Weight:
        """Return what a selection set asks for."""
        total = Weight()
        for node in selections.selections if selections else ():
            total = total.beside(self._weigh_one(node))
        return total

    def weigh_fragment(self, name: str) -> Weight:
        """Return what a fragment asks for, wherever it is spread."""
        if name in self.known:
            return self.known[name]
        fragment = self._fragments.get(name)
        # A circle or an unknown name weighs nothing here; the standard rules refuse both.
        if fragment is None or name in self._open:
            return Weight()
        self._open.add(name)
        weight = self.weigh(fragment.selection_set)
        self._open.discard(name)
        self.known[name] = weight
        return weight

    def _weigh_one(self, node: Any) -> Weight:  # noqa: ANN401  One of three kinds of node.
        own = Weight(directives=len(node.directives or ()))
        if isinstance(node, FieldNode):
            return self._weigh_field(node).beside(own)
        spread = Weight(spreads=1).beside(own)
        if isinstance(node, InlineFragmentNode):
            return self.weigh(node.selection_set).beside(spread)
        return self.weigh_fragment(node.name.value).beside(spread)

    def _weigh_field(self, node: FieldNode) -> Weight:
        inner, name = self.weigh(node.selection_set), node.name.value
        deep, lists = inner.depth + 1, inner.lists + (name in _LISTS)
        describes = name in _SCHEMA
        return Weight(
            inner.fields + 1,
            inner.aliases + int(node.alias is not None),
            inner.directives,
            inner.spreads,
            1 if describes else deep,
            max(inner.schema_depth, deep if describes else 0),
            max(inner.introspection, lists if describes else 0),
            0 if describes else lists,
        )


def _overlaps(document: DocumentNode) -> int:
    """Return how many pairs of fields answer to the same name in the same place.

    The document is within the other limits, so that walking it spread out is bounded as well.
    """
    operations, fragments = _parted(document)
    walk = _Walk(fragments)
    for operation in operations:
        walk.merge([operation.selection_set])
    for name, fragment in fragments.items():
        if name not in walk.met:
            walk.merge([fragment.selection_set])
    return walk.pairs


class _Walk:
    """Counts pairs of fields; `met` are the fragments that were spread."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self.met: set[str] = set()
        self.pairs = 0

    def merge(self, selections: Iterable[SelectionSetNode]) -> None:
        """Count in selections of the same place, and in what stands below them."""
        if self.pairs > OVERLAPS_MAX:
            return
        same: dict[str, list[FieldNode]] = {}
        for one in selections:
            self._gather(one, same, frozenset())
        for found in same.values():
            self.pairs += len(found) * (len(found) - 1) // 2
            self.merge([node.selection_set for node in found if node.selection_set])

    def _gather(
        self, selections: SelectionSetNode, same: dict[str, list[FieldNode]], opened: frozenset[str]
    ) -> None:
        for node in selections.selections:
            if isinstance(node, FieldNode):
                same.setdefault((node.alias or node.name).value, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                self._gather(node.selection_set, same, opened)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in opened:
                self._spread(node.name.value, same, opened)

    def _spread(self, name: str, same: dict[str, list[FieldNode]], opened: frozenset[str]) -> None:
        self.met.add(name)
        if fragment := self._fragments.get(name):
            self._gather(fragment.selection_set, same, opened | {name})
