"""What an expression of the source can say: words, sentences with holes, keys of a mapping.

Where it depends on a parameter, a call of the function has to be chosen: see `callers`.
"""

import ast
from collections.abc import Sequence
from itertools import product

from app.reference.assignments import before, parameter, placed
from app.reference.tree import Called, Function, Module, Scope, Tree

#: How many names of names are followed in one expression.
_STEPS_MAX = 14

HOLE = "…"

#: What the bot says sentences by.
_SAYING = frozenset({"say", "say_n", "later", "later_n"})


class NeedsCallers(Exception):
    """The expression depends on a parameter of `function`, which no call was chosen for."""

    def __init__(self, function: Function, scope: Scope) -> None:
        super().__init__(function.name)
        self.function, self.scope = function, scope


def words(  # noqa: C901, PLR0911  One case for each form that an expression has.
    tree: Tree, node: ast.expr, scope: Scope, steps: int = 0
) -> frozenset[str]:
    """Return what an expression can be as text; what is not known is a hole (`{name}` or …)."""
    if steps > _STEPS_MAX:
        return frozenset({HOLE})
    on = steps + 1
    match node:
        case ast.Constant(value=str() | int() as value):
            return frozenset({str(value)})
        case ast.Await(value=inner) | ast.FormattedValue(value=inner):
            return words(tree, inner, scope, on)
        case ast.JoinedStr(values=parts):
            return _joined(tree, parts, scope, on)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return _joined(tree, [left, right], scope, on)
        case ast.IfExp(body=left, orelse=right):
            return words(tree, left, scope, on) | words(tree, right, scope, on)
        case ast.BoolOp(values=parts):
            return frozenset().union(*(words(tree, one, scope, on) for one in parts))
        case ast.Name():
            return _of_name(tree, node, scope, on)
        case ast.Attribute():
            return _of_attribute(tree, node, scope, on)
        case ast.Subscript(value=ast.Name() as table):
            return _of_table(tree, table, scope, on)
        case ast.Call():
            return _of_call(tree, node, scope, on)
    return frozenset({HOLE})


def _joined(tree: Tree, parts: Sequence[ast.expr], scope: Scope, on: int) -> frozenset[str]:
    each = []
    for part in parts:
        found = words(tree, part, scope, on)
        if isinstance(part, ast.FormattedValue) and (HOLE in found or not found):
            found = frozenset({_hole(part.value)})
        each.append(found)
    return frozenset("".join(one) for one in product(*each))


