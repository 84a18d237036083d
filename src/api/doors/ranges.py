"""Which part of a file is asked for, and whether who asks has it already. Pure.

Source: RFC 9110, sections 8.8.3 (entity tags), 13 (conditions), 14 (ranges).
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

#: One range of bytes: from here to there, from here on, or so many at the end.
_RANGE = re.compile(r"bytes=[ \t]*(?:([0-9]+)-([0-9]*)|-([0-9]+))[ \t]*", re.IGNORECASE)

#: No file has a number of bytes with more digits; what does is beyond the end of any.
_DIGITS_MAX = 18


class Beyond(Exception):
    """Nothing of the file lies in the range that is asked for."""


def is_known(headers: Mapping[str, str], tag: str, changed_at: datetime | None) -> bool:
    """Whether who asks says that they have the file as it is: by its tag, else by its date.

    Of None as the date nobody knows when the file changed.
    """
    if (tags := headers.get("if-none-match")) is not None:
        named = {one.strip().removeprefix("W/") for one in tags.split(",")}
        return tag in named or "*" in named
    since = _date(headers.get("if-modified-since", ""))
    return since is not None and changed_at is not None and _second(changed_at) <= since


def is_another(headers: Mapping[str, str], tag: str, changed_at: datetime) -> bool:
    """Whether who asks wants the file only as it was, and it is another by now."""
    if (tags := headers.get("if-match")) is not None:
        return {tag, "*"}.isdisjoint(one.strip() for one in tags.split(","))
    until = _date(headers.get("if-unmodified-since", ""))
    return until is not None and _second(changed_at) > until


def part_of(
    headers: Mapping[str, str], tag: str, changed_at: datetime, size: int
) -> tuple[int, int] | None:
    """Return where the part that is asked for begins and before which byte it ends.

    None for the whole file: where no part is asked for, where it is for a file that is another by
    now (`If-Range`), and for several at once, of which a server may send everything instead.
    Raises `Beyond`.
    """
    asked = _RANGE.fullmatch(headers.get("range", ""))
    if asked is None or not _holds(headers.get("if-range"), tag, changed_at):
        return None
    if asked[3] is not None:
        first, stop = max(size - _number(asked[3]), 0), size
    else:
        first, last = _number(asked[1]), _number(asked[2]) if asked[2] else size
        if last < first and asked[2]:
            return None  # It is no range at all.
        stop = min(last + 1, size)
    if first >= stop:
        raise Beyond
    return first, stop


def _holds(condition: str | None, tag: str, changed_at: datetime) -> bool:
    """Whether what somebody has a part of is the file as it is; a weak tag never says so."""
    if condition is None:
        return True
    return condition.strip() == tag or _date(condition) == _second(changed_at)


def _number(digits: str) -> int:
    plain = digits.lstrip("0") or "0"
    return int(plain) if len(plain) <= _DIGITS_MAX else 10**_DIGITS_MAX


def _date(said: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(said)
    except (ValueError, OverflowError):  # The latter for years and zones beyond all numbers.
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _second(instant: datetime) -> datetime:
    """Return an instant as a header can say it."""
    return instant.replace(microsecond=0)
