"""The values of one kind in a line, cut where cells draw boundaries.

Between `n` points lie `n + 1` intervals without their ends. Numbered from the lowest, the atoms
with odd numbers are the points. A set of atoms is a whole number, one bit for each.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from domain.decisions.dmn.feel import temporal
from domain.decisions.dmn.feel.ast import ComparisonOperator
from domain.decisions.dmn.feel.numbers import CONTEXT, plain
from domain.decisions.dmn.feel.values import ORDERED, Months, Value, moving_zone

#: What tells apart values that cannot be compared: the kind, and for clocks whether with a zone, or
#: with which one where its offset moves with the day.
Line = tuple[type, bool | str]

#: At most so many values are listed in words.
LISTED_MAX = 6


def line_of(value: Value) -> Line:
    """Return the line that a value lies on."""
    if isinstance(value, time) and (zone := moving_zone(value)):
        return time, zone
    zoned = isinstance(value, (datetime, time)) and value.utcoffset() is not None
    return type(value), zoned


@dataclass(frozen=True, slots=True)
class Axis:
    """One line with the points that cells mention, lowest first.

    `filled` are the atoms that hold a value: between two days that follow each other there is none.
    """

    line: Line
    points: tuple[Any, ...]
    filled: int

    @property
    def size(self) -> int:
        """How many atoms there are, those without any value included."""
        return 2 * len(self.points) + 1

    def that(self, operator: ComparisonOperator, at: int) -> int | None:
        """Return the atoms that compare so with the point numbered `at`; None: there is no order.

        Atoms without a value may be among them.
        """
        every, point = (1 << self.size) - 1, 2 << 2 * at
        if operator == "=":
            return point
        if operator == "!=":
            return every & ~point
        if self.line[0] not in ORDERED:
            return None
        below = point - 1
        found = below if operator[0] == "<" else every & ~below & ~point
        return found | point if operator[-1] == "=" else found

    def words(self, atoms: int) -> str:
        """Return a set of atoms in words."""
        kind = self.line[0]
        between = sum(1 << 2 * at for at in range(len(self.points) + 1)) & self.filled
        if kind is str and between & ~atoms == 0:
            left_out = [p for at, p in enumerate(self.points) if not atoms & 2 << 2 * at]
            return f"any other than {_listed(map(_text, left_out))}" if left_out else "any text"
        runs = [_run_words(kind, *self._ends(first, last)) for first, last in self._runs(atoms)]
        return _listed(runs, " or ")

    def _runs(self, atoms: int) -> Iterator[tuple[int, int]]:
        """Yield first and last of the atoms that follow each other without a value between."""
        there = [at for at in range(self.size) if self.filled >> at & 1]
        first: int | None = None
        for number, at in enumerate(there):
            if not atoms >> at & 1:
                continue
            first = at if first is None else first
            follows = number + 1 < len(there) and atoms >> there[number + 1] & 1
            if not follows or self.line[0] is bool:
                yield first, at
                first = None

    def _ends(self, first: int, last: int) -> tuple[Value, bool, Value, bool]:
        low = self.points[(first - 1) // 2] if first else None
        high = self.points[last // 2] if last < self.size - 1 else None
        return low, first % 2 == 1, high, last % 2 == 1


def axis_of(line: Line, values: Iterable[Value]) -> Axis:
    """Return the line with those of `values` that lie on it as points."""
    mentioned: Any = {value for value in values if line_of(value) == line}
    points = (False, True) if line[0] is bool else tuple(sorted(mentioned))
    ends = (None, *points, None)
    between = sum(
        1 << 2 * at for at in range(len(points) + 1) if _apart(line, ends[at], ends[at + 1])
    )
    return Axis(line, points, between | sum(2 << 2 * at for at in range(len(points))))


def _apart(line: Line, low: Any, high: Any) -> bool:  # noqa: ANN401  Any kind that has an order.
    """Whether a value lies between two that follow each other; None is without end."""
    kind = line[0]
    if kind is bool:
        return False
    # Within one zone a time runs from midnight to midnight, as one without a zone does.
    ends = line if isinstance(line[1], bool) else (kind, False)
    first, last = _FIRST.get(ends), _LAST.get(ends)
    if low is None or high is None:
        return (low is None or low != last) and (high is None or high != first)
    try:
        return low == last or bool(_NEXT[kind](low) < high)
    except OverflowError:  # At the end of time, in a zone where it comes earlier.
        return True


def _next_time(value: time) -> time:
    later = datetime.combine(date.min, value) + time.resolution
    return later.timetz()


#: What comes directly after a value, where there is such a thing.
_NEXT: dict[type, Callable[[Any], Any]] = {
    Decimal: CONTEXT.next_plus,
    str: lambda value: value + "\0",
    date: lambda value: value + date.resolution,
    datetime: lambda value: value + datetime.resolution,
    time: _next_time,
    timedelta: lambda value: value + timedelta.resolution,
    Months: lambda value: Months(value.months + 1),
}
_FIRST: dict[Line, Value] = {(str, False): "", (date, False): date.min, (time, False): time.min}
_LAST: dict[Line, Value] = {(date, False): date.max, (time, False): time.max}


# --- words ---


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, str):
        return value if value.strip() else f'"{value}"'
    return temporal.written(value)  # type: ignore[arg-type]  # No other kinds have an axis.


def _listed(words: Iterable[str], comma: str = ", ") -> str:
    every = [*words]
    more = len(every) - LISTED_MAX
    return comma.join(every[:LISTED_MAX]) + (f" and {more} more" if more > 0 else "")


def _run_words(kind: type, low: Value, has_low: bool, high: Value, has_high: bool) -> str:  # noqa: FBT001  Two ends, alike.
    """Return an interval in words; None is without end."""
    above, under, upward, downward = _ORDER_WORDS.get(kind, _CLOCK_WORDS)
    if low is None and high is None:
        return f"any {_NAMES.get(kind, 'value')}"
    if low is None:
        return f"{_text(high)} or {downward}" if has_high else f"{under} {_text(high)}"
    start = f"{_text(low)} or {upward}" if has_low else f"{above} {_text(low)}"
    if high is None:
        return start
    if has_low and has_high:
        return _text(low) if low == high else f"{_text(low)} to {_text(high)}"
    end = f"{_text(high)} or {downward}" if has_high else f"{under} {_text(high)}"
    return f"{start} and {end}"


_AMOUNT_WORDS = ("more than", "less than", "more", "less")
_CLOCK_WORDS = ("after", "before", "later", "earlier")
_ORDER_WORDS: dict[type, tuple[str, str, str, str]] = dict.fromkeys(
    (Decimal, timedelta, Months), _AMOUNT_WORDS
)
_NAMES: dict[type, str] = {
    Decimal: "number",
    str: "text",
    date: "date",
    time: "time",
    datetime: "date and time",
    timedelta: "duration",
    Months: "duration",
}
