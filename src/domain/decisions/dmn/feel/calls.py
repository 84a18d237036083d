"""Checking calls: does the function exist, and may it be called like this."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from domain.decisions.dmn.errors import BrokenExpression
from domain.decisions.dmn.feel import ast, patterns
from domain.decisions.dmn.feel.builtins import BUILTINS, Builtin, Signature
from domain.decisions.dmn.feel.run import Run
from domain.decisions.dmn.feel.types import ANY, BOOLEAN, Type, fits
from domain.decisions.dmn.feel.values import KINDS, kind_of

#: Functions that read a text; one that it cannot read is refused where it stands in the file.
_READERS = {"date", "time", "date and time", "duration", "number"}
_FIRST = {"min", "max", "sum", "abs"}
_CLOCKS = {"now", "today"}
_PYTHON = {name: kind for kind, name in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Names:
    """The names in scope with their types. `open`: any other name may be a component of `item`."""

    types: Mapping[str, Type]
    open: bool = False

    def plus(self, types: Mapping[str, Type]) -> "Names":
        """Return these names with others in front."""
        return Names({**self.types, **types}, self.open)


class Checks(Protocol):
    """What checks the rest of a text."""

    def type_of(self, node: ast.Node, names: Names) -> Type:
        """Return the type of an expression."""
        ...

    def broken(self, cure: str) -> BrokenExpression:
        """Return what to raise about this text."""
        ...

    def wrong(self, cure: str) -> None:
        """Refuse what has no answer for its types, if that is asked for."""
        ...


def type_of_call(checker: Checks, node: ast.Call, names: Names) -> Type:
    """Return the type of what a call gives; refuse a call that cannot be right."""
    positional = [checker.type_of(item, names) for item in node.positional]
    named = {name: checker.type_of(item, names) for name, item in node.named}
    function = node.function
    if isinstance(function, ast.Name) and function.name not in names.types:
        builtin = BUILTINS.get(function.name)
        if builtin is not None:
            return _of_builtin(checker, node, builtin, positional, named)
        if function.name in _CLOCKS:
            raise checker.broken("A decision must not depend on the clock; make the day an input.")
        if not names.open:
            raise checker.broken(f"There is no function `{function.name}`.")
    found = checker.type_of(function, names)
    if found.kind not in {"function", "any", "null"}:
        raise checker.broken(f"A {found} cannot be called.")
    if found.parameters is not None:
        _check_given(checker, found.parameters, positional, named)
    return found.result or ANY


def _check_given(
    checker: Checks,
    parameters: tuple[tuple[str, Type], ...],
    positional: list[Type],
    named: dict[str, Type],
) -> None:
    wanted = dict(parameters)
    if named and set(named) != set(wanted):
        raise checker.broken(f"It takes {', '.join(wanted)}.")
    if not named and len(positional) != len(parameters):
        raise checker.broken(f"It takes {len(parameters)} values: {', '.join(wanted)}.")
    given = named or dict(zip(wanted, positional, strict=True))
    for name, kind in given.items():
        if not _convertible(kind, wanted[name]):
            checker.wrong(f"`{name}` must be a {wanted[name]}, not a {kind}.")


def _convertible(found: Type, wanted: Type) -> bool:
    """Whether a value may be given where DMN turns lists of one into items and the reverse."""
    if fits(found, wanted) or wanted.kind == "list":
        return True
    if found.kind == "list":
        return fits(found.item or ANY, wanted)
    return (found.kind, wanted.kind) == ("date", "date and time")


def _of_builtin(
    checker: Checks,
    node: ast.Call,
    builtin: Builtin,
    positional: list[Type],
    named: dict[str, Type],
) -> Type:
    signatures = _signatures(checker, builtin, positional, named)
    fitting = [found for found, given in signatures if _fit(found, given)]
    if not fitting:
        shown = ", ".join(str(kind) for kind in (*positional, *named.values()))
        checker.wrong(f"`{builtin.name}` cannot be called with {shown}.")
    _check_constants(checker, node, builtin.name)
    if builtin.name in _FIRST and positional and len(positional) == 1:
        only = positional[0]
        return (only.item or ANY) if only.kind == "list" else only
    if builtin.name == "not" and positional and not fits(positional[0], BOOLEAN):
        checker.wrong(f"`not` takes true or false, not a {positional[0]}.")
    results = {str(found.result) for found in fitting}
    return fitting[0].result if len(results) == 1 else ANY


def _signatures(
    checker: Checks, builtin: Builtin, positional: list[Type], named: dict[str, Type]
) -> list[tuple[Signature, list[Type | None]]]:
    """Return the signatures that take so many or such values, with the types in their order."""
    if named:
        found = builtin.positions(tuple(named))
        if found is None:
            raise checker.broken(f"`{builtin.name}` takes {_shown(builtin)}.")
        signature, order = found
        types = list(named.values())
        return [(signature, [None if at is None else types[at] for at in order])]
    able = [found for found in builtin.signatures if found.takes(len(positional))]
    if not able:
        raise checker.broken(f"`{builtin.name}` takes {_shown(builtin)}.")
    return [(found, list(positional)) for found in able]


def _shown(builtin: Builtin) -> str:
    ways = []
    for signature in builtin.signatures:
        names = [
            f"{found.name}{'...' if found.many else ''}{' (or not)' if found.optional else ''}"
            for found in signature.parameters
        ]
        ways.append(", ".join(names) or "nothing")
    return "; or ".join(ways)


def _fit(signature: Signature, given: list[Type | None]) -> bool:
    for at, kind in enumerate(given):
        parameter = signature.parameters[min(at, len(signature.parameters) - 1)]
        if kind is None or kind.kind in {"any", "null", "list"} or parameter.takes is None:
            continue
        python = _PYTHON[kind.kind]
        instant = parameter.kind == "date and time" and kind.kind == "date"
        if python not in parameter.takes and parameter.kind != "list" and not instant:
            return False
    return True


def _check_constants(checker: Checks, node: ast.Call, name: str) -> None:
    """Refuse constants that have no meaning: dates that are none, patterns that cannot be read."""
    given: list[Any] = [
        item.value if isinstance(item, ast.Literal) else None for item in node.positional
    ]
    if name in _READERS and given and all(value is not None for value in given):
        kinds = {kind_of(value) for value in given}
        if kinds <= {"string", "number"}:
            checker.wrong(f"This is no {name}.")
    written = name == "range" and len(given) == 1 and isinstance(given[0], str)
    if written and BUILTINS[name].call(Run(), (given[0],)) is None:
        checker.wrong("This is no range.")
    at = 1
    if name in {"matches", "replace", "split"} and len(given) > at and isinstance(given[at], str):
        flags = given[-1] if name == "matches" and len(given) > at + 1 else ""
        if patterns.compiled(given[at], flags if isinstance(flags, str) else "") is None:
            checker.wrong("The pattern cannot be read; see the README for what can be.")
