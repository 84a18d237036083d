"""Writing a table for Flowable: DMN 1.3 whose cells are JUEL, `#{...}`. Pure.

Flowable's cells know no intervals, lists or `not()`, and its expression language takes null for
zero. So every cell becomes one expression that is true exactly where FEEL's cell is: null matches
nothing but `null`, and a value that a column does not allow matches no row. What cannot be said so
is refused with its cell; nothing is left out. Source: Flowable's ELInputEntryExpressionPreParser;
Jakarta Expression Language 3.0, 1.8.
"""

import re
from datetime import date, datetime
from decimal import Decimal

from connectors.opentext.grid import Column, Grid, Row, written
from connectors.opentext.wire import LONG_MAX
from domain.decisions.dmn import HitPolicy
from domain.decisions.dmn import Table as DmnTable
from domain.decisions.dmn.feel import ast
from domain.decisions.dmn.table import Input, Output, Rule
from domain.decisions.model import Table
from domain.decisions.rules import REASON
from domain.errors import Invalid

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RESERVED = frozenset(
    {"and", "or", "not", "eq", "ne", "lt", "gt", "le", "ge", "div", "mod", "instanceof"}
    | {"true", "false", "null", "empty"}
)
_KINDS = frozenset({"number", "string", "boolean", "date"})
_RANKED = frozenset({HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER})

#: Where another output changes nothing of which rows count, so that reasons may go along.
_TELLING = frozenset({HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.RULE_ORDER, HitPolicy.COLLECT})
_OPERATORS = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def flowable(table: Table) -> str:
    """Return a table as a DMN file for Flowable; `Invalid` names the cell that cannot be said."""
    decision = table.model.decisions[table.key]
    found = decision.table
    if found is None or decision.requires or decision.knowledge:
        raise _refused("the decision", "it is more than one table", "Join all of it in a table.")
    if not _IDENTIFIER.fullmatch(table.key):
        raise _refused(f"`{table.key}`", "it is no key there", "Use letters, digits and _.")
    if found.aggregation is not None:
        raise _refused("the table", "it aggregates", "Use COLLECT without an aggregation.")
    names = tuple(_variable(column) for column in found.inputs)
    telling = found.policy in _TELLING and REASON in found.notes
    outputs = [_output(found, at) for at in range(len(found.outputs))]
    if telling and REASON not in {column.name for column in outputs}:
        outputs.append(Column(REASON, REASON, "string", ()))
    rows = tuple(_row(found, names, rule, telling=telling) for rule in found.rules)
    inputs = tuple(
        Column(name, column.label, column.type.kind, ())
        for name, column in zip(names, found.inputs, strict=True)
    )
    name = table.model.name or table.key
    grid = Grid(table.key, name, found.policy, None, inputs, tuple(outputs), rows, required=False)
    return written(grid)


def _variable(column: Input) -> str:
    node, place = column.expression.node, f"column `{column.label}`"
    name = node.name if isinstance(node, ast.Name) else ""
    if not _IDENTIFIER.fullmatch(name) or name in _RESERVED:
        said = f"`{column.expression.text}` is no plain variable there"
        raise _refused(place, said, "Give a fact of letters, digits and _ by itself.")
    if column.type.kind not in _KINDS:
        raise _refused(place, f"it holds a {column.type}", f"Use one of {_known()}.")
    return name


def _output(table: DmnTable, at: int) -> Column:
    output = table.outputs[at]
    place = f"output `{output.name}`"
    if not _IDENTIFIER.fullmatch(output.name) or output.name in _RESERVED:
        raise _refused(place, "this is no name there", "Use letters, digits and _.")
    if output.default is not None:
        raise _refused(place, "it has a default", "Write it as a last row.")
    kinds = {type(_result(output, rule, at)) for rule in table.rules}
    kind = next((name for python, name in _OF_PYTHON.items() if kinds == {python}), None)
    if kind is None:
        raise _refused(place, "its results are of several kinds", f"Use one of {_known()}.")
    ranks = tuple(_ranked(place, value) for value in output.ranks)
    return Column(output.name, output.name, kind, ranks if table.policy in _RANKED else ())


def _ranked(place: str, value: object) -> str:
    if not isinstance(value, str) or re.search(r'[",\\]', value) or _CONTROL.search(value):
        raise _refused(place, f"`{value}` cannot be ranked there", "Rank plain words.")
    return f'"{value}"'


