"""FEEL's numbers: decimals of 34 digits, computed in a context of their own.

Every function is total: what has no answer, or one too large, is None. The context of the
surrounding program is never touched. Source: DMN 1.3, 10.3.2.3.1.
"""

from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

from domain.decisions.dmn.limits import DIGITS, EXPONENT_MAX

#: The context of all arithmetic here. Shared: only its flags change, and nobody reads them.
CONTEXT = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-EXPONENT_MAX + 1,
    Emax=EXPONENT_MAX,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)

_SMALL = 10**DIGITS
_EXACT_MAX = Decimal(_SMALL)


def number_from(value: float | Decimal) -> Decimal | None:
    """Return a Python number as FEEL's, rounded to 34 digits; None if it is not finite."""
    if type(value) is int and -_SMALL < value < _SMALL:
        return Decimal(value)
    try:
        # Through its shortest text, for 0.1 means 0.1.
        found = Decimal(repr(value)) if isinstance(value, float) else value
        made = CONTEXT.create_decimal(found)
    except (DecimalException, ValueError):
        return None
    return made if made.is_finite() else None


def parsed(text: str) -> Decimal | None:
    """Return the number that `text` writes, in FEEL's own form."""
    try:
        found = CONTEXT.create_decimal(text)
    except (DecimalException, ValueError):
        return None
    return found if found.is_finite() else None


def add(left: Decimal, right: Decimal) -> Decimal | None:
    """Return the sum."""
    try:
        return CONTEXT.add(left, right)
    except DecimalException:
        return None


def subtract(left: Decimal, right: Decimal) -> Decimal | None:
    """Return the difference."""
    try:
        return CONTEXT.subtract(left, right)
    except DecimalException:
        return None


def multiply(left: Decimal, right: Decimal) -> Decimal | None:
    """Return the product."""
    try:
        return CONTEXT.multiply(left, right)
    except DecimalException:
        return None


def divide(left: Decimal, right: Decimal) -> Decimal | None:
    """Return the quotient; None if `right` is zero."""
    try:
        return CONTEXT.divide(left, right)
    except DecimalException:
        return None


def power(left: Decimal, right: Decimal) -> Decimal | None:
    """Return `left` to the power of `right`; None where there is no real answer."""
    try:
        found = CONTEXT.power(left, right)
    except DecimalException:
        return None
    return found if found.is_finite() else None


def whole(value: object) -> int | None:
    """Return a number as an int if it is a whole one of at most 34 digits."""
    if not isinstance(value, Decimal) or value.copy_abs() >= _EXACT_MAX:
        return None
    return int(value) if value == value.to_integral_value() else None


def plain(value: Decimal) -> str:
    """Return a number as FEEL writes it: without exponent and idle zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
