"""Functions of numbers."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)

from domain.decisions.dmn.feel.builtins.signature import builtin
from domain.decisions.dmn.feel.numbers import CONTEXT, whole
from domain.decisions.dmn.feel.values import Value
from domain.decisions.dmn.limits import EXPONENT_MAX


def rounded(value: Decimal, scale: Decimal, way: str) -> Decimal | None:
    """Return a number rounded to `scale` digits after the point; negative: before it."""
    digits = whole(scale)
    if digits is None or abs(digits) > EXPONENT_MAX:
        return None
    if -int(value.as_tuple().exponent) <= digits:
        return value
    try:
        return value.quantize(Decimal((0, (1,), -digits)), rounding=way, context=CONTEXT)
    except DecimalException:
        return None


@builtin("decimal(n: number, scale: number) -> number")
def _decimal(n: Decimal, scale: Decimal) -> Value:
    return rounded(n, scale, ROUND_HALF_EVEN)


@builtin("floor(n: number, scale?: number) -> number")
def _floor(n: Decimal, scale: Decimal | None = None) -> Value:
    return rounded(n, scale or Decimal(0), ROUND_FLOOR)


@builtin("ceiling(n: number, scale?: number) -> number")
def _ceiling(n: Decimal, scale: Decimal | None = None) -> Value:
    return rounded(n, scale or Decimal(0), ROUND_CEILING)


@builtin("round up(n: number, scale: number) -> number")
def _round_up(n: Decimal, scale: Decimal) -> Value:
    return rounded(n, scale, ROUND_UP)


@builtin("round down(n: number, scale: number) -> number")
def _round_down(n: Decimal, scale: Decimal) -> Value:
    return rounded(n, scale, ROUND_DOWN)


@builtin("round half up(n: number, scale: number) -> number")
def _round_half_up(n: Decimal, scale: Decimal) -> Value:
    return rounded(n, scale, ROUND_HALF_UP)


@builtin("round half down(n: number, scale: number) -> number")
def _round_half_down(n: Decimal, scale: Decimal) -> Value:
    return rounded(n, scale, ROUND_HALF_DOWN)


@builtin("modulo(dividend: number, divisor: number) -> number")
def _modulo(dividend: Decimal, divisor: Decimal) -> Value:
    try:
        rest = CONTEXT.remainder(dividend, divisor)
        # Its sign is the divisor's, as of `dividend - divisor * floor(dividend / divisor)`.
        apart = bool(rest) and (rest < 0) != (divisor < 0)
        return CONTEXT.add(rest, divisor) if apart else rest
    except DecimalException:
        return None


@builtin("sqrt(number: number) -> number")
def _sqrt(number: Decimal) -> Value:
    try:
        return CONTEXT.sqrt(number)
    except DecimalException:
        return None


@builtin("log(number: number) -> number")
def _log(number: Decimal) -> Value:
    if number <= 0:
        return None
    return CONTEXT.ln(number)


@builtin("exp(number: number) -> number")
def _exp(number: Decimal) -> Value:
    try:
        return CONTEXT.exp(number)
    except DecimalException:
        return None


@builtin("odd(number: number) -> boolean")
def _odd(number: Decimal) -> Value:
    found = whole(number)
    return None if found is None else found % 2 == 1


@builtin("even(number: number) -> boolean")
def _even(number: Decimal) -> Value:
    found = whole(number)
    return None if found is None else found % 2 == 0
