"""Where numbers and days stand on a chart, and which of them are written at its edges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10

from domain.charts.lettering import width
from domain.charts.marks import Mark, put
from domain.charts.model import Measure, Point, Presence, Unit
from domain.charts.page import SIDE, widest
from domain.charts.paper import WIDTH, Paper
from domain.charts.reader import Reader
from domain.charts.rules import absent

#: Steps of an axis, in powers of ten; and the least that can be read off its numbers, by unit.
_STEPS = (1, 2, 2.5, 5, 10)
_LEAST = {Unit.COUNT: 0.1, Unit.MONEY: 0.001, Unit.SHARE: 0.001}


@dataclass(frozen=True, slots=True)
class Scale:
    """A stretch of numbers on a stretch of pixels: `low` stands at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a number stands."""
        span = self.high - self.low
        return self.start + (self.end - self.start) * ((value - self.low) / span if span else 0.5)


def ticks(low: float, high: float, unit: Unit, most: int = 6) -> list[float]:
    """Return round numbers from at most `low` to at least `high`, at most `most` of them or so."""
    if high <= low:
        high = low + (abs(low) or 1.0)
    # Numbers that are nearly alike lie on one line, for the axis could not tell them apart.
    raw = max((high - low) / max(1, most - 1), _LEAST[unit], abs(high) * 1e-3)
    power = 10.0 ** floor(log10(raw))
    step = next(power * one for one in _STEPS if power * one >= raw * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


@dataclass(frozen=True, slots=True)
class Plot:
    """The field of a chart by day: from `first` to `last`, both inclusive, and its numbers.

    A day has a column, and its point stands in the middle of it.
    """

    first: date
    last: date
    left: float
    right: float
    values: Scale

    @property
    def top(self) -> float:
        """The upper edge, in pixels."""
        return self.values.end

    @property
    def bottom(self) -> float:
        """The lower edge, in pixels."""
        return self.values.start

    @property
    def column(self) -> float:
        """How wide a day is, in pixels."""
        return (self.right - self.left) / ((self.last - self.first).days + 1)

    def edge(self, day: date) -> float:
        """Return where a day begins."""
        return self.left + (day - self.first).days * self.column

    def middle(self, day: date) -> float:
        """Return where the point of a day stands."""
        return self.edge(day) + self.column / 2

    def place(self, day: date, value: float) -> tuple[float, float]:
        """Return where the number of a day stands."""
        return self.middle(day), self.values.at(value)


def plotted(
    days: tuple[date, date],
    numbers: Sequence[float],
    measure: Measure,
    reader: Reader,
    *,
    top: float,
    bottom: float,
    beside: float = 0.0,
) -> tuple[Plot, list[float]]:
    """Return the field for `numbers`, with `beside` left for names at its right; and its ticks."""
    low, high = min(numbers), max(numbers)
    if measure.unit is not Unit.SHARE or low < (high - low):
        low = min(0.0, low)
    else:
        low -= 0.1 * (high - low)
    if measure.unit is Unit.SHARE and max(numbers) <= 1:
        high = min(1.0, high + 0.05 * (high - low))
    marks = ticks(low, high, measure.unit)
    left = SIDE + 8 + widest([reader.short(measure, one) for one in marks], 120, 11)
    right = WIDTH - SIDE - (beside + 10 if beside else 0)
    return Plot(*days, left, right, Scale(marks[0], marks[-1], bottom, top)), marks


def grid(
    paper: Paper, plot: Plot, marks: Sequence[float], measure: Measure, reader: Reader
) -> None:
    """Draw a line for each number, with the number at its left."""
    colors = paper.palette
    for one in marks:
        y = plot.values.at(one)
        paper.line((plot.left, y), (plot.right, y), colors.muted if one == 0 else colors.rule)
        text = reader.short(measure, one)
        paper.text((plot.left - 8, y + 4), text, size=11, fill=colors.muted, anchor="end")


def days(paper: Paper, plot: Plot, reader: Reader, y: float) -> None:
    """Write days below the field, as many as have room, the same step apart."""
    span = (plot.last - plot.first).days + 1
    takes = max(width(reader.day(one), 11) for one in (plot.first, plot.last)) + 22
    step = max(1, ceil(takes / plot.column))
    step = next((one for one in (1, 2, 3, 7, 14, 28, 56, 91, 182) if one >= step), step)
    for n in range(0, span, step):
        day = plot.first + timedelta(days=n)
        x, text = plot.middle(day), reader.day(day)
        half = width(text, 11) / 2
        x = min(max(x, SIDE + half), WIDTH - SIDE - half)
        paper.line(
            (plot.middle(day), plot.bottom), (plot.middle(day), plot.bottom + 4), _ink(paper)
        )
        paper.text((x, y), text, size=11, fill=_ink(paper), anchor="middle")


def _ink(paper: Paper) -> str:
    return paper.palette.muted


def gaps(paper: Paper, plot: Plot, points: Sequence[Point]) -> dict[Presence, int]:
    """Veil the days that have no number, with a mark for each; return how many of which there are.

    Missing days have a cross, suppressed days a box; a zero is a point on the line of zero.
    """
    found = {}
    for presence, mark in ((Presence.MISSING, Mark.CROSS), (Presence.SUPPRESSED, Mark.BOX)):
        inside = [day for day in absent(points, presence) if plot.first <= day <= plot.last]
        for day in inside:
            veil(paper, plot, day, day)
        for day in inside:
            size = min(4.0, max(1.5, plot.column / 2 - 0.5))
            place = (plot.middle(day), plot.bottom - 8)
            put(paper, mark, place, paper.palette.muted, size)
        found[presence] = len(inside)
    return found


def veil(paper: Paper, plot: Plot, first: date, last: date) -> None:
    """Lay a veil over the days from `first` to `last`."""
    wide = plot.edge(last) + plot.column - plot.edge(first)
    paper.rect((plot.edge(first), plot.top), wide, plot.bottom - plot.top, paper.palette.veil)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return places near those wanted, at least `gap` apart, between `low` and `high` if it can be.

    They stay in the order of what was wanted.
    """
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    found = [0.0] * len(wanted)
    last = low - gap
    for n in order:
        last = found[n] = max(wanted[n], last + gap)
    ceiling = high
    for n in reversed(order):
        found[n] = min(found[n], ceiling)
        ceiling = found[n] - gap
    return found
