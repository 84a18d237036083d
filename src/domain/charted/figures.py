"""Figures by day as charts take them, with what is missing, withheld and zero told apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from domain.actor import Actor
from domain.charts.model import Freshness, Measure, Point, Presence, Unit
from domain.hub import Hub
from domain.metrics import catalogue, reading
from domain.metrics import model as metrics
from domain.metrics.model import Shown, State
from domain.metrics.reading import Asked

_PRESENCE = {
    State.VALUE: Presence.KNOWN,
    State.ZERO: Presence.KNOWN,
    State.SUPPRESSED: Presence.SUPPRESSED,
    State.MISSING: Presence.MISSING,
}
_UNIT = {metrics.Unit.MONEY: Unit.MONEY, metrics.Unit.SHARE: Unit.SHARE}


@dataclass(frozen=True, slots=True)
class Run:
    """One series by day, of one source; `currency` is empty for what is no money."""

    points: tuple[Point, ...]
    source: str
    currency: str
    fresh: Freshness


def today(hub: Hub) -> date:
    """Return the day it is in UTC, as sources count their days."""
    return hub.clock.now().astimezone(UTC).date()


def nothing(hub: Hub) -> Freshness:
    """Return how fresh a chart is of which nothing is known."""
    return Freshness(today(hub))


async def run(
    hub: Hub,
    actor: Actor,
    asked: Asked,
    currency: str | None = None,
) -> Run | None:
    """Return the figures asked for, of the first source that has them; None where none has.

    They end with the last day that is due or known. With a `currency` no other is looked at.
    Raises as `reading.metrics_of`.
    """
    found = await reading.metrics_of(hub, actor, asked)
    fitting = [one for one in found if currency in (None, one.currency)]
    if not fitting:
        return None
    one = min(fitting, key=lambda shown: _rank(shown.source))
    due = today(hub) - timedelta(days=catalogue.settle_days(one.metric.key, one.source))
    points = _ended(_points(one), due)
    return Run(points, one.source, one.currency, Freshness(today(hub), one.settled_to))


def measure(name: str, metric: str, currency: str) -> Measure:
    """Return how a metric is written in a chart."""
    unit = _UNIT.get(catalogue.metric(metric).unit, Unit.COUNT)
    return Measure(name, unit, currency if unit is Unit.MONEY else "")


def first_of(sources: Iterable[str]) -> str:
    """Return the source that is believed before the others: the one that is named first."""
    return min(sources, key=_rank)


def _rank(source: str) -> int:
    return list(catalogue.SOURCES).index(source)


def _points(shown: Shown) -> list[Point]:
    return [
        Point(one.day, None if one.value is None else float(one.value), _PRESENCE[one.state])
        for one in shown.points
    ]


def _ended(points: Sequence[Point], due: date) -> tuple[Point, ...]:
    """Return points without the days at their end that nobody waits for yet."""
    last = max((n for n, one in enumerate(points) if _stays(one, due)), default=-1)
    return tuple(points[: last + 1])


def _stays(point: Point, due: date) -> bool:
    return point.day <= due or point.presence is not Presence.MISSING
