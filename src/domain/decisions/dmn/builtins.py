"""The functions of FEEL that decision tables call. Each is total: None where it has no answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from re import fullmatch

from domain.decisions.dmn import values
from domain.decisions.dmn.values import Value

#: The most values a function with an open number of them takes.
VALUES_MAX = 100


@dataclass(frozen=True, slots=True)
class Builtin:
    """A function: what it does, how many values it takes, and the kind it gives if fixed."""

    call: Callable[..., Value]
    least: int
    most: int
    kind: str | None


def _date(text: Value) -> Value:
    if isinstance(text, datetime):
        return text.date()
    return _parsed(date.fromisoformat, text)


def _time(text: Value) -> Value:
    return text.timetz() if isinstance(text, datetime) else _parsed(time.fromisoformat, text)


def _date_and_time(text: Value) -> Value:
    return _parsed(datetime.fromisoformat, text)


def _parsed(parse: Callable[[str], Value], text: Value) -> Value:
    try:
        return parse(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _duration(text: Value) -> Value:
    if not isinstance(text, str):
        return None
    form = r"(-)?P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6}(?:\.\d+)?)S)?)?"
    match = fullmatch(form, text)
    if match is None or not any(match.groups()[1:]):
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] else length


def _number(text: Value) -> Value:
    try:
        return Decimal(text) if isinstance(text, str) else None
    except InvalidOperation:
        return None


def _rounded(way: str) -> Callable[[Value], Value]:
    def rounded(value: Value) -> Value:
        if not isinstance(value, Decimal):
            return None
        return value.to_integral_value(rounding=way)

    return rounded


def _abs(value: Value) -> Value:
    return abs(value) if isinstance(value, Decimal) else None


def _over_numbers(fold: Callable[[list[Decimal]], Value]) -> Callable[..., Value]:
    def folded(*given: Value) -> Value:
        items = given[0] if len(given) == 1 and isinstance(given[0], list) else list(given)
        numbers = [item for item in items if isinstance(item, Decimal)]
        return fold(numbers) if numbers and len(numbers) == len(items) else None

    return folded


def _text(work: Callable[..., Value]) -> Callable[..., Value]:
    def worked(*given: Value) -> Value:
        return work(*given) if all(isinstance(item, str) for item in given) else None

    return worked


def _count(items: Value) -> Value:
    return Decimal(len(items)) if isinstance(items, list) else None


BUILTINS: dict[str, Builtin] = {
    "date": Builtin(_date, 1, 1, "date"),
    "time": Builtin(_time, 1, 1, "time"),
    "date and time": Builtin(_date_and_time, 1, 1, "date and time"),
    "duration": Builtin(_duration, 1, 1, "duration"),
    "number": Builtin(_number, 1, 1, "number"),
    "not": Builtin(values.negated, 1, 1, "boolean"),
    "floor": Builtin(_rounded(ROUND_FLOOR), 1, 1, "number"),
    "ceiling": Builtin(_rounded(ROUND_CEILING), 1, 1, "number"),
    "abs": Builtin(_abs, 1, 1, "number"),
    "sum": Builtin(_over_numbers(lambda items: sum(items, Decimal(0))), 1, VALUES_MAX, "number"),
    "min": Builtin(_over_numbers(min), 1, VALUES_MAX, "number"),
    "max": Builtin(_over_numbers(max), 1, VALUES_MAX, "number"),
    "count": Builtin(_count, 1, 1, "number"),
    "contains": Builtin(_text(lambda text, part: part in text), 2, 2, "boolean"),
    "starts with": Builtin(_text(lambda text, part: text.startswith(part)), 2, 2, "boolean"),
    "ends with": Builtin(_text(lambda text, part: text.endswith(part)), 2, 2, "boolean"),
    "string length": Builtin(_text(lambda text: Decimal(len(text))), 1, 1, "number"),
    "upper case": Builtin(_text(str.upper), 1, 1, "string"),
    "lower case": Builtin(_text(str.lower), 1, 1, "string"),
}
