"""The calls by which a function is entered, followed back until nothing is open any more."""

import ast
from collections.abc import Iterator, Sequence

from app.reference.assignments import taken_apart
from app.reference.tree import Called, Scope, Tree
from app.reference.values import NeedsCallers, entered, words

#: How many calls back a parameter is followed.
DEPTH_MAX = 6


def chosen(tree: Tree, scope: Scope, wanted: Sequence[ast.expr], depth: int = 0) -> Iterator[Scope]:
    """Yield the scopes in which the first of `wanted` depends on no parameter any more."""
    try:
        words(tree, wanted[0], scope)
    except NeedsCallers as needs:
        callers = tree.callers(_definition(needs))
        if depth == DEPTH_MAX or not callers:
            yield _closed(scope, needs)
            return
        for one in callers:
            yield from chosen(tree, _rebound(scope, needs, one), wanted, depth + 1)
        return
    yield from _one_by_one(scope, wanted[0])


def _one_by_one(scope: Scope, node: ast.expr) -> Iterator[Scope]:
    """Yield a scope for each row that a name is taken from, so that what stands beside it fits."""
    rows = []
    if isinstance(node, ast.Name) and scope.function is not None and node.id not in scope.bound:
        rows = [row for row in taken_apart(scope.function) if node.id in row]
    if not rows:
        yield scope
    for row in rows:
        bound = {name: (value, scope) for name, value in row.items()}
        yield Scope(scope.module, scope.owner, scope.function, {**scope.bound, **bound})


def _definition(needs: NeedsCallers) -> ast.AST:
    """Return what has to be called for the function to run: a class for its `__init__`."""
    if needs.function.name == "__init__" and needs.scope.owner is not None:
        return needs.scope.owner
    return needs.function


def _rebound(scope: Scope, needs: NeedsCallers, one: Called) -> Scope:
    """Return `scope` with the function that `needs` names entered by one call."""
    fresh = entered(needs.scope.module, needs.function, one)
    if scope.function is needs.function and not scope.bound:
        return fresh
    bound = {
        name: (given, _rebound(there, needs, one) if there.function else there)
        for name, (given, there) in scope.bound.items()
    }
    return Scope(scope.module, scope.owner, scope.function, bound)


def _closed(scope: Scope, needs: NeedsCallers) -> Scope:
    """Return `scope` with holes for the parameters of a function that nobody here calls."""
    given = needs.function.args
    hole = ast.Constant(None)
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    blank = {one.arg: (hole, Scope(needs.scope.module)) for one in every}
    if scope.function is needs.function:
        return Scope(scope.module, scope.owner, scope.function, {**blank, **scope.bound})
    bound = {
        name: (arg, _closed(there, needs) if there.function else there)
        for name, (arg, there) in scope.bound.items()
    }
    return Scope(scope.module, scope.owner, scope.function, bound)
