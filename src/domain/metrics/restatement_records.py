"""The table of restatements: what a point said before and after an import that corrected it."""

from collections.abc import Mapping, Sequence

from domain.database import bulk, sql
from domain.metrics.model import Stored

TABLE = "metric_restatements"

_COLUMNS = ("series_id", "day", "import_number", "old_value", "old_state", "value", "state")

#: What was restated of a series between two days, the last import first.
RESTATED = (
    "SELECT r.*, i.at FROM metric_restatements r"
    " LEFT JOIN metric_imports i ON i.number = r.import_number"
    " WHERE r.series_id = $1 AND r.day BETWEEN $2 AND $3"
    " ORDER BY r.import_number DESC, r.day DESC LIMIT $4"
)


async def add(
    corrected: Sequence[Stored],
    before: Mapping[tuple[int, int], tuple[int | None, int]],
    number: int,
) -> None:
    """Keep what import `number` corrects, and what was there `before`, in its transaction."""
    rows = [(s, d, number, *before[s, d], value, state) for s, d, value, state in corrected]
    await bulk.add(TABLE, _COLUMNS, rows)


async def of_series(series_id: int, first: int, last: int, most: int) -> Sequence[sql.Row]:
    """Return what was restated of a series from `first` to `last`, the last import first."""
    return await sql.fetch(RESTATED, series_id, first, last, most)


async def forget(first: int, last: int, day: int) -> int:
    """Remove what was restated of the days before `day`, of the series from `first` to `last`."""
    return await sql.execute(
        "DELETE FROM metric_restatements WHERE series_id BETWEEN $1 AND $2 AND day < $3",
        *(first, last, day),
    )
