"""The days of the window that opened an alert, with their values."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from domain.metrics import catalogue
from domain.metrics import records as points
from domain.metrics.rules import day_number, day_of
from domain.thresholds import series_records
from domain.thresholds.model import Alert, Terms

#: How many digits after the point are said of a value that is divided.
_STEP = Decimal("0.000001")


async def window(alert: Alert, terms: Terms) -> dict[date, str]:
    """Return the days that are known, with their values in the metric's unit."""
    metric = catalogue.metric(terms.metric)
    lines = await series_records.lines(
        metric.numerator or metric.key, metric.denominator, {alert.subject_id or ""}
    )
    line = next(
        (one for one in lines if (one.source, one.dimension) == (alert.source, alert.dimension)),
        None,
    )
    if line is None:
        return {}
    last = day_number(date.fromisoformat(alert.evidence["day"]))
    days = (last - terms.days + 1, last)
    over = await _values(line.id, metric.numerator or metric.key, days)
    if not metric.derived or line.under is None:
        return {day_of(day): _plain(value) for day, value in over.items()}
    under = await _values(line.under, metric.denominator or "", days)
    return {
        day_of(day): _plain((over[day] * metric.factor / under[day]).quantize(_STEP))
        for day in over.keys() & under.keys()
        if under[day]
    }


async def _values(series: int, metric: str, days: tuple[int, int]) -> Mapping[int, Decimal]:
    rows = await points.points(series, *days)
    scale = catalogue.metric(metric).unit.scale
    return {row["day"]: Decimal(row["value"]) / scale for row in rows if row["value"] is not None}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
