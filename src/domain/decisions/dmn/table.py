"""A decision table, compiled, and what it says of one set of values.

Hit policies as in DMN 1.3, 8.2.10. A table never raises while it decides: what goes against its
own policy, its columns or its outputs is a `violation` in the result, for the caller to act upon.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from domain.decisions.dmn.feel import ast
from domain.decisions.dmn.feel.builtins import BUILTINS
from domain.decisions.dmn.feel.builtins.lists import best, total
from domain.decisions.dmn.feel.language import Cell, Expression
from domain.decisions.dmn.feel.run import Scope
from domain.decisions.dmn.feel.types import Type, coerced, problem
from domain.decisions.dmn.feel.values import Value
from domain.decisions.dmn.index import Accepting, accepting


class HitPolicy(StrEnum):
    """Which of the matching rules count."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"
    COLLECT = "COLLECT"


class Aggregation(StrEnum):
    """What COLLECT makes of the results."""

    SUM = "SUM"
    MIN = "MIN"
    MAX = "MAX"
    COUNT = "COUNT"


@dataclass(frozen=True, slots=True)
class Input:
    """A column of conditions. `allowed` is None where every value of the type may come.

    `type_ref` is the type as the file names it, here as for outputs and tables.
    """

    label: str
    expression: Expression
    type: Type
    allowed: Cell | None
    type_ref: str | None = None

    @property
    def kind(self) -> str | None:
        """FEEL's name for the kind of its values; None where any kind will do."""
        return None if self.type.kind == "any" else self.type.kind


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results.

    `ranks` orders its values, best first; it is empty where they are not listed. `allowed` tests
    them. `default` stands for no match.
    """

    name: str
    type: Type
    ranks: Mapping[Value, int]
    allowed: Cell | None
    default: Expression | None
    type_ref: str | None = None

    def problem(self, value: Value, scope: Scope) -> str | None:
        """Return what is wrong with a result, as a sentence; None if nothing is."""
        found = problem(value, self.type, f"`{self.name}`")
        if found is None and self.allowed is not None and value is not None:
            test = self.allowed.test
            if test is not None and test(value, scope) is not True:
                return f"`{self.name}` may not be {value!s}; allowed is {self.allowed.text}."
        return found


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: a cell per column of conditions, a result per output, and what is written beside."""

    id: str
    cells: tuple[Cell, ...]
    results: tuple[Expression, ...]
    annotations: Mapping[str, str]


class Miss(NamedTuple):
    """Why a rule did not match: the first column that said no, its cell, and the value there."""

    rule: str
    column: str
    cell: str
    value: Value


