"""FEEL's values, their kinds, and their comparison in three-valued logic.

A value is a `Decimal`, `str`, `bool`, `date`, `time`, `datetime`, `timedelta` (days and time),
`Months` (years and months), list, dict (context), `Range`, `Function` or None. A comparison of
values of different kinds, or with null, is None: neither true nor false. Source: DMN 1.3, tables
42, 51 and 53.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from domain.decisions.dmn.feel.numbers import number_from

#: A FEEL value.
Value: TypeAlias = object


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """A duration of years and months, as whole months."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """`[low..high]`. An end that is None is without bound, where `low_closed` is False too."""

    low: Value
    high: Value
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class Function:
    """A function as a value: parameter names, and what calls it with values in their order."""

    parameters: tuple[str, ...]
    call: Callable[..., Value]


@dataclass(frozen=True, slots=True)
class Unknown:
    """What was given and is no FEEL value, such as a number that is not finite: its type."""

    type: str


#: FEEL's names of the kinds of value.
KINDS: dict[type, str] = {
    bool: "boolean",
    Decimal: "number",
    str: "string",
    datetime: "date and time",
    date: "date",
    time: "time",
    timedelta: "days and time duration",
    Months: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    Function: "function",
}

ORDERED = frozenset({Decimal, str, datetime, date, time, timedelta, Months})


def kind_of(value: Value) -> str:
    """Return FEEL's name for the kind of `value`; `null` for None."""
    return "null" if value is None else KINDS.get(type(value), "unknown")


_AS_THEY_ARE = frozenset({type(None), str, bool, date, datetime, time, timedelta, Months})


def from_python(value: object) -> Value:
    """Return `value` as FEEL knows it: whole and floating numbers become decimals.

    What FEEL cannot hold becomes `Unknown`, which equals nothing and fits no type.
    """
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, (int, float, Decimal)):
        found = number_from(value)
        return Unknown(type(value).__name__) if found is None else found
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [from_python(item) for item in value]
    if isinstance(value, dict):
        return {str(name): from_python(item) for name, item in value.items()}
    return value if type(value) in KINDS else Unknown(type(value).__name__)


def moving_zone(value: time) -> str:
    """Return the zone of a time whose offset moves with the day, as in `@Europe/Paris`; or ``.

    Without a day such a time has no offset: it is comparable only within its zone.
    """
    moves = value.tzinfo is not None and value.utcoffset() is None
    return str(value.tzinfo) if moves else ""


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are the same; None where they cannot be compared."""
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is not type(right) or kind not in KINDS:
        return None
    if kind is list:
        return _equal_lists(left, right)  # type: ignore[arg-type]
    if kind is dict:
        return _equal_contexts(left, right)  # type: ignore[arg-type]
    if kind is time and moving_zone(left) != moving_zone(right):  # type: ignore[arg-type]
        return False
    return left == right


def _equal_lists(left: list[Value], right: list[Value]) -> bool:
    return len(left) == len(right) and all(
        same(one, two) for one, two in zip(left, right, strict=True)
    )


def _equal_contexts(left: dict[str, Value], right: dict[str, Value]) -> bool:
    return left.keys() == right.keys() and all(same(left[name], right[name]) for name in left)


def same(left: Value, right: Value) -> bool:
    """Whether two values are the same; False where they cannot be compared."""
    return equal(left, right) is True


def unequal(left: Value, right: Value) -> bool | None:
    """FEEL's `!=`."""
    return negated(equal(left, right))


def ordered(test: Callable[[Any, Any], bool]) -> Callable[[Value, Value], bool | None]:
    """Return `test` (such as `operator.lt`) as a three-valued comparison."""

    def compare(left: Value, right: Value) -> bool | None:
        kind = type(left)
        if kind is not type(right) or kind not in ORDERED:
            return None
        if kind is time and moving_zone(left) != moving_zone(right):  # type: ignore[arg-type]
            return None
        try:
            return test(left, right)
        except TypeError:  # An instant with a zone and one without have no order.
            return None

    return compare


#: The comparison that stands behind each mark.
COMPARE: dict[str, Callable[[Value, Value], bool | None]] = {
    "=": equal,
    "!=": unequal,
    "<": ordered(operator.lt),
    "<=": ordered(operator.le),
    ">": ordered(operator.gt),
    ">=": ordered(operator.ge),
}


def within(value: Value, low: Value, high: Value, ends: tuple[bool, bool]) -> bool | None:
    """Whether `value` lies between; `ends` say whether `low` and `high` belong."""
    above = COMPARE[">=" if ends[0] else ">"](value, low)
    if above is False:
        return False
    return both(above, COMPARE["<=" if ends[1] else "<"](value, high))


def in_range(value: Value, found: Range) -> bool | None:
    """Whether `value` lies in a range, of which one end may be without bound."""
    if found.low is None:
        return COMPARE["<=" if found.high_closed else "<"](value, found.high)
    if found.high is None:
        return COMPARE[">=" if found.low_closed else ">"](value, found.low)
    return within(value, found.low, found.high, (found.low_closed, found.high_closed))


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
