"""How long a document may be; `api.cost` bounds what answering it takes.

Spreads of fragments multiply: two hundred fragments that each spread the next one twice would
stand for 2^200 fields. So what a fragment asks for is counted once and reused, and the sums stop
at the limit: the whole judgement is linear in the size of the document.
"""

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
    ValidationRule,
)

#: The deepest nesting of fields.
DEPTH_MAX = 12

#: The most fields, aliases and directives, counting each fragment as often as it is spread.
FIELDS_MAX = 1_000
ALIASES_MAX = 60
DIRECTIVES_MAX = 60

#: The most fields at the root of one operation.
ROOT_FIELDS_MAX = 20

#: The most tokens of a document, checked while it is parsed.
TOKENS_MAX = 5_000

_LIMITS = (
    ("fields", FIELDS_MAX),
    ("aliases", ALIASES_MAX),
    ("directives", DIRECTIVES_MAX),
    ("depth", DEPTH_MAX),
)


@dataclass(frozen=True, slots=True)
class Weight:
    """What a selection asks for."""

    fields: int = 0
    aliases: int = 0
    directives: int = 0
    depth: int = 0

    def beside(self, other: "Weight") -> "Weight":
        """Return the weight of two selections side by side."""
        return Weight(
            self.fields + other.fields,
            self.aliases + other.aliases,
            self.directives + other.directives,
            max(self.depth, other.depth),
        )


class LimitsRule(ValidationRule):
    """Refuses operations that ask for too much. One class for all requests, so caches can hit."""

    def enter_document(self, document: DocumentNode, *_: Any) -> None:  # noqa: ANN401  The visitor's own.
        """Judge every operation of the document once."""
        scale = _Scale(document)
        for node in document.definitions:
            if isinstance(node, OperationDefinitionNode):
                self._judge(node, scale.weigh(node.selection_set))

    def _judge(self, node: OperationDefinitionNode, weight: Weight) -> None:
        if len(node.selection_set.selections) > ROOT_FIELDS_MAX:
            self._refuse(node, "root_fields", ROOT_FIELDS_MAX)
        for name, most in _LIMITS:
            if getattr(weight, name) > most:
                self._refuse(node, name, most)

    def _refuse(self, node: OperationDefinitionNode, name: str, most: int) -> None:
        said = name.replace("_", " ")
        self.report_error(
            GraphQLError(
                f"This operation asks for too much: at most {most} {said}. Split it up.",
                [node],
                extensions={"code": "too_complex", "limit": name, "max": most},
            )
        )


class _Scale:
    """Weighs selections; what a fragment weighs is found once."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._known: dict[str, Weight] = {}
        self._open: set[str] = set()

    def weigh(self, selections: SelectionSetNode | None) -> Weight:
        """Return what a selection set asks for."""
        total = Weight()
        if selections is None:
            return total
        for node in selections.selections:
            total = total.beside(self._weigh_one(node))
        return total

    def _weigh_one(self, node: Any) -> Weight:  # noqa: ANN401  One of three kinds of node.
        own = Weight(directives=len(node.directives or ()))
        if isinstance(node, FieldNode):
            inner = self.weigh(node.selection_set)
            field = Weight(1, int(node.alias is not None), 0, inner.depth + 1)
            return Weight(inner.fields, inner.aliases, inner.directives).beside(own).beside(field)
        if isinstance(node, InlineFragmentNode):
            return self.weigh(node.selection_set).beside(own)
        if isinstance(node, FragmentSpreadNode):
            return self._weigh_fragment(node.name.value).beside(own)
        return own

    def _weigh_fragment(self, name: str) -> Weight:
        if name in self._known:
            return self._known[name]
        fragment = self._fragments.get(name)
        # A circle or an unknown name weighs nothing here; the standard rules refuse both.
        if fragment is None or name in self._open or len(self._open) > TOKENS_MAX:
            return Weight()
        self._open.add(name)
        weight = self.weigh(fragment.selection_set)
        self._open.discard(name)
        self._known[name] = weight
        return weight
