"""Facts as text, and back: how they are kept with a decision, and written in test cases. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

#: What a table may call a length of days, hours, minutes and seconds.
_LENGTHS = ("duration", "days and time duration")

_TRUTHS = {"true": True, "false": False}
_DURATION = re.compile(
    r"(-)?P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6}(?:\.\d+)?)S)?)?"
)


def revived(kind: str | None, text: str) -> object:
    """Return the fact of `kind` that `text` stands for; `ValueError` says why it is none.

    Where a table says nothing of the kind, what is JSON is taken as such, and anything else as
    a string.
    """
    reader = _READERS.get(kind or "")
    if reader is not None:
        return reader(text)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def kept(kinds: Mapping[str, str | None], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts that were kept as JSON as they were judged, by the kinds a table wants.

    What cannot be read so stays as it is, for the table to say that it is of another kind.
    """
    return {name: _kept(kinds.get(name), value) for name, value in facts.items()}


def _kept(kind: str | None, value: Any) -> Any:  # noqa: ANN401  JSON is whatever it is.
    reader = _OF_TEXT.get(kind or "") if isinstance(value, str) else None
    if reader is not None:
        try:
            return reader(value)
        except ValueError:
            return value
    if kind in _LENGTHS and isinstance(value, (int, float)):
        return timedelta(seconds=value)
    return value


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("which is no number such as 12.5") from error
    if not value.is_finite():
        raise ValueError("which is no number such as 12.5")
    return value


def _boolean(text: str) -> bool:
    if text not in _TRUTHS:
        raise ValueError("which is neither true nor false")
    return _TRUTHS[text]


def _duration(text: str) -> timedelta:
    match = _DURATION.fullmatch(text)
    if match is None or not any(match.groups()[1:]):
        raise ValueError("which is no duration such as P1DT2H")
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] else length


def _as(parse: Callable[[str], object], example: str) -> Callable[[str], object]:
    def read(text: str) -> object:
        try:
            return parse(text)
        except ValueError as error:
            raise ValueError(f"which is not written like {example}") from error

    return read


_OF_TEXT: dict[str, Callable[[str], object]] = {
    "number": _number,
    "date": _as(date.fromisoformat, "2026-11-21"),
    "time": _as(time.fromisoformat, "09:30:00"),
    "date and time": _as(datetime.fromisoformat, "2026-11-21T09:30:00Z"),
}
_READERS: dict[str, Callable[[str], object]] = _OF_TEXT | {
    "string": str,
    "boolean": _boolean,
    **dict.fromkeys(_LENGTHS, _duration),
}
