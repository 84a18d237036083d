"""Dates, times and durations: reading, writing, and their properties.

Years run from 1 to 9999 and fractions of a second to six digits; what lies beyond is None.
Source: DMN 1.3, 10.3.2.3.4 to 10.3.2.3.8 and table 65.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.decisions.dmn.feel.numbers import CONTEXT, plain
from domain.decisions.dmn.feel.values import Months, Value

_DATE = r"(\d{4})-(\d{2})-(\d{2})"
_TIME = r"(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?"
_ZONE = r"(Z|[+-]\d{2}:\d{2}(?::\d{2})?|@[A-Za-z0-9_+/-]{1,64})?"
_DATES = re.compile(_DATE, re.ASCII)
_TIMES = re.compile(rf"T?{_TIME}{_ZONE}", re.ASCII)
_INSTANTS = re.compile(rf"({_DATE})(?:T({_TIME}{_ZONE}))?", re.ASCII)
_DAYS = re.compile(
    r"(-)?P(?:(\d{1,9})D)?(?:(T)(?:(\d{1,9})H)?(?:(\d{1,12})M)?(?:(\d{1,12})(?:\.(\d{1,9}))?S)?)?",
    re.ASCII,
)
_MONTHS = re.compile(r"(-)?P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?", re.ASCII)
_MONTHS_MAX = 12 * 999_999_999


def read_date(text: str) -> date | None:
    """Return the date `2026-11-21`."""
    found = _DATES.fullmatch(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """Return the time `10:00:00`, with a fraction, `Z`, an offset or `@Europe/Paris`."""
    found = _TIMES.fullmatch(text)
    if found is None:
        return None
    micros = _micros(found[4])
    zone = read_zone(found[5])
    if micros is None or (found[5] and zone is None):
        return None
    try:
        return time(int(found[1]), int(found[2]), int(found[3]), micros, zone)
    except ValueError:
        return None


def read_instant(text: str) -> datetime | None:
    """Return the date and time `2026-11-21T10:00:00`; a date alone is its midnight."""
    found = _INSTANTS.fullmatch(text)
    if found is None:
        return None
    day, clock = read_date(found[1]), read_time(found[5]) if found[5] else time()
    return datetime.combine(day, clock) if day is not None and clock is not None else None


def read_duration(text: str) -> timedelta | Months | None:
    """Return the duration `P1DT2H` or `P1Y2M`."""
    if found := _MONTHS.fullmatch(text):
        if found[2] is None and found[3] is None:
            return None
        return months(_signed(found[1], int(found[2] or 0) * 12 + int(found[3] or 0)))
    found = _DAYS.fullmatch(text)
    clock = found is not None and any((found[4], found[5], found[6]))
    if found is None or not (found[2] or clock) or (found[3] and not clock):
        return None
    return _length(found)


def _length(found: re.Match[str]) -> timedelta | None:
    micros = _micros(found[7])
    if micros is None:
        return None
    try:
        length = timedelta(
            days=int(found[2] or 0),
            hours=int(found[4] or 0),
            minutes=int(found[5] or 0),
            seconds=int(found[6] or 0),
            microseconds=micros,
        )
        return -length if found[1] else length
    except OverflowError:
        return None


def read(text: str) -> Value:
    """Return what `@"text"` means, or None."""
    readers = (read_date, read_time, read_instant, read_duration)
    return next((found for read in readers if (found := read(text)) is not None), None)


def months(count: int) -> Months | None:
    """Return a duration of years and months, if it is not beyond all measure."""
    return Months(count) if abs(count) <= _MONTHS_MAX else None


def read_zone(text: str | None) -> tzinfo | None:
    """Return the zone that `Z`, `+02:00` or `@Europe/Paris` names."""
    if not text:
        return None
    if text == "Z":
        return UTC
    if text.startswith("@"):
        try:
            return ZoneInfo(text[1:])
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None
    hours, minutes, seconds = ([int(part) for part in text[1:].split(":")] + [0])[:3]
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    beyond = minutes > 59 or seconds > 59 or length > timedelta(hours=18)  # noqa: PLR2004  A clock.
    return None if beyond else timezone(-length if text[0] == "-" else length)


def _micros(fraction: str | None) -> int | None:
    """Return a fraction of a second; None if it is finer than we keep."""
    if not fraction:
        return 0
    return int(fraction.ljust(6, "0")[:6]) if not fraction[6:].strip("0") else None


def _signed(sign: str | None, count: int) -> int:
    return -count if sign else count


# --- writing ---


def written(value: date | time | timedelta | Months) -> str:
    """Return a temporal value as FEEL writes it."""
    if isinstance(value, Months):
        return _written_months(value.months)
    if isinstance(value, timedelta):
        return _written_duration(value)
    if isinstance(value, datetime):
        return f"{value.date().isoformat()}T{written(value.timetz())}"
    if isinstance(value, date):
        return value.isoformat()
    clock = value.replace(tzinfo=None).isoformat()
    if "." in clock:
        clock = clock.rstrip("0")
    return clock + _written_zone(value.tzinfo)


def _written_zone(zone: tzinfo | None) -> str:
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    text = str(time(tzinfo=zone).isoformat())[8:]
    return "Z" if zone is UTC else text


def _written_months(count: int) -> str:
    years, rest = divmod(abs(count), 12)
    text = (f"{years}Y" if years else "") + (f"{rest}M" if rest or not years else "")
    return ("-P" if count < 0 else "P") + text


def _written_duration(value: timedelta) -> str:
    size = abs(value)
    hours, rest = divmod(size.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    exact = plain(_seconds(seconds, size.microseconds))
    clock = "".join(
        f"{part}{mark}"
        for part, mark in ((str(hours), "H"), (str(minutes), "M"), (exact, "S"))
        if part != "0"
    )
    days = f"{size.days}D" if size.days else ""
    text = days + (f"T{clock}" if clock else "")
    return ("-P" if value < timedelta() else "P") + (text or "T0S")


# --- properties ---


def part_of(value: Value, name: str) -> Value:
    """Return the property `name` of a temporal value, such as `year` or `time offset`."""
    if isinstance(value, Months):
        years, rest = divmod(abs(value.months), 12)
        sign = -1 if value.months < 0 else 1
        return _number({"years": sign * years, "months": sign * rest}.get(name))
    if isinstance(value, timedelta):
        return _number(_duration_parts(value).get(name))
    found: Value = None
    if isinstance(value, date):
        day = {"year": value.year, "month": value.month, "day": value.day}
        found = _number((day | {"weekday": value.isoweekday()}).get(name))
    if found is None and isinstance(value, (datetime, time)):
        found = _clock_part(value, name)
    return found


def _clock_part(value: datetime | time, name: str) -> Value:
    if name in {"hour", "minute"}:
        return Decimal(int(getattr(value, name)))
    if name == "second":
        return _seconds(value.second, value.microsecond)
    if name == "time offset":
        return value.utcoffset()
    if name == "timezone" and isinstance(value.tzinfo, ZoneInfo):
        return value.tzinfo.key
    return None


def _duration_parts(value: timedelta) -> dict[str, int | Decimal]:
    size, sign = abs(value), -1 if value < timedelta() else 1
    hours, rest = divmod(size.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return {
        "days": sign * size.days,
        "hours": sign * hours,
        "minutes": sign * minutes,
        "seconds": _seconds(sign * seconds, sign * size.microseconds),
    }


def _seconds(whole: int, micros: int) -> Decimal:
    return CONTEXT.divide(Decimal(whole * 1_000_000 + micros), Decimal(1_000_000))


def _number(value: int | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)


#: The properties of temporal values, and the kinds of value that they have.
PARTS: dict[str, str] = {
    **dict.fromkeys(
        ("year", "month", "day", "weekday", "hour", "minute", "second"),
        "number",
    ),
    **dict.fromkeys(("years", "months", "days", "hours", "minutes", "seconds"), "number"),
    "time offset": "days and time duration",
    "timezone": "string",
}
