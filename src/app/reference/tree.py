"""The source as a tree of names: what is defined where, and who calls it.

Nothing is imported or run: what a door can answer is found in the text, so that what no test
reaches is found as well.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

#: Where the packages of the house are.
SOURCE = Path(__file__).parents[2]

#: What is no part of a hub: steps of the schema, look-alikes, and what draws examples.
_LEFT_OUT = frozenset({"migrations", "fake", "reference"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """One file. `tops` are its constants and definitions, `imports` what a name stands for."""

    name: str
    path: str
    tree: ast.Module
    tops: Mapping[str, ast.AST]
    imports: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Where an expression stands, and what the parameters are there, if one call is looked at."""

    module: Module
    owner: ast.ClassDef | None = None
    function: Function | None = None
    bound: Mapping[str, tuple[ast.expr, "Scope"]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Called:
    """One call, and where it stands."""

    call: ast.Call
    scope: Scope


class Tree:
    """Every module of the house."""

    def __init__(self, root: Path = SOURCE) -> None:
        self.modules = {one.name: one for one in _modules(root)}
        self.dicts: list[tuple[ast.Dict, Scope]] = []
        self.calls = [one for module in self.modules.values() for one in self._seen(module)]
        self._callers: dict[ast.AST, list[Called]] = defaultdict(list)
        for one in self.calls:
            if (meant := self.entered(one)) is not None:
                self._callers[meant].append(one)

    def callers(self, definition: ast.AST) -> list[Called]:
        """Return the calls that enter a function, or the `__init__` of a class."""
        return self._callers[definition]

    def entered(self, one: Called) -> ast.AST | None:
        """Return what a call enters: a function, or the class whose `__init__` runs."""
        func, scope = one.call.func, one.scope
        if isinstance(func, ast.Attribute) and func.attr == "__init__" and scope.owner:
            above = [self.meant(base, scope) for base in scope.owner.bases]
            meant = next((found for found in above if found), None)
        else:
            meant = self.meant(func, scope)
        if meant is None or not isinstance(meant[1], ast.ClassDef):
            return meant and meant[1]
        found = self.member(meant[0], meant[1], "__init__")
        return found[2] if found else meant[1]

    def _seen(self, module: Module) -> list[Called]:
        """Return every call of a module; keep its mappings."""
        calls: list[Called] = []

        def look(node: ast.AST, scope: Scope) -> None:
            for child in ast.iter_child_nodes(node):
                inner = scope
                match child:
                    case ast.ClassDef():
                        inner = Scope(module, child)
                    case ast.FunctionDef() | ast.AsyncFunctionDef():
                        inner = Scope(module, scope.owner, child)
                    case ast.Call():
                        calls.append(Called(child, scope))
                    case ast.Dict():
                        self.dicts.append((child, scope))
                look(child, inner)

        look(module.tree, Scope(module))
        return calls

    def meant(self, name: ast.expr, scope: Scope) -> tuple[Module, ast.AST] | None:
        """Return what a name, dotted or not, stands for, and the module it is defined in."""
        if isinstance(name, ast.Attribute) and isinstance(name.value, ast.Name):
            if name.value.id in {"self", "cls"} and scope.owner is not None:
                found = self.member(scope.module, scope.owner, name.attr)
                return found and (found[0], found[1])
            if (dotted := scope.module.imports.get(name.value.id)) is not None:
                return self._find(f"{dotted}.{name.attr}")
            return None
        if not isinstance(name, ast.Name):
            return None
        if (top := scope.module.tops.get(name.id)) is not None:
            return scope.module, top
        dotted = scope.module.imports.get(name.id)
        return self._find(dotted) if dotted else None

    def member(
        self, module: Module, owner: ast.ClassDef, name: str
    ) -> tuple[Module, ast.AST, ast.ClassDef] | None:
        """Return what a class or the nearest class above it calls `name`."""
        for one in owner.body:
            if name in _named(one):
                return module, one, owner
        for base in owner.bases:
            above = self.meant(base, Scope(module))
            if above and isinstance(above[1], ast.ClassDef):
                found = self.member(above[0], above[1], name)
                if found is not None:
                    return found
        return None

    def above(self, module: Module, owner: ast.ClassDef) -> list[str]:
        """Return the names of the classes above one, itself first."""
        names = [owner.name]
        for base in owner.bases:
            found = self.meant(base, Scope(module))
            if found and isinstance(found[1], ast.ClassDef):
                names += self.above(found[0], found[1])
            elif isinstance(base, ast.Name):
                names.append(base.id)
        return names

    def _find(self, dotted: str) -> tuple[Module, ast.AST] | None:
        place, _, name = dotted.rpartition(".")
        module = self.modules.get(place)
        if module is None:
            return None
        if (top := module.tops.get(name)) is not None:
            return module, top
        onward = module.imports.get(name)
        return self._find(onward) if onward and onward != dotted else None


@cache
def house() -> Tree:
    """Return the tree of this version, read once."""
    return Tree()


def _modules(root: Path) -> Iterator[Module]:
    for path in sorted(root.rglob("*.py")):
        inside = path.relative_to(root)
        if _LEFT_OUT.intersection(inside.parts):
            continue
        parts = [*inside.parent.parts, *([] if inside.stem == "__init__" else [inside.stem])]
        tree = ast.parse(path.read_text())
        tops = {name: node for node in tree.body for name in _named(node)}
        name = ".".join(parts)
        yield Module(name, f"src/{inside.as_posix()}", tree, tops, _imports(tree))


def _named(node: ast.AST) -> list[str]:
    """Return the names that a statement gives something."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.Assign():
            leaves = [leaf for target in node.targets for leaf in ast.walk(target)]
            return [leaf.id for leaf in leaves if isinstance(leaf, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def _imports(tree: ast.Module) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                found[one.asname or one.name] = f"{node.module}.{one.name}"
        elif isinstance(node, ast.Import):
            found.update({one.asname: one.name for one in node.names if one.asname})
    return found
