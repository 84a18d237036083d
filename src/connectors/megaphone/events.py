"""Megaphone's event files, counted by day and episode while they are read.

A row is one download, or one ad that was delivered, with the address of who heard it. Of a row its
day, its episode and that it counts are looked at; nothing else of it leaves this file. Written from
the fields of the older export that are known; of version 2 little more than `impression_type` is.
"""

import gzip
import io
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from domain.errors import Invalid
from domain.metrics.model import Line, Problem

#: How many characters are read at once, and how long one row may be.
CHUNK, ROW_MAX = 1 << 16, 1 << 18

#: How many days of episodes one file may speak of, and how many of its rows may say nothing.
PLACES_MAX, PROBLEMS_MAX = 200_000, 10_000

#: A download is one of a minute at least. Source: IAB podcast measurement guidelines 2.3.
SECONDS_LEAST = 60

_GZIP = b"\x1f\x8b"

#: What a file of one day is called. Of `delivery` nobody knows what its rows count.
_DAILY = re.compile(r"(?P<kind>[a-z]+)(-v\d+)?-day-(?P<day>\d{4}-\d\d-\d\d)\.json(\.gz)?")

#: What may stand between rows, be they lines or a list.
_BETWEEN = re.compile(r"[\s,\[\]]*")

_CURE = "Look at it in the file; it may be of another export."

#: What is counted: day, episode by Megaphone's id, metric.
Place = tuple[str, str, str]


@dataclass
class Counted:
    """What a file comes to: how many of each, the first row of each, and rows that say nothing."""

    counts: Counter[Place] = field(default_factory=Counter)
    rows: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def lines(self, ids: Mapping[str, str]) -> list[Line]:
        """Return it as figures, of episodes by the ids they have here where `ids` knows them."""
        return [
            Line(self.rows[place], ids.get(place[1], place[1]), place[2], place[0], str(many))
            for place, many in self.counts.items()
        ]


def check_final(file: Path) -> None:
    """Raise `Invalid` for a file of a day that Megaphone still writes anew, or of no use here.

    It is final when `_finalized_<metric>_<date>_<instant>` lies beside it.
    """
    named = _DAILY.fullmatch(file.name)
    marker = f"_finalized_{named['kind']}*_{named['day']}_*" if named else ""
    check_named(file.name, final=bool(marker) and any(file.parent.glob(marker)))


def check_named(name: str, *, final: bool) -> None:
    """Raise `Invalid` as `check_final` does, for a file of which it is known whether it is final.

    One that is not named after its day is taken.
    """
    named = _DAILY.fullmatch(name)
    if named is None:
        return
    if named["kind"] not in {"impressions", "metrics"}:
        said = f"Nobody knows what a row of `{named['kind']}` counts; bring in impressions."
        raise Invalid("bad_events", said)
    if not final:
        raise Invalid(
            "not_final",
            f"Megaphone still writes {name} anew: no `_finalized_{named['kind']}"
            f"_{named['day']}_...` lies beside it. Fetch both after 11:00 UTC of the next day.",
        )


def counted(source: io.RawIOBase) -> Counted:
    """Return what the rows of a file come to, and close it; `Invalid` if it is not whole.

    It is read a piece at a time, packed by gzip or not, as a list of rows or a row a line.
    """
    found = Counted()
    with io.BufferedReader(source) as buffered:
        packed = buffered.peek(2)[:2] == _GZIP
        plain: Any = gzip.GzipFile(fileobj=buffered) if packed else buffered
        try:
            with io.TextIOWrapper(plain, encoding="utf-8") as text:
                for number, row in enumerate(_rows(text), 1):
                    _count(found, number, row)
        except (OSError, EOFError, UnicodeDecodeError, zlib.error, RecursionError) as error:
            said = f"The file cannot be read to its end ({error}); fetch it again."
            raise Invalid("bad_events", said) from None
    return found


def _rows(text: io.TextIOWrapper) -> Iterator[Any]:
    """Yield one row after the other, with no more than a piece of the file at hand."""
    decoder, held, number = json.JSONDecoder(), "", 1
    while piece := text.read(CHUNK):
        held += piece
        at = _between(held, 0)
        while at < len(held):
            try:
                row, end = decoder.raw_decode(held, at)
            except ValueError:
                break
            if end == len(held):
                break  # A number might go on in the next piece.
            yield row
            number += 1
            at = _between(held, end)
        held = held[at:]
        if len(held) > ROW_MAX:
            raise _broken(number, f"is longer than {ROW_MAX:,} characters")
    if held.strip():
        try:
            yield json.loads(held)
        except ValueError:
            raise _broken(number, "is no JSON") from None


def _broken(number: int, how: str) -> Invalid:
    return Invalid("bad_events", f"Row {number} {how}; fetch the file again.")


def _between(text: str, at: int) -> int:
    matched = _BETWEEN.match(text, at)
    return matched.end() if matched else at


def _count(found: Counted, number: int, row: Any) -> None:  # noqa: ANN401  Whatever JSON holds.
    said = row if isinstance(row, dict) else {}
    metric, day, episode = _metric(said), _day(said.get("created_at")), said.get("episode_id")
    if metric == "":
        return
    if metric is None or day is None or not isinstance(episode, str) or not episode:
        lacking = "counts" if metric is None else "day" if day is None else "episode"
        found.problems.append(Problem(number, f"The row does not say its {lacking}", _CURE))
    else:
        place = day, episode, metric
        found.counts[place] += 1
        found.rows.setdefault(place, number)
    if len(found.rows) > PLACES_MAX or len(found.problems) > PROBLEMS_MAX:
        told = f"More than {PLACES_MAX:,} days of episodes, or {PROBLEMS_MAX:,} rows that say"
        raise Invalid("too_large", f"{told} nothing; look at it, and bring it in in pieces.")


def _metric(row: Mapping[str, Any]) -> str | None:
    """Return what a row counts as; empty for nothing, None if it does not say."""
    if "impression_type" in row:
        return "ad_delivered"
    seconds = row.get("seconds_downloaded")
    if not isinstance(seconds, int | float):
        return None
    robot = row.get("blacklisted_ip") or row.get("blacklisted_ua")
    return "downloads" if seconds >= SECONDS_LEAST and not robot else ""


def _day(at: object) -> str | None:
    """Return the day in UTC of an instant, which is in UTC unless it says otherwise."""
    if not isinstance(at, str):
        return None
    if at.endswith("Z"):
        return _written(at[:10])
    try:
        instant = datetime.fromisoformat(at)
        return (instant.astimezone(UTC) if instant.tzinfo else instant).date().isoformat()
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=1_024)
def _written(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
