"""How a built-in function is declared, and how it is called.

A signature is written as FEEL's tables write it:
`substring(string: string, start position: number, length?: number) -> string`. `?` marks what may
be left out, `...` any number of values or one list of them, `!` a value that may be null; for
every other one null gives null without a call. A value of another type gives null too.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from domain.decisions.dmn.feel.run import Run
from domain.decisions.dmn.feel.types import ANY, BUILT_IN, LIST, Type
from domain.decisions.dmn.feel.values import ORDERED, Function, Months, Range, Value

_PYTHON: dict[str, frozenset[type]] = {
    "number": frozenset({Decimal}),
    "string": frozenset({str}),
    "boolean": frozenset({bool}),
    "date": frozenset({date}),
    "time": frozenset({time}),
    "date and time": frozenset({datetime}),
    "day": frozenset({date, datetime}),
    "clock": frozenset({time, datetime}),
    "days and time duration": frozenset({timedelta}),
    "years and months duration": frozenset({Months}),
    "duration": frozenset({timedelta, Months}),
    "size": frozenset({Decimal, timedelta, Months}),
    "list": frozenset({list}),
    "context": frozenset({dict}),
    "range": frozenset({Range}),
    "function": frozenset({Function}),
    "ordered": frozenset(ORDERED),
    "point": frozenset({*ORDERED, Range}),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its name, the Python types it takes (None: any), and what it allows."""

    name: str
    kind: str
    takes: frozenset[type] | None
    optional: bool
    nullable: bool
    many: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function."""

    parameters: tuple[Parameter, ...]
    result: Type
    work: Callable[..., Value]
    needs_run: bool

    @property
    def least(self) -> int:
        """The fewest values."""
        return sum(not found.optional for found in self.parameters)

    @property
    def most(self) -> int | None:
        """The most values; None for any number."""
        return None if self.parameters and self.parameters[-1].many else len(self.parameters)

    def takes(self, count: int) -> bool:
        """Whether it may be called with so many values."""
        return self.least <= count and (self.most is None or count <= self.most)

    def call(self, run: Run, given: tuple[Value, ...]) -> tuple[bool, Value]:
        """Return whether the values fit, and if they do what the function says of them."""
        values: list[Value] = []
        parameters = self.parameters
        for at, value in enumerate(given):
            parameter = parameters[min(at, len(parameters) - 1)]
            fits, held = _fitted(parameter, value)
            if not fits:
                return False, None
            if held is None and not parameter.nullable and not parameter.optional:
                return True, None
            values.append(held)
        return True, self.work(run, *values) if self.needs_run else self.work(*values)


def _fitted(parameter: Parameter, value: Value) -> tuple[bool, Value]:
    """Return whether a value fits, and its form: an item for a list of one, and the reverse."""
    takes = parameter.takes
    if takes is None or value is None or type(value) in takes:
        return True, value
    if parameter.kind == "list":
        return True, [value]
    if isinstance(value, list) and (parameter.many or len(value) == 1):
        if parameter.many:
            return True, value
        return type(value[0]) in takes, value[0]
    if parameter.kind == "date and time" and type(value) is date:
        return True, datetime.combine(value, time())
    return False, None


@dataclass(frozen=True, slots=True)
class Builtin:
    """A built-in function and every way to call it."""

    name: str
    signatures: tuple[Signature, ...]

    def call(self, run: Run, given: tuple[Value, ...]) -> Value:
        """Return what the function says of values; null where no signature fits."""
        run.charge(1 + sum(len(v) >> 3 for v in given if isinstance(v, (list, str))))
        for signature in self.signatures:
            if signature.takes(len(given)):
                fits, found = signature.call(run, given)
                if fits:
                    return run.kept(found) if isinstance(found, (list, dict, str)) else found
        return None

    def positions(self, names: tuple[str, ...]) -> tuple[Signature, tuple[int | None, ...]] | None:
        """Return for named arguments which signature they fit, and where each value stands."""
        for signature in self.signatures:
            known = [found.name for found in signature.parameters]
            least = {found.name for found in signature.parameters if not found.optional}
            if set(names) <= set(known) and least <= set(names):
                order = [names.index(name) if name in names else None for name in known]
                while order and order[-1] is None:
                    order.pop()
                return signature, tuple(order)
        return None


REGISTRY: dict[str, Builtin] = {}

Work = TypeVar("Work", bound=Callable[..., Value])


def builtin(written: str, *, needs_run: bool = False) -> Callable[[Work], Work]:
    """Declare a function under a signature; several may share a name."""

    def declare(work: Work) -> Work:
        name, signature = _read(written, work, needs_run=needs_run)
        before = REGISTRY.get(name)
        REGISTRY[name] = Builtin(name, (*(before.signatures if before else ()), signature))
        return work

    return declare


_FORM = re.compile(r"([\w ]+)\((.*)\) -> ([\w ]+)")
_PARAMETER = re.compile(r"([\w ]+)([?!.]*): ([\w ]+)")


def _read(written: str, work: Callable[..., Value], *, needs_run: bool) -> tuple[str, Signature]:
    form = _FORM.fullmatch(written)
    if form is None:
        raise ValueError(written)
    parameters = []
    for part in filter(None, form[2].split(", ")):
        found = _PARAMETER.fullmatch(part)
        if found is None:
            raise ValueError(part)
        kind, marks = found[3], found[2]
        parameters.append(
            Parameter(found[1], kind, _PYTHON.get(kind), "?" in marks, "!" in marks, "..." in marks)
        )
    result = LIST if form[3] == "list" else BUILT_IN.get(form[3], ANY)
    return form[1], Signature(tuple(parameters), result, work, needs_run)