def _row(table: DmnTable, names: tuple[str, ...], rule: Rule, *, telling: bool) -> Row:
    cells = tuple(
        _cell(column, name, rule, at)
        for at, (column, name) in enumerate(zip(table.inputs, names, strict=True))
    )
    results = [
        f"#{{{_literal(_result(output, rule, at), _at(rule, output.name))}}}"
        for at, output in enumerate(table.outputs)
    ]
    if telling and REASON not in {output.name for output in table.outputs}:
        said = " ".join(rule.annotations.get(REASON, "").split())
        results.append(f"#{{{_literal(said, _at(rule, REASON))}}}")
    return Row(rule.id, cells, tuple(results), "")


def _result(output: Output, rule: Rule, at: int) -> object:
    node = rule.results[at].node
    if not isinstance(node, ast.Literal) or node.value is None:
        text = rule.results[at].text
        raise _refused(_at(rule, output.name), f"`{text}` is no plain value", "Write a literal.")
    return node.value


def _cell(column: Input, name: str, rule: Rule, at: int) -> str:
    tests, place = rule.cells[at].tests, _at(rule, column.label)
    allowed = _tests(column.allowed.tests, name, place) if column.allowed else None
    if tests.any:
        return "-" if allowed is None else f"#{{{name} == null || {allowed}}}"
    said = _tests(tests, name, place)
    return f"#{{{said}}}" if allowed is None else f"#{{{said} && ({name} == null || {allowed})}}"


def _tests(tests: ast.UnaryTests, name: str, place: str) -> str:
    """Return what is true exactly where unary tests are; in brackets."""
    every = " || ".join(_test(test, name, place) for test in tests.tests)
    return f"({name} != null && !({every}))" if tests.negated else f"({every})"


def _test(test: ast.Test, name: str, place: str) -> str:
    if isinstance(test, ast.Compare):
        value = _operand(test.operand, place)
        if value is None:
            if test.operator != "=":
                raise _refused(place, "it compares with null", "Write `null`, or `not(null)`.")
            return f"{name} == null"
        _require_order(test.operator, value, place)
        return f"({name} != null && {name} {_OPERATORS[test.operator]} {_literal(value, place)})"
    if isinstance(test, ast.Interval):
        low, high = _operand(test.low, place), _operand(test.high, place)
        _require_order("<", low, place)
        _require_order("<", high, place)
        above, below = (">=" if test.low_closed else ">"), ("<=" if test.high_closed else "<")
        ends = f"{name} {above} {_literal(low, place)} && {name} {below} {_literal(high, place)}"
        return f"({name} != null && {ends})"
    raise _refused(place, "it is an expression", "Write values, intervals, lists or not().")


def _operand(node: ast.Node, place: str) -> object:
    if not isinstance(node, ast.Literal):
        raise _refused(place, "it compares with an expression", "Compare with a plain value.")
    return node.value


def _require_order(operator: str, value: object, place: str) -> None:
    if operator in {"=", "!="}:
        return
    if isinstance(value, bool) or not isinstance(value, Decimal | date):
        raise _refused(place, "only numbers and days have an order there", "List the values.")


def _literal(value: object, place: str) -> str:
    """Return a value as JUEL writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        if value == value.to_integral_value() and abs(value) <= LONG_MAX:
            return f"{value:.0f}"
        if Decimal(repr(float(value))) == value:
            text = f"{value.normalize():f}"
            return text if "." in text else f"{text}.0"
        raise _refused(place, f"`{value}` has more digits than a double holds", "Shorten it.")
    if isinstance(value, str) and not _CONTROL.search(value):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if isinstance(value, date) and not isinstance(value, datetime):
        return f"date:toDate('{value.isoformat()}')"
    raise _refused(place, f"`{str(value)[:40]}` has no literal there", f"Use one of {_known()}.")


def _at(rule: Rule, column: str) -> str:
    return f"row `{rule.id}`, column `{column}`"


def _known() -> str:
    return ", ".join(sorted(_KINDS))


_OF_PYTHON = {Decimal: "number", str: "string", bool: "boolean", date: "date"}


def _refused(place: str, problem: str, cure: str) -> Invalid:
    said = f"{place[:1].upper()}{place[1:]}: {problem}. {cure}"
    return Invalid("not_for_flowable", said, ("dmn",))
