"""Facts and results as variables on the wire, the same for OpenText and Flowable. Pure.

A variable is `{name, type, value}`; the types are string, integer, long, double, boolean, date and
json. Source: OpenText's Postman collection; Flowable's Swagger document and REST converters.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from connectors.opentext.errors import Unsuitable
from domain.decision_service import Fact

Variable = dict[str, Any]

#: The ends of Java's int and long.
INTEGER_MAX = 2**31 - 1
LONG_MAX = 2**63 - 1

#: The most rows and results of a row that are read. Ours.
ROWS_MAX = 1_000
RESULTS_MAX = 100

#: What of an answer that cannot be used is quoted, in characters.
QUOTED_MAX = 40


def question(key: str, facts: Mapping[str, Fact]) -> dict[str, Any]:
    """Return the body that asks decision `key`; `Unsuitable` names a fact that cannot be given."""
    return {
        "decisionKey": key,
        "inputVariables": [variable(name, fact) for name, fact in facts.items()],
    }


def variable(name: str, fact: Fact) -> Variable:
    """Return a fact as a variable; one that is not known has the value null."""
    writer = _WRITERS.get(fact.kind)
    if writer is None:
        raise Unsuitable(f"`{name}` is a {fact.kind}, for which there is no type of variable")
    if fact.value is None:
        return {"name": name, "type": _TYPES[fact.kind], "value": None}
    try:
        kind, value = writer(fact.value)
    except (TypeError, ValueError, ArithmeticError) as error:
        raise Unsuitable(f"`{name}` cannot be given as a {fact.kind}: {error}") from error
    return {"name": name, "type": kind, "value": value}


def rows(content: bytes) -> list[dict[str, Any]]:
    """Return the rows of an answer, plain values by output; `Unsuitable` if it cannot be read."""
    try:
        body = json.loads(content, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unsuitable("answered something that is no JSON") from None
    found = body.get("resultVariables") if isinstance(body, dict) else None
    if not isinstance(found, list) or len(found) > ROWS_MAX:
        raise Unsuitable("answered without a list of `resultVariables`")
    return [_row(item) for item in found]


def answer(results: Sequence[Sequence[Variable]]) -> dict[str, Any]:
    """Return the body that `rows` reads: how a service answers."""
    return {"resultVariables": [list(row) for row in results]}


def value_of(name: str, kind: object, value: Any) -> Any:  # noqa: ANN401  JSON is whatever it is.
    """Return a variable's value as plain JSON: numbers are whole, or decimal text."""
    if value is None:
        return None
    reader = _READERS.get(str(kind)) if kind else _plain
    if reader is None:
        raise Unsuitable(f"gave `{name}` the unknown type `{str(kind)[:QUOTED_MAX]}`")
    try:
        return reader(value)
    except (TypeError, ValueError, ArithmeticError):
        quoted = str(value)[:QUOTED_MAX]
        raise Unsuitable(f"gave `{name}` as a {kind}, but it is `{quoted}`") from None


def _row(item: object) -> dict[str, Any]:
    if not isinstance(item, list) or len(item) > RESULTS_MAX:
        raise Unsuitable("answered a row that is no list of variables")
    found: dict[str, Any] = {}
    for one in item:
        name = one.get("name") if isinstance(one, dict) else None
        if not isinstance(name, str) or not name or name in found:
            raise Unsuitable("answered a variable without a name of its own")
        found[name] = value_of(name, one.get("type"), one.get("value"))
    return found


def _number(value: Any) -> tuple[str, int | float]:  # noqa: ANN401  Whatever a fact is.
    exact = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if isinstance(value, bool) or not exact.is_finite():
        raise ValueError("it is no number")
    if exact == exact.to_integral_value() and abs(exact) <= LONG_MAX:
        whole = int(exact)
        return ("integer" if abs(whole) <= INTEGER_MAX else "long"), whole
    near = float(exact)
    if Decimal(repr(near)) != exact:
        raise ValueError("it has more digits than a double holds")
    return "double", near


def _boolean(value: object) -> tuple[str, bool]:
    if not isinstance(value, bool):
        raise TypeError("it is neither true nor false")
    return "boolean", value


def _string(value: object) -> tuple[str, str]:
    if not isinstance(value, str):
        raise TypeError("it is no text")
    return "string", value


def _date(value: object) -> tuple[str, str]:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise TypeError("it is no day")
    return "date", f"{value.isoformat()}T00:00:00Z"


def _instant(value: object) -> tuple[str, str]:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError("it is no instant with a time zone")
    return "date", value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _document(value: object) -> tuple[str, Any]:
    return "json", json.loads(json.dumps(value))


_WRITERS: Mapping[str, Callable[[Any], tuple[str, Any]]] = {
    "number": _number,
    "boolean": _boolean,
    "string": _string,
    "date": _date,
    "date and time": _instant,
    "list": _document,
    "context": _document,
}
_TYPES = {
    "number": "double",
    "boolean": "boolean",
    "string": "string",
    "date": "date",
    "date and time": "date",
    "list": "json",
    "context": "json",
}


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)) or value != int(value):
        raise ValueError
    return int(value)


def _decimal(value: object) -> int | str:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise TypeError
    exact = Decimal(value)
    return int(exact) if exact == exact.to_integral_value() else str(exact.normalize())


def _exactly(wanted: type) -> Callable[[object], Any]:
    def read(value: object) -> object:
        if not isinstance(value, wanted):
            raise TypeError
        return value

    return read


def _plain(value: object) -> Any:  # noqa: ANN401  JSON is whatever it is.
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return _decimal(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    return value


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "string": _exactly(str),
    "boolean": _exactly(bool),
    "date": _exactly(str),
    "instant": _exactly(str),
    "localDate": _exactly(str),
    "localDateTime": _exactly(str),
    "short": _whole,
    "integer": _whole,
    "long": _whole,
    "double": _decimal,
    "bigdecimal": _decimal,
    "json": _plain,
}
