"""What a line says, whether it can be, and which weeks and months a day belongs to. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from domain import dimensions
from domain.errors import Invalid
from domain.metrics import catalogue
from domain.metrics.model import (
    KEPT_MAX,
    Figure,
    Grain,
    Line,
    Metric,
    Source,
    State,
    Stored,
)
from domain.money import MINOR_DIGITS

#: For how many days points are kept: 25 months, so that each month can be held against last year's.
KEPT_DAYS = 761

#: How much of a wrong text is repeated, in characters.
_SHOWN = 40

_EPOCH = date(1970, 1, 1).toordinal()

#: The numbers totals are kept under; never given to something else.
TOTALS: Mapping[Grain, int] = {Grain.WEEK: 1, Grain.MONTH: 2, Grain.FLIGHT: 3}

#: Texts for what a source does not know.
_UNKNOWN = frozenset({"n/a", "missing", "null"})

#: The days of a series are read in one go where they are not thin, or else up to each wide gap.
_THIN, _GAP = 3, 7

_SERIES: Callable[[Stored], int] = itemgetter(0)
_DAY: Callable[[Stored], int] = itemgetter(1)

#: More digits before the point than any value has that is kept.
_DIGITS_MAX = 15

_NUL = "\0"

#: How a day begins, and what a number is; Python reads more as either, as `1_000`.
_DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,9})?")

_NO_DAY = "Write days as YYYY-MM-DD."


def day_number(day: date) -> int:
    """Return a day as it is kept, in days since 1970."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """Return the day that `day_number` made a number of."""
    return date.fromordinal(number + _EPOCH)


@lru_cache(maxsize=4_096)
def buckets(day: int) -> tuple[tuple[int, int], ...]:
    """Return the totals a day belongs to: grain, and the first day of its week, month or flight."""
    given = day_of(day)
    monday, first = day - given.weekday(), day - given.day + 1
    return ((TOTALS[Grain.WEEK], monday), (TOTALS[Grain.MONTH], first), (TOTALS[Grain.FLIGHT], 0))


@lru_cache(maxsize=4_096)
def cell_of(day: int) -> int:
    """Return the first of the days that share their week and their month with this one."""
    (_, monday), (_, first), _ = buckets(day)
    return max(monday, first)


def read_day(text: str, today: date) -> int:
    """Return the day a text names; `Invalid` for what is none, not over in UTC, or long past.

    An instant names its day where it is midnight in UTC, in which all sources count.
    """
    said = text.strip()
    try:
        if not _DATED.match(said):
            raise ValueError  # Days of weeks and the like are days to Python.
        at = datetime.fromisoformat(said) if len(said) > len("2026-11-20") else None
        day = at.date() if at else date.fromisoformat(said)
        zoned = at is None or (at.tzinfo is not None and at.astimezone(UTC) == _midnight(day))
    except (ValueError, OverflowError):
        # In UTC an instant may fall before the first year there is.
        raise Invalid("no_day", f"`{said[:_SHOWN]}` is no day", (_NO_DAY,)) from None
    if not zoned:
        raise Invalid(
            "mixed_zones",
            f"`{said[:_SHOWN]}` is not the start of a day in UTC, and all sources count in UTC",
            ("Export by days in UTC, and write them as YYYY-MM-DD.",),
        )
    if day > today:
        raise Invalid(
            "future_day",
            f"{day} lies ahead; it is {today} in UTC",
            ("Look at the order of day and month; leave out what is still to come.",),
        )
    if day == today:
        raise Invalid(
            "unfinished_day",
            f"{day} is not over in UTC, so nobody knows what it comes to",
            ("Bring it in tomorrow.",),
        )
    if (today - day).days > KEPT_DAYS:
        raise Invalid(
            "too_old",
            f"{day} is more than {KEPT_DAYS} days ago, which is longer than points are kept",
            ("Leave it out.",),
        )
    return day_number(day)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def read_value(text: str, metric: Metric, source: Source) -> tuple[int | None, State]:
    """Return a value as it is kept, and its state; `Invalid` for what is no value of the metric."""
    said = text.strip()
    if said.lower() in _UNKNOWN:
        return None, State.MISSING
    if said.lower() == "suppressed" or (said in source.suppressed and not metric.signed):
        return None, State.SUPPRESSED
    if not _NUMBER.fullmatch(said):
        raise Invalid(
            "no_number",
            f"`{said[:_SHOWN]}` is no number",
            ("Write digits, a point before fractions, and nothing between thousands.",),
        )
    exact = Decimal(said)
    if exact < 0 and not metric.signed:
        cure = "Write `suppressed` for what the source withholds, `missing` for what it lacks."
        raise Invalid("negative", f"{metric.said} cannot be {said[:_SHOWN]}", (cure,))
    # Looked at by its digits first: what is far too large cannot even be multiplied.
    if exact.adjusted() > _DIGITS_MAX or abs(exact) * metric.unit.scale > KEPT_MAX:
        raise Invalid("too_large", f"{said[:_SHOWN]} is too large", ("Look at its unit.",))
    kept = exact * metric.unit.scale
    value = int(kept.to_integral_value(ROUND_HALF_EVEN))
    if metric.unit.scale == 1 and value != kept:
        raise Invalid(
            "no_count",
            f"{metric.said} are counted, and `{said[:_SHOWN]}` is no whole",
            ("Give the count itself, not an average.",),
        )
    return value, State.VALUE if value else State.ZERO


def shown(value: int | None, metric: Metric) -> Decimal | None:
    """Return a kept value in its own unit."""
    return None if value is None else Decimal(value) / metric.unit.scale


def read(line: Line, source: Source, today: date) -> Figure:
    """Return what a line says; `Invalid` has the cure as its path."""
    if _NUL in line.subject:
        # The database would refuse the whole import for it.
        raise Invalid("control_character", "Its name holds a NUL character", ("Take it out.",))
    try:
        metric = catalogue.metric(line.metric.strip())
    except Invalid as error:
        raise Invalid(error.code, error.message, ("Name one of these.",)) from None
    if metric.derived:
        raise Invalid(
            "derived",
            f"`{metric.key}` is reckoned here",
            (f"Give `{metric.numerator}` and `{metric.denominator}` instead.",),
        )
    day = read_day(line.day, today)
    value, state = read_value(line.value, metric, source)
    return Figure(
        line.number,
        line.subject.strip(),
        metric,
        dimensions.read(line.dimension),
        _currency(line, metric),
        day,
        value,
        state,
    )


def _currency(line: Line, metric: Metric) -> str:
    said = line.currency.strip().upper()
    if metric.unit.value != "money":
        return ""
    if said not in MINOR_DIGITS:
        raise Invalid(
            "unknown_currency",
            f"`{said[:8]}` is not a currency campaigns are billed in",
            ("Give the account's currency, such as EUR.",),
        )
    return said


def ranges(rows: Sequence[Stored]) -> list[tuple[int, int, int]]:
    """Return what of the store these rows may meet: series, first and last day, in few pieces."""
    found: list[tuple[int, int, int]] = []
    for series, each in groupby(sorted(rows), _SERIES):
        days = list(map(_DAY, each))
        if days[-1] - days[0] < _THIN * len(days):
            found.append((series, days[0], days[-1]))
            continue
        first = last = days[0]
        for day in days:
            if day - last > _GAP:
                found.append((series, first, last))
                first = day
            last = day
        found.append((series, first, last))
    return found


#: What is to be added to one total: series, grain, first day; sum, known days, hidden days.
Delta = tuple[int, int, int, int, int, int]

#: Sums of days of one series that belong to the same totals, by series and first of them.
_Cells = dict[tuple[int, int], list[int]]


def deltas(
    rows: Sequence[Stored], before: Mapping[tuple[int, int], tuple[int | None, int]]
) -> list[Delta]:
    """Return what new and changed points add to the totals they belong to.

    Days are added up by what they share a week and a month with first, which most do.
    """
    cells: _Cells = {}
    _add_up(cells, rows, 1)
    if before:
        was = [(*row[:2], *before[row[:2]]) for row in rows if row[:2] in before]
        _add_up(cells, was, -1)
    return _spread(cells)


def _add_up(cells: _Cells, rows: Iterable[Stored], sign: int) -> None:
    """Add points to the sums of their cells; quickest where those of a cell follow each other."""
    known, hidden = int(State.ZERO), int(State.SUPPRESSED)  # Looked up once, not for each point.
    of, at, held = -1, -1, [0, 0, 0]
    for series, day, value, state in rows:
        start = cell_of(day)
        if start != at or series != of:
            of, at, held = series, start, cells.setdefault((series, start), [0, 0, 0])
        if value:
            held[0] += sign * value
        if state <= known:
            held[1] += sign
        elif state == hidden:
            held[2] += sign


def _spread(cells: _Cells) -> list[Delta]:
    """Return what cells add to the totals of each grain; what adds nothing is left out."""
    sums: dict[tuple[int, int, int], list[int]] = {}
    for (series, start), (total, days, hidden) in cells.items():
        for grain, bucket in buckets(start):
            held = sums.setdefault((series, grain, bucket), [0, 0, 0])
            held[0] += total
            held[1] += days
            held[2] += hidden
    return [(*key, held[0], held[1], held[2]) for key, held in sums.items() if any(held)]
