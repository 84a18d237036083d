"""What a column of a table may hold, as the rest of the model tells."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.decisions.dmn import Model, Place, Table
from domain.decisions.dmn.feel import ast
from domain.decisions.dmn.feel.language import Language
from domain.decisions.dmn.feel.types import ANY, Type
from domain.decisions.dmn.model import InputData, ItemDefinition
from domain.decisions.dmn.table import Input


@dataclass(frozen=True, slots=True)
class Column:
    """What a column may hold.

    `kind` is None where any may come. `allowed` are tests that every value but null fulfils.
    `nullable` says whether null may come. `facts` are what the value is computed from, None where
    that is not known.
    """

    kind: str | None
    allowed: tuple[ast.UnaryTests, ...]
    nullable: bool
    facts: frozenset[str] | None


def columns_of(model: Model, decision: str, table: Table) -> list[Column]:
    """Return what the columns of the table of a decision may hold."""
    names = _Names.of(model, decision)
    return [_column(names, column) for column in table.inputs]


@dataclass(frozen=True, slots=True)
class _Names:
    """What a decision sees by name: facts, the facts behind other decisions, and functions.

    `types` are those that the file defines.
    """

    types: dict[str, ItemDefinition]
    inputs: dict[str, InputData]
    behind: dict[str, frozenset[str]]
    functions: frozenset[str]

    @classmethod
    def of(cls, model: Model, decision: str) -> "_Names":
        needed = model.decisions[decision]
        inputs = [model.inputs[name] for name in needed.inputs]
        decisions = [model.decisions[name] for name in needed.decisions]
        functions = [known.variable for known in model.knowledge.values()]
        functions += [service.variable for service in model.services.values()]
        return cls(
            {found.name: found for found in model.types},
            {data.variable.name: data for data in inputs},
            {found.variable.name: _behind(model, found.name) for found in decisions},
            frozenset(variable.name for variable in functions),
        )


def _behind(model: Model, decision: str) -> frozenset[str]:
    """Return the facts that a decision is made from, through all it builds on."""
    found: set[str] = set()
    waiting, seen = [decision], {decision}
    while waiting:
        needed = model.decisions[waiting.pop()]
        found |= {model.inputs[name].variable.name for name in needed.inputs}
        waiting += [name for name in needed.decisions if name not in seen]
        seen |= {*needed.decisions}
    return frozenset(found)


def _column(names: _Names, column: Input) -> Column:
    node = column.expression.node
    data = names.inputs.get(node.name) if isinstance(node, ast.Name) else None
    types = [(column.type, column.type_ref)]
    if data is not None:
        types.append((data.type, data.variable.written))
    kinds = [found.kind for found, _ in types if found.kind != "any"]
    allowed = [tests for found, written in types for tests in _allowed(names, found, written)]
    return Column(
        kinds[0] if kinds else None,
        (*allowed, *([column.allowed.tests] if column.allowed else [])),
        data is None or not data.required,
        _facts(names, node),
    )


def _allowed(names: _Names, found: Type, written: str | None) -> Iterator[ast.UnaryTests]:
    """Yield what a type allows, and what those allow that it is made from.

    They were read before, with the file. The types they may name are not looked into.
    """
    texts: list[str] = []
    while written in names.types and len(texts) <= len(names.types):
        definition = names.types[written]
        texts.append(definition.allowed or "")
        written = definition.type_ref
    language = Language(types=dict.fromkeys(names.types, ANY))
    for text in texts or [found.values]:
        if text:
            yield language.cell(text, ANY, Place()).tests


def _facts(names: _Names, node: ast.Node) -> frozenset[str] | None:
    found: set[str] = set()
    for part in ast.walk(node):
        if not isinstance(part, ast.Name) or part.name in names.functions:
            continue
        if part.name in names.inputs:
            found.add(part.name)
        elif part.name in names.behind:
            found |= names.behind[part.name]
        elif not _called(node, part):
            return None
    return frozenset(found)


def _called(node: ast.Node, name: ast.Name) -> bool:
    """Whether a name is that of a function that is called."""
    return any(isinstance(part, ast.Call) and part.function is name for part in ast.walk(node))
