"""Reading OpenText's decision tables (`.otdt`), which are Flowable's modeler tables. Pure.

What a cell means there is an operator and a value; here it becomes FEEL. Nothing is guessed: what
has no exact meaning in FEEL is refused, with its place and what to do. A service fails where a
variable is absent, so every input is declared as required.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from connectors.opentext.grid import Column, Grid, Row, written
from domain.decisions.dmn import DmnError
from domain.decisions.rules import table_from
from domain.errors import Invalid

#: The largest file, in characters.
FILE_MAX = 1_000_000

#: Types of columns, by how they are called there.
_KINDS = {
    "string": "string",
    "number": "number",
    "integer": "number",
    "long": "number",
    "double": "number",
    "boolean": "boolean",
    "date": "date",
}
_POLICIES = ("UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT")
_AGGREGATIONS = ("SUM", "MIN", "MAX", "COUNT")

#: What says that a cell means every value.
_ANY = frozenset({"", "-"})
_NO_OPERATOR = frozenset({"", "-- NA --"})
_ORDER = frozenset({"<", "<=", ">", ">="})
_AMONG = frozenset({"IN", "IS IN"})
_NOT_AMONG = frozenset({"NOT IN", "IS NOT IN"})

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,79}")
_DATE = re.compile(r"""(?:fn_date|date:toDate)\(\s*['"]?([0-9-]{10})['"]?\s*\)|([0-9-]{10})""")
_LISTED = re.compile(r'\s*(?:"([^"]*)"|([^",]+))\s*(?:,|$)')


def read(text: str) -> str:
    """Return an `.otdt` file as a DMN file of ours; `Invalid` says what cannot be, and the cure."""
    if len(text) > FILE_MAX:
        raise _refused("the file", "it is too large", f"Keep it below {FILE_MAX:,} characters.")
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise _refused("the file", "it is no JSON", "Export it again.") from error
    data = found.get("data", found) if isinstance(found, dict) else None
    if not isinstance(data, dict):
        raise _refused("the file", "it holds no table", "Export a decision table.")
    grid = _grid(data)
    dmn = written(grid)
    try:
        table_from(grid.key, dmn.encode())
    except DmnError as error:
        raise Invalid("bad_otdt", str(error), ("file",)) from error
    return dmn


def _grid(data: Mapping[str, Any]) -> Grid:
    key = _identifier(data.get("key"), "`key`")
    policy = str(data.get("hitIndicator") or "")
    if policy not in _POLICIES:
        cure = f"Use one of {', '.join(_POLICIES)}."
        raise _refused("`hitIndicator`", f"`{policy[:40]}` is no hit policy that is known", cure)
    aggregation = str(data.get("collectOperator") or "") or None
    if aggregation is not None and (policy != "COLLECT" or aggregation not in _AGGREGATIONS):
        cure = f"With COLLECT, use one of {', '.join(_AGGREGATIONS)}, or none."
        raise _refused("`collectOperator`", f"`{aggregation[:40]}` has no meaning here", cure)
    inputs = [(_id(one), _column(one)) for one in _objects(data, "inputExpressions")]
    outputs = [(_id(one), _column(one)) for one in _objects(data, "outputExpressions")]
    names = [column.name for _, column in (*inputs, *outputs)]
    if len(set(names)) != len(names):
        raise _refused("the columns", "two are of one variable", "Join them into one column.")
    name = str(data.get("name") or key)
    rows = tuple(
        Row(
            f"row_{number}",
            tuple(_cell(rule, column_id, column, number) for column_id, column in inputs),
            tuple(_result(rule, column_id, column, number) for column_id, column in outputs),
            f"Row {number} of {' '.join(name.split())}.",
        )
        for number, rule in enumerate(_objects(data, "rules"), start=1)
    )
    columns = tuple(c for _, c in inputs), tuple(c for _, c in outputs)
    return Grid(key, name, policy, aggregation, *columns, rows, required=True)


def _objects(data: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = data.get(name)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found) or not found:
        raise _refused(f"`{name}`", "it is no list of objects", "Export the table again.")
    return found


def _id(column: Mapping[str, Any]) -> str:
    return str(column.get("id"))


def _column(found: Mapping[str, Any]) -> Column:
    name = _identifier(found.get("variableId"), "`variableId`")
    label = " ".join(str(found.get("label") or name).split())
    place = f"column `{label}`"
    kind = _KINDS.get(str(found.get("type")))
    if kind is None:
        cure = f"Use one of {', '.join(sorted(set(_KINDS.values())))}."
        raise _refused(place, f"`{str(found.get('type'))[:40]}` is no type that is known", cure)
    entries = found.get("entries") or []
    if not isinstance(entries, list):
        raise _refused(place, "`entries` is no list", "Export the table again.")
    return Column(name, label, kind, tuple(_value(one, kind, place) for one in entries))


def _cell(rule: Mapping[str, Any], column_id: str, column: Column, number: int) -> str:
    """Return an input cell as FEEL."""
    place = f"row {number}, column `{column.label}`"
    _require_plain(rule, (column_id, f"{column_id}_operator"), place)
    found = rule.get(f"{column_id}_expression")
    cell = "-" if found is None else found
    said = str(rule.get(f"{column_id}_operator") or "").strip()
    if str(cell).strip() in _ANY and said in _NO_OPERATOR | {"=="}:
        return "-"
    if said in {"==", "!="} | _NO_OPERATOR:
        value = _value(cell, column.kind, place)
        return f"not({value})" if said == "!=" else value
    if said in _ORDER and column.kind in {"number", "date"}:
        return f"{said} {_value(cell, column.kind, place)}"
    if said in _AMONG | _NOT_AMONG:
        values = ", ".join(_value(one, column.kind, place) for one in _listed(cell, place))
        return f"not({values})" if said in _NOT_AMONG else values
    cure = "Use ==, !=, IN or NOT IN; <, <=, > and >= for numbers and dates."
    raise _refused(place, f"the operator `{said[:40]}` has no meaning for a {column.kind}", cure)


def _result(rule: Mapping[str, Any], column_id: str, column: Column, number: int) -> str:
    """Return an output cell as FEEL."""
    place = f"row {number}, column `{column.label}`"
    _require_plain(rule, (column_id,), place)
    if rule.get(column_id) in {None, "", "-"}:
        raise _refused(place, "it has no result", "Give one; without it, people would look.")
    return _value(rule[column_id], column.kind, place)


def _require_plain(rule: Mapping[str, Any], names: tuple[str, ...], place: str) -> None:
    for name in names:
        if language := rule.get(f"{name}_expressionLanguage"):
            said = f"its expression language is `{str(language)[:40]}`"
            raise _refused(place, said, "Write it as an operator and a plain value.")


def _listed(cell: object, place: str) -> Iterator[str]:
    text, at = str(cell).strip(), 0
    while at < len(text):
        match = _LISTED.match(text, at)
        if match is None:
            raise _refused(place, f"`{text[:40]}` is no list", "Write the values with commas.")
        yield match[1] if match[1] is not None else match[2].strip()
        at = match.end()


def _value(given: object, kind: str, place: str) -> str:
    """Return a value as a FEEL literal."""
    if not isinstance(given, str | int | Decimal):
        raise _refused(place, "it holds no plain value", "Correct the value, or the type.")
    text = ("true" if given else "false") if isinstance(given, bool) else str(given).strip()
    if "#{" in text or "${" in text:
        said = f"`{text[:40]}` is an expression of the service's own language"
        raise _refused(place, said, "Write it as an operator and a plain value.")
    literal = _LITERALS[kind](text)
    if literal is None:
        raise _refused(place, f"`{text[:40]}` is no {kind}", "Correct the value, or the type.")
    return literal


def _string(text: str) -> str:
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    inner = text[1:-1] if quoted else text
    escaped = inner.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _number(text: str) -> str | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return f"{value:f}" if value.is_finite() and abs(value.adjusted()) < 30 else None  # noqa: PLR2004  FEEL's digits.


def _boolean(text: str) -> str | None:
    return text if text in {"true", "false"} else None


def _date(text: str) -> str | None:
    match = _DATE.fullmatch(text.strip("\"'"))
    try:
        return f'date("{date.fromisoformat(match[1] or match[2])}")' if match else None
    except ValueError:
        return None


_LITERALS = {"string": _string, "number": _number, "boolean": _boolean, "date": _date}


def _identifier(given: object, place: str) -> str:
    if not isinstance(given, str) or not _IDENTIFIER.fullmatch(given):
        said = f"`{str(given)[:40]}` cannot be a name here"
        raise _refused(place, said, "Use letters, digits and _, and begin with a letter.")
    return given


def _refused(place: str, problem: str, cure: str) -> Invalid:
    return Invalid("bad_otdt", f"{place[:1].upper()}{place[1:]}: {problem}. {cure}", ("file",))
