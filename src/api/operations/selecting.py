"""What an operation asks for below a field, by name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionNode,
)

from api.context import Info
from api.operations import judging

Fragments = Mapping[str, FragmentDefinitionNode]


class Spot:
    """Where a document asks for a field: the very nodes, as the key of what is below them.

    As in `api.operations.document_keys`, a key keeps them alive, so that no others are ever taken
    for them.
    """

    __slots__ = ("fragments", "nodes")

    def __init__(self, nodes: Sequence[FieldNode], fragments: Fragments) -> None:
        self.nodes, self.fragments = nodes, fragments

    def __hash__(self) -> int:
        """Return what goes with being the same."""
        return id(self.nodes[0])

    def __eq__(self, other: object) -> bool:
        """Whether these are the same nodes, and not only alike."""
        return isinstance(other, Spot) and [*map(id, self.nodes)] == [*map(id, other.nodes)]


def spot(info: Info) -> Spot:
    """Return where the present field stands; what hangs on that alone is found once and kept."""
    raw = info._raw_info  # noqa: SLF001  Strawberry's own `selected_fields` makes a tree of all that is below, each time.
    return Spot(raw.field_nodes, raw.fragments)


@lru_cache(maxsize=judging.KEPT)
def below(spot: Spot, path: Sequence[str]) -> frozenset[str]:
    """Return the names of the fields that are asked for where `path` leads from a spot.

    Directives and types are not looked at: what may be left out counts as well.
    """
    nodes: Iterable[FieldNode] = spot.nodes
    for name in path:
        nodes = [node for node in _below(nodes, spot.fragments) if node.name.value == name]
    return frozenset(node.name.value for node in _below(nodes, spot.fragments))


def _below(nodes: Iterable[FieldNode], fragments: Fragments) -> Iterator[FieldNode]:
    for node in nodes:
        if node.selection_set is not None:
            yield from _fields(node.selection_set.selections, fragments)


def _fields(selections: Iterable[SelectionNode], fragments: Fragments) -> Iterator[FieldNode]:
    for node in selections:
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, InlineFragmentNode):
            yield from _fields(node.selection_set.selections, fragments)
        elif isinstance(node, FragmentSpreadNode):
            found = fragments[node.name.value]
            yield from _fields(found.selection_set.selections, fragments)