def _hole(node: ast.expr) -> str:
    """Return a name for what is filled in."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return "{" + name.lower().lstrip("_") + "}"
        case ast.Subscript(value=inner):
            return _hole(inner)
        case ast.Call(func=ast.Attribute(attr="join"), args=[inner]):
            return _hole(inner)
        case ast.Call(func=func, args=args):
            return _hole(args[0] if args else func)
    return "{" + HOLE + "}"


def _of_name(tree: Tree, node: ast.Name, scope: Scope, on: int) -> frozenset[str]:
    if scope.function is not None:
        if node.id in scope.bound:
            given, there = scope.bound[node.id]
            return words(tree, given, there, on)
        if local := before(scope.function, node):
            return frozenset().union(*(words(tree, one, scope, on) for one in local))
        if (argument := parameter(scope.function, node.id)) is not None:
            if among := _of_annotation(tree, argument.annotation, scope):
                return among
            raise NeedsCallers(scope.function, scope)
    meant = tree.meant(node, scope)
    if meant is None:
        return frozenset({HOLE})
    return _of_top(tree, *meant, node.id, on)


def _of_top(tree: Tree, module: Module, top: ast.AST, name: str, on: int) -> frozenset[str]:
    if isinstance(top, ast.AnnAssign) and top.value is not None:
        return words(tree, top.value, Scope(module), on)
    if isinstance(top, ast.Assign):
        for target in top.targets:
            for value in placed(target, top.value, name):
                return words(tree, value, Scope(module), on)
    return frozenset({HOLE})


def _of_annotation(tree: Tree, node: ast.expr | None, scope: Scope) -> frozenset[str]:
    """Return every value of an enum or a literal that something is declared to be."""
    match node:
        case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
            return frozenset(
                one.value
                for one in ast.walk(inner)
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )
        case ast.Name() | ast.Attribute():
            meant = tree.meant(node, scope)
            if meant and isinstance(meant[1], ast.ClassDef):
                return frozenset(_members(tree, meant[0], meant[1]).values())
    return frozenset()


def _members(tree: Tree, module: Module, owner: ast.ClassDef) -> dict[str, str]:
    if not {"StrEnum", "Enum"}.intersection(tree.above(module, owner)):
        return {}
    return {
        one.targets[0].id: str(one.value.value)
        for one in owner.body
        if isinstance(one, ast.Assign)
        and isinstance(one.targets[0], ast.Name)
        and isinstance(one.value, ast.Constant)
    }


def _of_attribute(tree: Tree, node: ast.Attribute, scope: Scope, on: int) -> frozenset[str]:
    if node.attr in {"value", "name"}:
        return frozenset(one.lower() for one in words(tree, node.value, scope, on))
    owner = tree.meant(node.value, scope)
    if owner and isinstance(owner[1], ast.ClassDef):
        members = _members(tree, owner[0], owner[1])
        if node.attr in members:
            return frozenset({members[node.attr]})
    meant = tree.meant(node, scope)
    if meant is not None:
        if isinstance(meant[1], ast.AnnAssign) and meant[1].value is None:
            return _of_annotation(tree, meant[1].annotation, Scope(meant[0])) or frozenset({HOLE})
        return _of_top(tree, *meant, node.attr, on)
    return _declared(tree, node, scope) or frozenset({HOLE})


def _declared(tree: Tree, node: ast.Attribute, scope: Scope) -> frozenset[str]:
    """Return the values of a field, where the annotation says of what class its owner is."""
    if not isinstance(node.value, ast.Name) or scope.function is None:
        return frozenset()
    argument = parameter(scope.function, node.value.id)
    if argument is None or not isinstance(argument.annotation, ast.Name | ast.Attribute):
        return frozenset()
    owner = tree.meant(argument.annotation, scope)
    if owner is None or not isinstance(owner[1], ast.ClassDef):
        return frozenset()
    found = tree.member(owner[0], owner[1], node.attr)
    if found is None or not isinstance(found[1], ast.AnnAssign):
        return frozenset()
    return _of_annotation(tree, found[1].annotation, Scope(found[0]))


def _of_table(tree: Tree, name: ast.Name, scope: Scope, on: int) -> frozenset[str]:
    meant = tree.meant(name, scope)
    if meant is None or not isinstance(meant[1], ast.Assign | ast.AnnAssign):
        return frozenset({HOLE})
    if not isinstance(meant[1].value, ast.Dict):
        return frozenset({HOLE})
    inside = Scope(meant[0])
    return frozenset().union(*(words(tree, one, inside, on) for one in meant[1].value.values))


def _of_call(tree: Tree, node: ast.Call, scope: Scope, on: int) -> frozenset[str]:
    if isinstance(node.func, ast.Attribute) and node.func.attr in {"lower", "strip"}:
        found = words(tree, node.func.value, scope, on)
        return frozenset(one.lower() for one in found)
    if isinstance(node.func, ast.Name) and node.func.id in _SAYING and node.args:
        return words(tree, node.args[0], scope, on)
    meant = tree.meant(node.func, scope)
    if meant and isinstance(meant[1], ast.FunctionDef | ast.AsyncFunctionDef):
        inside = entered(meant[0], meant[1], Called(node, scope))
        given = [
            one.value
            for one in ast.walk(meant[1])
            if isinstance(one, ast.Return) and one.value is not None
        ]
        return frozenset().union(*(words(tree, one, inside, on) for one in given)) or frozenset(
            {HOLE}
        )
    return frozenset({HOLE})


def entered(module: Module, function: Function, one: Called) -> Scope:
    """Return the inside of a function as one call enters it."""
    given = function.args
    names = [arg.arg for arg in (*given.posonlyargs, *given.args)]
    if names and names[0] in {"self", "cls"}:
        names = names[1:]
    bound = dict(zip(names, ((arg, one.scope) for arg in one.call.args), strict=False))
    bound |= {word.arg: (word.value, one.scope) for word in one.call.keywords if word.arg}
    left = zip(reversed(given.args), reversed(given.defaults), strict=False)
    for arg, default in [*left, *zip(given.kwonlyargs, given.kw_defaults, strict=True)]:
        if default is not None:
            bound.setdefault(arg.arg, (default, Scope(module)))
    return Scope(module, _owner(module, function), function, bound)


def _owner(module: Module, function: Function) -> ast.ClassDef | None:
    classes = (one for one in module.tree.body if isinstance(one, ast.ClassDef))
    return next((one for one in classes if function in one.body), None)
