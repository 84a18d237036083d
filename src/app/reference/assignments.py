"""What a function gives the names within it, read from its text alone."""

import ast
from collections.abc import Iterator
from functools import cache

from app.reference.tree import Function


@cache
def taken_apart(function: Function) -> list[dict[str, ast.expr]]:
    """Return what a function takes apart, `code, said = ...` or row by row, by its names."""
    return list(_each_row(function))


def _each_row(function: Function) -> Iterator[dict[str, ast.expr]]:
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Tuple() as target], value=ast.IfExp() as value):
                yield from _row(target, value.body)
                yield from _row(target, value.orelse)
            case ast.Assign(targets=[ast.Tuple() as target], value=value):
                yield from _row(target, value)
            case ast.For(target=target, iter=many) | ast.comprehension(target=target, iter=many):
                for value in _literal(function, many):
                    yield from _row(target, value)


def _literal(function: Function, many: ast.expr) -> list[ast.expr]:
    """Return the rows of what is gone through, where they stand in the function itself."""
    match many:
        case ast.Tuple(elts=elts) | ast.List(elts=elts):
            return elts
        case ast.Call(func=ast.Attribute(attr="items", value=inner)):
            return _literal(function, inner)
        case ast.Dict(keys=keys, values=given):
            pairs = zip(keys, given, strict=True)
            return [ast.Tuple([key, value]) for key, value in pairs if key is not None]
        case ast.Name(id=name):
            found = [one for one in assigned(function, name) if not isinstance(one, ast.Name)]
            return [row for one in found for row in _literal(function, one)]
    return []


def _row(target: ast.expr, value: ast.expr) -> Iterator[dict[str, ast.expr]]:
    if not isinstance(target, ast.Tuple) or not isinstance(value, ast.Tuple):
        return
    if len(target.elts) == len(value.elts):
        pairs = list(zip(target.elts, value.elts, strict=True))
        named = {one.id: given for one, given in pairs if isinstance(one, ast.Name)}
        for one, given in pairs:
            for inner in _row(one, given):
                named |= inner
        yield named


def before(function: Function, use: ast.Name) -> list[ast.expr]:
    """Return what a name can be where it is used: back to what is assigned on every way there."""
    given = _assignments(function, use.id)
    at = max((one.col_offset for one in _statements(function) if _in(one, use)), default=0)
    found: list[ast.expr] = []
    for statement, value in sorted(given, key=lambda one: one[0].lineno, reverse=True):
        if statement.lineno < use.lineno or isinstance(statement, ast.expr):
            found.append(value)
            if statement.col_offset <= at and isinstance(statement, ast.stmt):
                break
    return found or [value for _, value in given]


@cache
def _statements(function: Function) -> list[ast.stmt]:
    return [one for one in ast.walk(function) if isinstance(one, ast.stmt)]


def _in(statement: ast.stmt, use: ast.expr) -> bool:
    return statement.lineno <= use.lineno <= (statement.end_lineno or 0)


def assigned(function: Function, name: str) -> list[ast.expr]:
    """Return all that a function gives a name of its own."""
    return [value for _, value in _assignments(function, name)]


@cache
def _assignments(function: Function, name: str) -> list[tuple[ast.stmt | ast.expr, ast.expr]]:
    found: list[tuple[ast.stmt | ast.expr, ast.expr]] = []
    for node in ast.walk(function):
        pairs: list[tuple[ast.expr, ast.expr]] = []
        match node:
            case ast.Assign(targets=targets, value=value):
                pairs = [(target, value) for target in targets]
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                pairs = [(target, value)]
            case ast.NamedExpr(target=target, value=value):
                pairs = [(target, value)]
            case ast.For(target=target, iter=ast.Tuple(elts=rows) | ast.List(elts=rows)):
                pairs = [(target, row) for row in rows]
            case _:
                continue
        found += [(node, one) for target, value in pairs for one in placed(target, value, name)]
    return found


def placed(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    """Yield what `name` is given where `target` is; a constant where nobody knows which part."""
    if isinstance(target, ast.Name):
        if target.id == name:
            yield value
    elif isinstance(target, ast.Tuple):
        values = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
        for one in values:
            if isinstance(one, ast.Tuple) and len(one.elts) == len(target.elts):
                for inner, part in zip(target.elts, one.elts, strict=True):
                    yield from placed(inner, part, name)
            elif any(isinstance(leaf, ast.Name) and leaf.id == name for leaf in target.elts):
                yield ast.Constant(None)


def parameter(function: Function, name: str) -> ast.arg | None:
    """Return a parameter by its name; None for the owner itself, or where there is none."""
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    return next((one for one in every if one.arg == name and name not in {"self", "cls"}), None)
