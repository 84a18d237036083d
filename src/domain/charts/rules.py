"""What may be drawn, and what is read off the numbers before anything is drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import isfinite

from domain.charts.model import (
    POINTS_MAX,
    Chart,
    Comparison,
    Funnel,
    Pacing,
    Point,
    Portfolio,
    Presence,
    Threshold,
)
from domain.errors import Invalid

#: Larger numbers are no measurement of anything here, and would not fit their labels.
VALUE_MAX = 1e15


def require_drawable(chart: Chart) -> None:
    """Raise `Invalid` for days that are too many or not in order, or a number that is none."""
    runs = _runs_of(chart)
    if any(a.day >= b.day for run in runs for a, b in pairwise(run)):
        said = "The days of a chart come in their order, each once; sort what was measured."
        raise Invalid("days_out_of_order", said, ("values",))
    days = [one.day for run in runs for one in (*run[:1], *run[-1:])]
    if isinstance(chart, Pacing):
        days += [chart.begins, chart.ends]
    if days and (max(days) - min(days)).days >= POINTS_MAX:
        said = f"A chart shows at most {POINTS_MAX} days; ask for a shorter range."
        raise Invalid("too_many_days", said, ("range",))
    values = [one.value for run in runs for one in run if one.value is not None]
    if not all(isfinite(one) and abs(one) <= VALUE_MAX for one in (*values, *_others(chart))):
        said = "A chart is drawn of finite numbers below 10^15; mend what was measured."
        raise Invalid("not_drawable", said, ("values",))
    if isinstance(chart, Pacing) and chart.ends < chart.begins:
        said = "A flight ends on the day it begins, or later; mend its days."
        raise Invalid("bad_flight", said, ("range",))


def _runs_of(chart: Chart) -> list[Sequence[Point]]:
    if isinstance(chart, Pacing):
        return [chart.spent, chart.expected]
    if isinstance(chart, Threshold):
        return [chart.points]
    return [one.points for one in chart.series] if isinstance(chart, Comparison) else []


def _others(chart: Chart) -> Iterable[float]:
    if isinstance(chart, Pacing):
        return (chart.budget, chart.tolerance, chart.projected or 0.0)
    if isinstance(chart, Threshold):
        return (chart.band.target, chart.band.recovery or 0.0)
    if isinstance(chart, Funnel):
        return (one.value for one in chart.steps if one.value is not None)
    if isinstance(chart, Portfolio):
        return (chart.target or 0.0, *(one.value for one in chart.bars if one.value is not None))
    return ()


def known(points: Iterable[Point]) -> list[tuple[date, float]]:
    """Return the days that have a number."""
    return [
        (one.day, one.value)
        for one in points
        if one.presence is Presence.KNOWN and one.value is not None
    ]


def segments(points: Sequence[Point]) -> list[list[tuple[date, float]]]:
    """Return the known days in runs without a gap: a line is never drawn across what is unknown."""
    found: list[list[tuple[date, float]]] = []
    for day, value in known(points):
        if found and day - found[-1][-1][0] == timedelta(days=1):
            found[-1].append((day, value))
        else:
            found.append([(day, value)])
    return found


def absent(points: Sequence[Point], presence: Presence) -> list[date]:
    """Return the days that are missing, or suppressed.

    A day between the first and the last that nobody names is missing.
    """
    days = [one.day for one in points if one.presence is presence]
    if presence is Presence.MISSING and points:
        named, first = {one.day for one in points}, points[0].day
        span = (points[-1].day - first).days
        days += [day for n in range(span) if (day := first + timedelta(days=n)) not in named]
        days += [one.day for one in points if one.presence is Presence.KNOWN and one.value is None]
    return sorted(days)


def even(begins: date, ends: date, budget: float) -> tuple[Point, ...]:
    """Return an even plan: the same spend every day, all of it by the end of the last day."""
    days = (ends - begins).days + 1
    return tuple(
        Point(begins + timedelta(days=n), budget * (n + 1) / days) for n in range(max(days, 0))
    )


@dataclass(frozen=True, slots=True)
class Pace:
    """How a flight stands on the last day that is known; shares are fractions of one."""

    day: date
    spent: float
    of_budget: float
    of_flight: float
    expected: float | None


def pace(chart: Pacing) -> Pace | None:
    """Return how a flight stands; None while nothing is known of it."""
    spent = known(chart.spent)
    if not spent:
        return None
    day, value = spent[-1]
    days = (chart.ends - chart.begins).days + 1
    return Pace(
        day=day,
        spent=value,
        of_budget=value / chart.budget if chart.budget > 0 else 0.0,
        of_flight=min(1.0, max(0.0, ((day - chart.begins).days + 1) / days)),
        expected=dict(known(chart.expected)).get(day),
    )
