"""Every code that a door may answer with: found where the code is given, in the source."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from app.reference import callers, values
from app.reference.tree import Called, Module, Scope, Tree, house

#: The kinds of the core's errors, most particular first.
KINDS = (
    "Unavailable",
    "Busy",
    "Conflict",
    "Invalid",
    "Missing",
    "Forbidden",
    "Upstream",
)

_ERRORS = "domain.errors"
_DOOR = "door"


@dataclass(slots=True)
class Code:
    """One code: of which kinds, in which sentences (`{…}` is filled in), and in which files."""

    code: str
    kinds: set[str] = field(default_factory=set)
    sentences: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One place that gives a code."""

    kind: str
    code: ast.expr
    said: ast.expr | None
    scope: Scope


@cache
def collected(tree: Tree | None = None) -> Mapping[str, Code]:
    """Return what is found, by code; what is composed of what is not known has a hole in it."""
    tree = tree or house()
    found: dict[str, Code] = {}
    for site in [*_raised(tree), *_answered(tree)]:
        if _passed_on(tree, site):
            continue
        for scope in callers.chosen(tree, site.scope, [site.code]):
            for code in values.words(tree, site.code, scope):
                one = found.setdefault(code, Code(code))
                one.kinds.add(site.kind)
                one.sentences |= _sentences(tree, site, scope)
                one.places.add(site.scope.module.path)
    return found


def _sentences(tree: Tree, site: Site, scope: Scope) -> frozenset[str]:
    if site.said is None:
        return frozenset()
    return frozenset().union(
        *(values.words(tree, site.said, one) for one in callers.chosen(tree, scope, [site.said]))
    )


def _raised(tree: Tree) -> Iterator[Site]:
    """Yield where errors of the core are made, by their own names or by classes below them."""
    for one in tree.calls:
        owner = _class_of(tree, one)
        if owner is None:
            continue
        above = tree.above(*owner)
        if "HubError" not in above or not one.call.args:
            continue
        if tree.entered(one) not in tree.modules[_ERRORS].tops.values():
            continue
        kind = next((name for name in KINDS if name in above), "HubError")
        said = one.call.args[1] if len(one.call.args) > 1 else None
        yield Site(kind, one.call.args[0], said, one.scope)


def _class_of(tree: Tree, one: Called) -> tuple[Module, ast.ClassDef] | None:
    func, owner = one.call.func, one.scope.owner
    if isinstance(func, ast.Attribute) and func.attr == "__init__" and owner is not None:
        inside_errors = one.scope.module.name == _ERRORS
        return None if inside_errors else (one.scope.module, owner)
    meant = tree.meant(func, one.scope)
    if meant and isinstance(meant[1], ast.ClassDef):
        return meant[0], meant[1]
    return None


def _answered(tree: Tree) -> Iterator[Site]:
    """Yield where a door makes an answer of its own."""
    extensions = {
        id(word.value): one.call.args[0]
        for one in tree.calls
        for word in one.call.keywords
        if word.arg == "extensions" and one.call.args
    }
    for node, scope in tree.dicts:
        if not scope.module.name.startswith("api."):
            continue
        keys = {
            key.value: value
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant)
        }
        said = keys.get("message") or extensions.get(id(node))
        if "error" in keys and said is not None:
            yield Site(_DOOR, keys["error"], said, scope)
        elif "code" in keys:
            yield Site(_DOOR, keys["code"], said, scope)


def _passed_on(tree: Tree, site: Site) -> bool:
    """Tell whether the code is that of another error, which is found where that is made."""
    match site.code:
        case ast.Attribute(attr="code"):
            return values.words(tree, site.code, site.scope) == {values.HOLE}
    return False
