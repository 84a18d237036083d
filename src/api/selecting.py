"""What an operation asks for below a field, by name."""

from collections.abc import Iterable, Iterator, Mapping

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionNode,
)

from api.context import Info

Fragments = Mapping[str, FragmentDefinitionNode]


def selected(info: Info, *path: str) -> frozenset[str]:
    """Return the names of the fields that are asked for where `path` leads from the present field.

    Directives and types are not looked at: what may be left out counts as well.
    """
    raw = info._raw_info  # noqa: SLF001  Strawberry's own `selected_fields` makes a tree of all that is below, each time.
    nodes: Iterable[FieldNode] = raw.field_nodes
    for name in path:
        nodes = [node for node in _below(nodes, raw.fragments) if node.name.value == name]
    return frozenset(node.name.value for node in _below(nodes, raw.fragments))


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
