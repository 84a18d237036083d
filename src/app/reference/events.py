"""docs/reference/events.md: every event of the record, by name, with what its details hold."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from app.reference import assignments, callers, values
from app.reference.markdown import page, row, table
from app.reference.tree import Called, Scope, Tree, house

_RECORD = ("domain.audit.service", "record")

#: What an event is called where only the moment knows: the file that records it, and its names.
COMPOSED: Mapping[str, tuple[str, ...]] = {
    "src/domain/requests/ledger.py": ("request.record_changed", "request.revised"),
}

_INTRO = """
Every change is an event of the record: in the chain of its subject, with who did it, through \
which door and when. `greenlight export audit` and the field `trail` of what has one show it; \
`greenlight audit verify` follows the chains.

`details` holds plain JSON. The keys beside each event are those that the source gives it; \
`before` and `after` hold what changed. Where `…` stands there are more that depend on what is \
recorded. Names and addresses of people are never in it: people are ids.
"""


@dataclass(slots=True)
class Happened:
    """One event: the keys of its details, and the files it is recorded in."""

    act: str
    keys: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)


@cache
def collected(tree: Tree | None = None) -> Mapping[str, Happened]:
    """Return every event by name; what is composed of what is not known has a hole in it."""
    tree = tree or house()
    module, name = _RECORD
    found: dict[str, Happened] = {}
    for one in tree.callers(tree.modules[module].tops[name]):
        given = one.call.args
        for scope in callers.chosen(tree, one.scope, [given[2]]):
            for act in values.words(tree, given[2], scope):
                happened = found.setdefault(act, Happened(act))
                happened.keys |= _keys(tree, given[4], scope)
                happened.places.add(one.scope.module.path)
    return found


def names() -> list[str]:
    """Return the name of every event."""
    plain = {one for one in collected() if values.HOLE not in one and "{" not in one}
    return sorted(plain.union(*COMPOSED.values()))


def events() -> str:
    """Return the page."""
    found = dict(collected())
    for place, acts in COMPOSED.items():
        for act in acts:
            found.setdefault(act, Happened(act, {values.HOLE}, {place}))
    rows = [_line(found[act]) for act in names()]
    return page("Events", _INTRO, table(("event", "details", "where it is recorded"), rows))


def _line(one: Happened) -> str:
    keys = [f"`{key}`" for key in sorted(one.keys - {values.HOLE})]
    keys += [values.HOLE] if values.HOLE in one.keys else []
    places = ", ".join(f"`{place.removeprefix('src/')}`" for place in sorted(one.places))
    return row(f"`{one.act}`", ", ".join(keys) or "-", places)


def _keys(tree: Tree, node: ast.expr, scope: Scope, steps: int = 0) -> set[str]:
    """Return the keys of a mapping."""
    if steps > callers.DEPTH_MAX * 2:
        return {values.HOLE}
    parts = list(_parts(tree, node, scope))
    if not parts:
        return {values.HOLE}
    return set().union(*(_of_part(tree, part, there, steps + 1) for part, there in parts))


def _parts(tree: Tree, node: ast.expr, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """Yield what a mapping is made of, wherever that is said."""
    match node:
        case ast.Dict():
            yield node, scope
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            yield from ((left, scope), (right, scope))
        case ast.IfExp(body=left, orelse=right):
            yield from ((left, scope), (right, scope))
        case ast.BoolOp(values=each):
            yield from ((one, scope) for one in each)
        case ast.Call(func=ast.Name(id="dict"), args=[inner]) | ast.Await(value=inner):
            yield inner, scope
        case ast.Call():
            yield from _returned(tree, node, scope)
        case ast.Name(id=name) if scope.function is not None:
            if name in scope.bound:
                yield scope.bound[name]
            else:
                yield from ((one, scope) for one in assignments.assigned(scope.function, name))


def _returned(tree: Tree, node: ast.Call, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    meant = tree.meant(node.func, scope)
    if meant and isinstance(meant[1], ast.FunctionDef | ast.AsyncFunctionDef):
        inside = values.entered(meant[0], meant[1], Called(node, scope))
        for one in ast.walk(meant[1]):
            if isinstance(one, ast.Return) and one.value is not None:
                yield one.value, inside


def _of_part(tree: Tree, node: ast.expr, scope: Scope, steps: int) -> set[str]:
    if isinstance(node, ast.Constant) and node.value is None:
        return set()
    if not isinstance(node, ast.Dict):
        return _keys(tree, node, scope, steps)
    found: set[str] = set()
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            found |= _keys(tree, value, scope, steps)
        elif isinstance(key, ast.Constant):
            found.add(str(key.value))
        else:
            found.add(values.HOLE)
    return found
