"""Every question that the schema allows about a thing, drawn up from the schema itself.

From an entry (a field of the query, or a thing by its id) the shortest way leads to every type, and
there everything without a selection of its own is asked for. What would be too long for one
document is asked for in several.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLUnionType,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    parse,
    visit,
)

from api.schema import schema

CORE = schema._schema
#: How far from its entry a type is asked for, in fields, how many fields one document has, and how
#: many of them under a name of their own.
DEPTH, FIELDS, NAMED = 9, 220, 50

#: What fields below the first level have to be given, by the argument's name.
INNER: Mapping[str, str] = {
    "use": "STREAM",
    "since": '"2026-11-21T09:00:00+00:00"',
    "until": '"2027-03-01T00:00:00+00:00"',
    "first": "3",
}

Tree = dict[str, Any]


@cache
def objects() -> dict[str, GraphQLObjectType]:
    """Return every object type that questions lead to, by name."""
    assert CORE.query_type is not None
    found = {name: one for name, (one, _) in _ways(CORE.query_type).items()}
    return {name: one for name, one in found.items() if one is not CORE.query_type}


def pairs() -> set[tuple[str, str]]:
    """Return every field of every one of them."""
    return {(name, field) for name, one in objects().items() for field in one.fields}


def roots() -> list[str]:
    """Return the names of all fields of the query."""
    assert CORE.query_type is not None
    return list(CORE.query_type.fields)


def asked_by(text: str) -> Iterator[tuple[str, str]]:
    """Yield every field of an object type that a document asks for, with the type."""
    info, found = TypeInfo(CORE), []

    class Noting(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            parent = info.get_parent_type()
            if parent is not None:
                found.append((parent.name, node.name.value))

    visit(parse(text), TypeInfoVisitor(info, Noting()))
    yield from found


@cache
def of_root(name: str) -> list[str]:
    """Return the documents that ask a field of the query, with its arguments as variables."""
    assert CORE.query_type is not None
    field = CORE.query_type.fields[name]
    declared = ", ".join(f"${key}: {one.type}" for key, one in field.args.items())
    given = ", ".join(f"{key}: ${key}" for key in field.args)
    head = f"{name}({given})" if given else name
    opening = f"query({declared})" if declared else "query"
    return [f"{opening} {{ {head} {body} }}" for body in _bodies(get_named_type(field.type))]


@cache
def of_node(kind: str) -> list[str]:
    """Return the documents that ask everything of a thing by its `$id`."""
    return [
        f"query($id: ID!) {{ node(id: $id) {{ ... on {kind} {body} }} }}"
        for body in _bodies(objects()[kind])
    ]


def _bodies(kind: GraphQLNamedType) -> Iterator[str]:
    if is_leaf_type(kind):
        yield ""
        return
    for tree in _trees(kind):
        yield _written(tree)


def _trees(start: GraphQLNamedType) -> Iterator[Tree]:
    """Yield what is asked below a type, a few types at a time."""
    tree, size, names = Tree(), 0, 0
    ways = _ways(start)
    along = {way for _, way in ways.values()}
    for one, way in ways.values():
        named = _differs(way)
        leaves = [
            _head(one, key, named=named) for key, field in one.fields.items() if _plain(field)
        ]
        more = len(leaves) * named + sum(": " in step.partition("(")[0] for step in way)
        if size and (size + len(leaves) + len(way) > FIELDS or names + more > NAMED):
            yield tree
            tree, size, names = Tree(), 0, 0
        place = tree
        for step in way:
            place = place.setdefault(step, Tree())
            place.setdefault("__typename", None)
        place.update({"__typename": None} | dict.fromkeys(leaves))
        if len(way) < DEPTH:
            place.update(_others(one, way, along))
        size, names = size + len(leaves) + len(way), names + more
    yield tree


def _others(
    kind: GraphQLObjectType, way: tuple[str, ...], along: set[tuple[str, ...]]
) -> Iterator[tuple[str, Tree]]:
    """Yield what else a thing leads to, where that is asked for in full on a shorter way."""
    for key, field in kind.fields.items():
        head = _head(kind, key, named=_differs(way))
        below = get_named_type(field.type)
        if isinstance(below, GraphQLObjectType) and (*way, head) not in along:
            known = {"id": None} if "id" in below.fields else {}
            yield head, {"__typename": None, **known}


def _ways(start: GraphQLNamedType) -> dict[str, tuple[GraphQLObjectType, tuple[str, ...]]]:
    """Return every object type below one, with the shortest way there."""
    found: dict[str, tuple[GraphQLObjectType, tuple[str, ...]]] = {}
    todo: deque[tuple[GraphQLNamedType, tuple[str, ...], int]] = deque([(start, (), 0)])
    while todo:
        kind, way, depth = todo.popleft()
        if isinstance(kind, (GraphQLUnionType, GraphQLInterfaceType)):
            todo.extend((one, (*way, f"... on {one}"), depth) for one in _possible(kind))
        elif isinstance(kind, GraphQLObjectType) and kind.name not in found:
            found[kind.name] = kind, way
            if depth < DEPTH:
                todo.extend(
                    (
                        get_named_type(field.type),
                        (*way, _head(kind, key, named=_differs(way))),
                        depth + 1,
                    )
                    for key, field in kind.fields.items()
                    if not _plain(field)
                )
    return found


def _differs(way: tuple[str, ...]) -> bool:
    """Whether a field has to carry the name of its type: those of a union may differ."""
    return bool(way) and way[-1].startswith("... on")


def _possible(kind: GraphQLUnionType | GraphQLInterfaceType) -> Iterable[GraphQLObjectType]:
    return CORE.get_possible_types(kind)


def _plain(field: GraphQLField) -> bool:
    return is_leaf_type(get_named_type(field.type))


def _head(kind: GraphQLObjectType, key: str, *, named: bool = False) -> str:
    """Return how a field is asked for, if need be under a name with its type."""
    if kind is CORE.query_type:
        return key
    given = [
        f"{name}: {INNER[name]}"
        for name, one in kind.fields[key].args.items()
        if is_required_argument(one) or name == "first"
    ]
    call = f"{key}({', '.join(given)})" if given else key
    return f"{kind.name}_{key}: {call}" if named else call


def _written(tree: Tree) -> str:
    inside = (key if below is None else f"{key} {_written(below)}" for key, below in tree.items())
    return f"{{ {' '.join(inside)} }}"


def visited(answer: Any) -> Iterator[tuple[str, str]]:
    """Yield which fields of which types an answer has, where it has the thing they are of."""
    if isinstance(answer, list):
        for one in answer:
            yield from visited(one)
    elif isinstance(answer, dict):
        kind = answer.get("__typename", "")
        for key, value in answer.items():
            yield kind, key.removeprefix(f"{kind}_")
            yield from visited(value)
