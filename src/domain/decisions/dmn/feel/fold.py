"""Computing what is known when a text is read, so that trees hold values where texts hold sums."""

from dataclasses import replace
from typing import TypeVar, cast

from domain.decisions.dmn.feel import arithmetic, ast
from domain.decisions.dmn.feel.builtins import BUILTINS
from domain.decisions.dmn.feel.run import Run, Violation
from domain.decisions.dmn.feel.values import Function, Range

T = TypeVar("T")


def folded(tree: T, names: frozenset[str]) -> T:
    """Return a tree with every constant computed; `names` in scope hide functions."""
    inner = _with_parts(tree, names)
    if isinstance(inner, (ast.Negate, ast.Arithmetic, ast.Call)):
        return cast("T", _computed(inner, names))
    if isinstance(inner, ast.Matches) and isinstance(inner.expression, ast.Literal):
        return cast("T", ast.Compare("=", inner.expression))
    return inner


def _with_parts(tree: T, names: frozenset[str]) -> T:
    if type(tree) not in ast.KINDS or isinstance(tree, ast.Literal):
        return tree
    made = {}
    for part in ast.KINDS[type(tree)]:
        held = getattr(tree, part)
        found = _folded_within(held, names)
        if found is not held:
            made[part] = found
    return replace(tree, **made) if made else tree  # type: ignore[type-var]


def _folded_within(held: object, names: frozenset[str]) -> object:
    if isinstance(held, tuple):
        items = tuple(_folded_within(item, names) for item in held)
        return held if all(a is b for a, b in zip(items, held, strict=True)) else items
    return folded(held, names) if type(held) in ast.KINDS else held


def _computed(tree: ast.Negate | ast.Arithmetic | ast.Call, names: frozenset[str]) -> ast.Node:
    """Return a tree as a literal where all its parts are, and it has a single value."""
    parts = [child for child in ast.children(tree) if child is not getattr(tree, "function", None)]
    known = [part.value for part in parts if isinstance(part, ast.Literal)]
    if len(known) != len(parts):
        return tree
    if isinstance(tree, ast.Negate):
        found = arithmetic.negative(known[0])
    elif isinstance(tree, ast.Arithmetic):
        found = arithmetic.OPERATIONS[tree.operator](*known)
    else:
        function = tree.function
        if tree.named or not isinstance(function, ast.Name) or function.name in names:
            return tree
        builtin = BUILTINS.get(function.name)
        try:
            found = builtin.call(Run(), tuple(known)) if builtin else None
        except Violation:
            return tree
    single = found is not None and not isinstance(found, (list, dict, Range, Function))
    return ast.Literal(found) if single else tree
