"""FEEL's values and their comparison, in three-valued logic.

A value is a `Decimal`, `str`, `bool`, `date`, `time`, `datetime`, `timedelta`, a list, a dict
(context) or None. A comparison of values of different kinds, or with None, is None: neither true
nor false. Source: DMN 1.3, tables 42 and 53.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

#: A FEEL value.
Value = object

#: FEEL's names of the kinds of value.
KINDS: dict[type, str] = {
    bool: "boolean",
    Decimal: "number",
    str: "string",
    datetime: "date and time",
    date: "date",
    time: "time",
    timedelta: "duration",
    list: "list",
    dict: "context",
}


def kind_of(value: Value) -> str:
    """Return FEEL's name for the kind of `value`; `null` for None."""
    return "null" if value is None else KINDS.get(type(value), "unknown")


def from_python(value: Value) -> Value:
    """Return `value` as FEEL knows it: whole and floating numbers become decimals."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, (list, tuple)):
        return [from_python(item) for item in value]
    if isinstance(value, dict):
        return {str(name): from_python(item) for name, item in value.items()}
    return value


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are the same; None where they cannot be compared."""
    if left is None or right is None:
        return left is right
    if type(left) is not type(right):
        return None
    return left == right


def ordered(test: Callable[[Any, Any], bool]) -> Callable[[Value, Value], bool | None]:
    """Return `test` (such as `operator.lt`) as a three-valued comparison."""

    def compare(left: Value, right: Value) -> bool | None:
        if left is None or right is None or type(left) is not type(right):
            return None
        if isinstance(left, (bool, list, dict)):
            return None
        try:
            return test(left, right)
        except TypeError:  # An instant with a zone and one without have no order.
            return None

    return compare


def both(left: Value, right: Value) -> bool | None:
    """FEEL's `and`."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def either(left: Value, right: Value) -> bool | None:
    """FEEL's `or`."""
    if left is True or right is True:
        return True
    return False if left is False and right is False else None


def negated(value: Value) -> bool | None:
    """FEEL's `not`."""
    return (not value) if isinstance(value, bool) else None
