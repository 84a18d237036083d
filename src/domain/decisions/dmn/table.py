"""A decision table, compiled, and what it says of one set of values.

Hit policies as in DMN 1.3, 8.2.10. A table never raises while it decides: what goes against its
own policy is a `violation` in the result, for the caller to act upon.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.decisions.dmn.old_feel import Compute, Scope, Test
from domain.decisions.dmn.values import Value


class HitPolicy(StrEnum):
    """Which of the matching rules count."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"
    COLLECT = "COLLECT"


@dataclass(frozen=True, slots=True)
class Input:
    """A column of conditions. `allowed` is None where every value of the kind may come."""

    label: str
    compute: Compute
    kind: str | None
    allowed: Test | None


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results. `ranks` orders its values, best first; `default` stands for no match."""

    name: str
    ranks: Mapping[Value, int]
    default: Compute | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: its tests as (column, cell text, test), its results, and what is written beside it."""

    id: str
    tests: tuple[tuple[int, str, Test], ...]
    results: tuple[Compute, ...]
    annotations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A compiled table. `aggregate` is one of SUM, MIN, MAX, COUNT, or None; COLLECT only."""

    policy: HitPolicy
    aggregate: str | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """Why a rule did not match: the first column that said no, its cell, and the value there."""

    rule: str
    column: str
    cell: str
    value: Value


@dataclass(frozen=True, slots=True)
class Decided:
    """What a table said: its value, the rules that matched, why the others did not.

    `rows` are the results of the rules that count, by output name. `violation` says in words
    what went against the table's own rules, and is None where nothing did.
    """

    value: Value
    rows: tuple[Mapping[str, Value], ...]
    matched: tuple[Rule, ...]
    misses: tuple[Miss, ...]
    violation: str | None


def decide(table: Table, scope: Scope) -> Decided:
    """Return what `table` says of the values in `scope`."""
    given = [column.compute(scope) for column in table.inputs]
    for column, value in zip(table.inputs, given, strict=True):
        if column.allowed is not None and value is not None and not column.allowed(value, scope):
            return Decided(None, (), (), (), f"`{column.label}` may not be {value!s}.")
    matched: list[Rule] = []
    misses: list[Miss] = []
    for rule in table.rules:
        miss = _first_no(table, rule, given, scope)
        if miss is None:
            matched.append(rule)
        else:
            misses.append(miss)
    rows = [_row(table, rule, scope) for rule in matched]
    return _settle(table, matched, rows, tuple(misses), scope)


def _first_no(table: Table, rule: Rule, given: Sequence[Value], scope: Scope) -> Miss | None:
    for column, cell, test in rule.tests:
        if test(given[column], scope) is not True:
            return Miss(rule.id, table.inputs[column].label, cell, given[column])
    return None


def _row(table: Table, rule: Rule, scope: Scope) -> dict[str, Value]:
    return {
        output.name: compute(scope)
        for output, compute in zip(table.outputs, rule.results, strict=True)
    }


def _settle(
    table: Table,
    matched: list[Rule],
    rows: list[dict[str, Value]],
    misses: tuple[Miss, ...],
    scope: Scope,
) -> Decided:
    if not rows:
        return _nothing(table, misses, scope)
    ids = ", ".join(rule.id for rule in matched)
    if table.policy is HitPolicy.UNIQUE and len(rows) > 1:
        return Decided(None, (), tuple(matched), misses, f"More than one rule matched: {ids}.")
    if table.policy is HitPolicy.ANY and any(row != rows[0] for row in rows):
        return Decided(None, (), tuple(matched), misses, f"Rules that differ matched: {ids}.")
    if table.policy in {HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER}:
        order = sorted(range(len(rows)), key=lambda at: _rank(table, rows[at]))
        matched, rows = [matched[at] for at in order], [rows[at] for at in order]
    if table.policy in _SINGLE:
        return Decided(_value(rows[0]), (rows[0],), tuple(matched[:1]), misses, None)
    values = [_value(row) for row in rows]
    total = _AGGREGATES[table.aggregate](values) if table.aggregate else values
    return Decided(total, tuple(rows), tuple(matched), misses, None)


def _nothing(table: Table, misses: tuple[Miss, ...], scope: Scope) -> Decided:
    if any(output.default for output in table.outputs):
        row = {o.name: o.default(scope) if o.default else None for o in table.outputs}
        return Decided(_value(row), (row,), (), misses, None)
    if table.aggregate == "COUNT":
        return Decided(Decimal(0), (), (), misses, None)
    return Decided(None, (), (), misses, None)


def _value(row: Mapping[str, Value]) -> Value:
    return next(iter(row.values())) if len(row) == 1 else dict(row)


def _rank(table: Table, row: Mapping[str, Value]) -> tuple[int, ...]:
    return tuple(output.ranks.get(row[output.name], len(output.ranks)) for output in table.outputs)


_SINGLE = {HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST}


def _numbers(fold: Callable[[list[Decimal]], Value]) -> Callable[[list[Value]], Value]:
    def folded(found: list[Value]) -> Value:
        numbers = [item for item in found if isinstance(item, Decimal)]
        return fold(numbers) if len(numbers) == len(found) else None

    return folded


def _distinct_count(found: list[Value]) -> Value:
    return Decimal(len({repr(item) for item in found}))


_AGGREGATES: Mapping[str, Callable[[list[Value]], Value]] = {
    "SUM": _numbers(lambda items: sum(items, Decimal(0))),
    "MIN": _numbers(min),
    "MAX": _numbers(max),
    "COUNT": _distinct_count,
}
