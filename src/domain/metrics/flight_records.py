"""What all days of several things add up to, as it is kept, and which days those are."""

from collections.abc import Sequence
from typing import NamedTuple

from domain.database import sql
from domain.metrics import rules
from domain.metrics.model import Grain

_WHOLE = " WHERE s.dimension = '' AND s.subject_id IN ({subjects}) AND s.metric IN ({metrics})"
_FLIGHTS = (
    " FROM metric_series s JOIN metric_totals t ON t.series_id = s.id"
    f" AND t.grain = {rules.TOTALS[Grain.FLIGHT]:d} AND t.bucket = 0"
)
_TOLD = "SELECT s.subject_id, s.metric, s.source, t.total, t.days, t.hidden, "

#: Both sums of points walk the index; a day of which nothing is known or withheld is not said.
LITE = (
    f"{_TOLD} (SELECT MAX(p.day) FROM metric_points p WHERE p.series_id = s.id AND p.state <= 3)"
    " AS last, (SELECT SUM(p.day * p.day) FROM metric_points p WHERE p.series_id = s.id"
    f" AND p.value IS NOT NULL) AS which{_FLIGHTS}{_WHOLE}"
)
#: On PostgreSQL between two days, so that no part before or after them is even opened.
BETWEEN = (
    f"{_TOLD} p.last, p.which{_FLIGHTS} CROSS JOIN LATERAL (SELECT MAX(p.day) FILTER"
    " (WHERE p.state <= 3) AS last, SUM(p.day * p.day) FILTER (WHERE p.value IS NOT NULL) AS which"
    " FROM metric_points p WHERE p.series_id = s.id AND p.day BETWEEN {first} AND {stop}) p"
    f"{_WHOLE}"
)
#: The days that anything is known or withheld of are in months that have a total.
BOUNDS = (
    "SELECT MIN(t.bucket) AS first, MAX(t.bucket) + 30 AS stop FROM metric_series s"
    f" JOIN metric_totals t ON t.series_id = s.id AND t.grain = {rules.TOTALS[Grain.MONTH]:d}"
    f"{_WHOLE}"
)


class FlightTotal(NamedTuple):
    """What all days of a series add up to, as it is kept; `last` is the last day said.

    `which` is the sum of the squares of its known days: of two series the same for the same days.
    """

    total: int
    days: int
    hidden: int
    last: int | None
    which: int | None


async def flight_totals(
    subjects: Sequence[str], metrics: Sequence[str]
) -> dict[str, dict[tuple[str, str], FlightTotal]]:
    """Return what all days of things add up to, by id, metric and source; the whole only."""
    found: dict[str, dict[tuple[str, str], FlightTotal]] = {}
    if not (subjects and metrics):
        return found
    for row in await _asked(subjects, metrics):
        total = FlightTotal(*(row[name] for name in FlightTotal._fields))
        found.setdefault(row["subject_id"], {})[row["metric"], row["source"]] = total
    return found


async def _asked(subjects: Sequence[str], metrics: Sequence[str]) -> Sequence[sql.Row]:
    values, count = (*subjects, *metrics), len(subjects)
    marks = {
        "subjects": sql.placeholders(1, count),
        "metrics": sql.placeholders(count + 1, len(metrics)),
    }
    if sql.sole():
        return await sql.fetch(LITE.format(**marks), *values)
    (bounds,) = await sql.fetch(BOUNDS.format(**marks), *values)
    if bounds["first"] is None:
        return []
    marks |= {"first": f"${len(values) + 1}", "stop": f"${len(values) + 2}"}
    return await sql.fetch(BETWEEN.format(**marks), *values, bounds["first"], bounds["stop"])