@dataclass(frozen=True, slots=True)
class Table:
    """A compiled table. `aggregation` is there with COLLECT only; `notes` name the annotations."""

    policy: HitPolicy
    aggregation: Aggregation | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    notes: tuple[str, ...] = ()
    type: Type | None = None
    type_ref: str | None = None
    _columns: tuple[Accepting, ...] = field(init=False, compare=False, repr=False)
    _fixed: tuple[Mapping[str, Value] | None, ...] = field(init=False, compare=False, repr=False)
    _given: Callable[[Scope], Sequence[Value]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Prepare what every evaluation asks."""
        columns = tuple(
            accepting([rule.cells[at] for rule in self.rules], column.type, column.allowed)
            for at, column in enumerate(self.inputs)
        )
        object.__setattr__(self, "_columns", columns)
        object.__setattr__(self, "_fixed", tuple(map(self._fixed_row, self.rules)))
        object.__setattr__(self, "_given", _taking(self.inputs))

    def _fixed_row(self, rule: Rule) -> Mapping[str, Value] | None:
        if not all(result.constant for result in rule.results):
            return None
        values = [getattr(result.node, "value", None) for result in rule.results]
        names = [output.name for output in self.outputs]
        return MappingProxyType(dict(zip(names, values, strict=True)))

    @property
    def constants(self) -> tuple[Mapping[str, Value], ...]:
        """The results, by output, of every rule that computes none of them."""
        return tuple(row for row in self._fixed if row is not None)

    def decide(self, scope: Scope) -> "Decided":
        """Return what the table says of the values in `scope`."""
        scope.run.charge(len(self.rules))
        given = self._given(scope)
        valid = 1 << len(self.rules)
        alive = valid - 1
        deaths: list[tuple[int, int]] = []
        for at, accepts in enumerate(self._columns):
            answer = accepts(given[at], scope)
            if not answer & valid:
                return violated(self._unfit(self.inputs[at], given[at]))
            dead = alive & ~answer
            if dead:
                deaths.append((dead, at))
                alive &= answer
        trace = Trace(self, given, deaths)
        return self._settled(alive, trace, scope)

    def _unfit(self, column: Input, value: Value) -> str:
        found = problem(value, column.type, f"`{column.label}`")
        allowed = column.allowed.text if column.allowed else ""
        return found or f"`{column.label}` may not be {value!s}; allowed is {allowed}."

    def _settled(self, alive: int, trace: "Trace", scope: Scope) -> "Decided":
        if not alive:
            return self._nothing(trace, scope)
        if self.policy is HitPolicy.FIRST:
            alive &= -alive
        places = _places(alive)
        matched = [self.rules[at] for at in places]
        if self.policy is HitPolicy.UNIQUE and len(matched) > 1:
            ids = ", ".join(rule.id for rule in matched)
            return violated(f"More than one rule matched: {ids}.", matched, trace)
        rows = []
        for at in places:
            fixed = self._fixed[at]
            row, wrong = (fixed, None) if fixed is not None else self._row(at, scope)
            if wrong is not None:
                return violated(f"Rule {self.rules[at].id}: {wrong}", matched, trace)
            rows.append(row)
        return self._counted(matched, rows, trace)

    def _row(self, at: int, scope: Scope) -> tuple[Mapping[str, Value], str | None]:
        row: dict[str, Value] = {}
        for output, result in zip(self.outputs, self.rules[at].results, strict=True):
            value = coerced(result.compute(scope), output.type)
            wrong = output.problem(value, scope)
            if wrong is not None:
                return row, wrong
            row[output.name] = value
        return row, None

    def _counted(
        self, matched: list[Rule], rows: Sequence[Mapping[str, Value]], trace: "Trace"
    ) -> "Decided":
        if self.policy is HitPolicy.ANY and any(row != rows[0] for row in rows[1:]):
            ids = ", ".join(rule.id for rule in matched)
            return violated(f"Rules that differ matched: {ids}.", matched, trace)
        if self.policy in {HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER}:
            order = sorted(range(len(rows)), key=lambda at: self._rank(rows[at]))
            matched, rows = [matched[at] for at in order], [rows[at] for at in order]
        if self.policy in _SINGLE:
            return Decided(_value(rows[0]), (rows[0],), tuple(matched[:1]), None, trace)
        values = [_value(row) for row in rows]
        if self.aggregation is None:
            return Decided(values, tuple(rows), tuple(matched), None, trace)
        found = _AGGREGATES[self.aggregation](values)
        if found is None:
            wrong = f"{self.aggregation} has no answer for the results of the rules that matched."
            return violated(wrong, matched, trace)
        return Decided(found, tuple(rows), tuple(matched), None, trace)

    def _rank(self, row: Mapping[str, Value]) -> tuple[int, ...]:
        return tuple(
            output.ranks.get(row[output.name], len(output.ranks))
            for output in self.outputs
            if output.ranks
        )

    def _nothing(self, trace: "Trace", scope: Scope) -> "Decided":
        if any(output.default for output in self.outputs):
            row = {o.name: o.default.compute(scope) if o.default else None for o in self.outputs}
            for output in self.outputs:
                wrong = output.problem(row[output.name], scope)
                if wrong is not None:
                    return violated(f"Without a match, {wrong}", (), trace)
            value = _value(row)
            return Decided(value, (row,), (), None, trace)
        if self.aggregation is Aggregation.COUNT:
            return Decided(Decimal(0), (), (), None, trace)
        return Decided(None, (), (), None, trace)


class Trace(NamedTuple):
    """What happened in a table: the values of its columns, and which rules each put out."""

    table: Table
    given: Sequence[Value]
    deaths: Sequence[tuple[int, int]]

    def misses(self) -> tuple[Miss, ...]:
        """Return why each rule that did not match did not, in the order of the rules."""
        rules = self.table.rules
        found: list[Miss | None] = [None] * len(rules)
        for dead, column in self.deaths:
            label, value = self.table.inputs[column].label, self.given[column]
            for at in _places(dead):
                rule = rules[at]
                found[at] = Miss(rule.id, label, rule.cells[column].text, value)
        return tuple(filter(None, found))


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision said: its value, the rules that matched, why the others did not.

    `rows` are the results of the rules that count, by output name. `violation` says in words
    what went against the model's own rules, and is None where nothing did.
    """

    value: Value
    rows: tuple[Mapping[str, Value], ...] = ()
    matched: tuple[Rule, ...] = ()
    violation: str | None = None
    trace: Trace | None = field(default=None, compare=False, repr=False)

    @property
    def misses(self) -> tuple[Miss, ...]:
        """Why each rule that did not match did not: the first cell that said no."""
        return self.trace.misses() if self.trace is not None else ()


def violated(text: str, matched: Sequence[Rule] = (), trace: Trace | None = None) -> Decided:
    """Return that a decision has no answer, and why."""
    return Decided(None, (), tuple(matched), text, trace)


def _places(mask: int) -> list[int]:
    """Return the places of the bits that are set, lowest first."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def _taking(inputs: Sequence[Input]) -> Callable[[Scope], Sequence[Value]]:
    """Return what gives the values of all columns; most often they are variables in scope."""
    names = [c.expression.node.name for c in inputs if isinstance(c.expression.node, ast.Name)]
    if len(names) == len(inputs) > 1 and not set(names) & BUILTINS.keys():
        return itemgetter(*names)
    computes = tuple(column.expression.compute for column in inputs)
    return lambda scope: [compute(scope) for compute in computes]


def _value(row: Mapping[str, Value]) -> Value:
    return next(iter(row.values())) if len(row) == 1 else dict(row)


_SINGLE = {HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST}


def _sum(found: list[Value]) -> Value:
    numbers = [item for item in found if isinstance(item, Decimal)]
    return total(numbers) if len(numbers) == len(found) else None


_AGGREGATES: Mapping[Aggregation, Callable[[list[Value]], Value]] = {
    Aggregation.SUM: _sum,
    Aggregation.MIN: lambda found: best(found, "<"),
    Aggregation.MAX: lambda found: best(found, ">"),
    Aggregation.COUNT: lambda found: Decimal(len(found)),
}
