"""Dates as list 55 of ONIX writes them: the first and the last day they may mean."""

import calendar
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache

from connectors.onix.trouble import Bad
from domain.errors import Invalid
from domain.instants import beyond, in_utc

Span = tuple[date, date]

_SENT = re.compile(r"(\d{8})(?:T(\d{4}(?:\d{2})?)(Z|[+-]\d{4})?)?")


def span(form: str, said: str) -> Span | None:
    """Return the first and last day of a date in a form of list 55; None if it is in words.

    Without a form it is known by its length. `Bad` if it is no date.
    """
    form = form or {4: "05", 6: "01"}.get(len(said), "00")
    if form in _SPREAD:
        half = len(said) // 2
        begin, end = span(_SPREAD[form], said[:half]), span(_SPREAD[form], said[half:])
        if begin and end and begin[0] <= end[1] and len(said) % 2 == 0:
            return begin[0], end[1]
        raise _bad(form, said)
    reader = _FORMS.get(form)
    if reader is None:
        return None
    try:
        found = reader(said)
    except (ValueError, OverflowError) as error:
        raise _bad(form, said) from error
    if any(map(beyond, found)):
        raise _bad(form, said)
    return found


def instant(said: str) -> datetime | None:
    """Return when a message was sent; None if that cannot be read. Without a zone it is UTC."""
    found = _SENT.fullmatch(said)
    if found is None:
        return None
    day, time, zone = found.groups()
    text = f"{day}{(time or '0000').ljust(6, '0')}{'+0000' if zone in {None, 'Z'} else zone}"
    try:
        return in_utc(datetime.strptime(text, "%Y%m%d%H%M%S%z"))
    except (ValueError, Invalid):
        return None


def _numbers(said: str, *lengths: int) -> list[int]:
    if len(said) != sum(lengths) or not (said.isascii() and said.isdigit()):
        raise ValueError(said)
    found, place = [], 0
    for length in lengths:
        found.append(int(said[place : place + length]))
        place += length
    return found


@lru_cache(maxsize=4_096)
def _day(said: str) -> Span:
    one = date(*_numbers(said, 4, 2, 2))
    return one, one


def _moment(said: str) -> Span:
    return _day(said.partition("T")[0])


def _month(said: str) -> Span:
    year, month = _numbers(said, 4, 2)
    first = date(year, month, 1)
    return first, date(year, month, calendar.monthrange(year, month)[1])


def _week(said: str) -> Span:
    year, week = _numbers(said, 4, 2)
    first = date.fromisocalendar(year, week, 1)
    return first, first + timedelta(days=6)


def _quarter(said: str) -> Span:
    year, quarter = _numbers(said, 4, 1)
    month = 3 * quarter
    return date(year, month - 2, 1), date(year, month, calendar.monthrange(year, month)[1])


def _year(said: str) -> Span:
    (year,) = _numbers(said, 4)
    return date(year, 1, 1), date(year, 12, 31)


#: Seasons differ between the halves of the world, and calendars between peoples: said in words.
_FORMS: dict[str, Callable[[str], Span]] = {
    "00": _day,
    "01": _month,
    "02": _week,
    "03": _quarter,
    "05": _year,
    "13": _moment,
    "14": _moment,
}
_SPREAD = {"06": "00", "07": "01", "08": "02", "09": "03", "11": "05"}


def _bad(form: str, said: str) -> Bad:
    return Bad(
        f"`{said[:40]}` is no date of form {form} of list 55",
        "Have the sender correct it, or name its form in `dateformat`.",
    )
