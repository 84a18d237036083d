"""Functions that make values of one kind from values of another."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

from domain.decisions.dmn.feel import numbers, temporal
from domain.decisions.dmn.feel.builtins.signature import builtin
from domain.decisions.dmn.feel.lexer import unescaped
from domain.decisions.dmn.feel.values import COMPARE, Months, Range, Value
from domain.decisions.dmn.limits import CHARACTERS_MAX, TEXT_LENGTH_MAX

_NUMBER_LENGTH_MAX = 200


@builtin("date(from: string) -> date")
def _date(text: str) -> Value:
    return temporal.read_date(text)


@builtin("date(from: day) -> date")
def _date_of(day: date) -> Value:
    return day.date() if isinstance(day, datetime) else day


@builtin("date(year: number, month: number, day: number) -> date")
def _date_from(year: Decimal, month: Decimal, day: Decimal) -> Value:
    parts = [numbers.whole(part) for part in (year, month, day)]
    try:
        return date(*[part for part in parts if part is not None]) if None not in parts else None
    except (ValueError, OverflowError):
        return None


@builtin("time(from: string) -> time")
def _time(text: str) -> Value:
    return temporal.read_time(text)


@builtin("time(from: clock) -> time")
def _time_of(clock: time | datetime) -> Value:
    return clock.timetz() if isinstance(clock, datetime) else clock


@builtin(
    "time(hour: number, minute: number, second: number, offset?: days and time duration) -> time"
)
def _time_from(
    hour: Decimal, minute: Decimal, second: Decimal, offset: timedelta | None = None
) -> Value:
    scaled = numbers.multiply(second, Decimal(1_000_000))
    if scaled is None or not 0 <= second < 60:  # noqa: PLR2004  A clock.
        return None
    whole, micros = divmod(int(scaled), 1_000_000)
    hours, minutes = numbers.whole(hour), numbers.whole(minute)
    if hours is None or minutes is None:
        return None
    try:
        zone = None if offset is None else timezone(offset)
        return time(hours, minutes, whole, micros, zone)
    except (ValueError, OverflowError):
        return None


@builtin("date and time(from: string) -> date and time")
def _instant(text: str) -> Value:
    return temporal.read_instant(text)


@builtin("date and time(date: day, time: clock) -> date and time")
def _instant_from(day: date, clock: time | datetime) -> Value:
    when = clock.timetz() if isinstance(clock, datetime) else clock
    return datetime.combine(day.date() if isinstance(day, datetime) else day, when)


@builtin("date and time(from: day) -> date and time")
def _instant_of(day: date) -> Value:
    return day if isinstance(day, datetime) else datetime.combine(day, time())


@builtin("duration(from: string) -> any")
def _duration(text: str) -> Value:
    return temporal.read_duration(text)


@builtin("duration(from: duration) -> any")
def _duration_of(length: Value) -> Value:
    return length


@builtin("years and months duration(from: day, to: day) -> years and months duration")
def _months_between(begin: date, end: date) -> Value:
    count = (end.year - begin.year) * 12 + end.month - begin.month
    if count > 0 and end.day < begin.day:
        count -= 1
    elif count < 0 and end.day > begin.day:
        count += 1
    return temporal.months(count)


_TEXT = r'"((?:[^"\\]|\\.)*)"'
_COUNT = r"(-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
_END = rf"(?:{_COUNT}|(@)?{_TEXT}|(date and time|date|time|duration)\({_TEXT}\))"
_RANGE = re.compile(
    rf"([\[\](])\s*(?:(?P<low>{_END})\s*)?\.\.\s*(?:(?P<high>{_END})\s*)?([\])\[])", re.DOTALL
)
_READ: dict[str, Callable[[str], Value]] = {
    "@": temporal.read,
    "date": temporal.read_date,
    "time": temporal.read_time,
    "date and time": temporal.read_instant,
    "duration": temporal.read_duration,
}


@builtin("range(from: string) -> range")
def _range(text: str) -> Value:
    """Return the range that a text writes, such as `[18..21)`; an end left out is without bound."""
    found = _RANGE.fullmatch(text.strip()) if len(text) <= TEXT_LENGTH_MAX else None
    if found is None:
        return None
    low, high = (_end(found[name]) for name in ("low", "high"))
    closed = found[1] == "[", found[0][-1] == "]"
    if any(found[name] and end is None for name, end in (("low", low), ("high", high))):
        return None
    if low is None or high is None:
        without = closed[0] if low is None else closed[1]
        return None if without or low is high else Range(low, high, *closed)
    return Range(low, high, *closed) if COMPARE["<="](low, high) else None


def _end(written: str | None) -> Value:
    """Return the constant that an end of a range is."""
    found = re.fullmatch(_END, written, re.DOTALL) if written else None
    if found is None:
        return None
    if found[1]:
        return _parsed(found[1])
    text = unescaped(found[3] if found[4] is None else found[5])
    return text if not (found[2] or found[4]) else _READ[found[2] or found[4]](text)


@builtin("number(from: string) -> number")
def _number(text: str) -> Value:
    return _parsed(text)


@builtin("number(from: string, grouping separator!: string, decimal separator!: string) -> number")
def _number_from(text: str, grouping: str | None, point: str | None) -> Value:
    if grouping not in {None, " ", ",", "."} or point not in {None, ",", "."}:
        return None
    if grouping is not None and grouping == point:
        return None
    plain = text.replace(grouping, "") if grouping else text
    if point == ",":
        plain = "x" if "." in plain else plain.replace(",", ".")
    return _parsed(plain)


def _parsed(text: str) -> Decimal | None:
    digits = text.removeprefix("-")
    known = digits[:1].isdigit() or digits[:1] == "."
    safe = text.isascii() and "_" not in text and len(text) <= _NUMBER_LENGTH_MAX
    return numbers.parsed(text) if known and safe and text == text.strip() else None


@builtin("string(from: any) -> string")
def _string(value: Value) -> Value:
    return text_of(value)


def text_of(value: Value) -> str | None:
    """Return a value as FEEL writes it; None for functions and texts beyond all measure."""
    parts: list[str] = []
    length = 0
    for part in _parts(value):
        parts.append(part)
        length += len(part)
        if length > CHARACTERS_MAX:
            return None
    return "".join(parts)


def _parts(value: Value, *, within: bool = False) -> "list[str]":
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return [f'"{escaped}"' if within else value]
    if isinstance(value, list):
        inner = [["[" if not at else ", ", *_parts(v, within=True)] for at, v in enumerate(value)]
        return [*(part for parts in inner for part in parts), "]"] if inner else ["[]"]
    if isinstance(value, dict):
        inner = [
            [f"{'{' if not at else ', '}{name}: ", *_parts(v, within=True)]
            for at, (name, v) in enumerate(value.items())
        ]
        return [*(part for parts in inner for part in parts), "}"] if inner else ["{}"]
    return [_written(value)]


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return numbers.plain(value)
    if isinstance(value, (date, time, timedelta, Months)):
        return temporal.written(value)
    if isinstance(value, Range):
        return _written_range(value)
    return "null"


def _written_range(value: Range) -> str:
    low = "" if value.low is None else "".join(_parts(value.low, within=True))
    high = "" if value.high is None else "".join(_parts(value.high, within=True))
    return f"{'[' if value.low_closed else '('}{low}..{high}{']' if value.high_closed else ')'}"
