"""The series that thresholds look at, what they are about, and whether they live."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.database import sql
from domain.metrics.model import SubjectKind
from domain.thresholds.records import some_of

_SERIES = (
    "SELECT s.id, u.id AS under, s.subject_kind, s.subject_id, s.source, s.dimension, s.currency"
    " FROM metric_series s LEFT JOIN metric_series u ON u.subject_id = s.subject_id"
    " AND u.metric = $2 AND u.source = s.source AND u.dimension = s.dimension"
    " AND u.grain = s.grain WHERE s.metric = $1"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A series a threshold may look at, with that of what a ratio is divided by, if any."""

    id: int
    under: int | None
    subject_kind: SubjectKind
    subject_id: str
    source: str
    dimension: str
    currency: str


async def lines(
    metric: str, under: str | None, subjects: Collection[str] | None = None
) -> list[Line]:
    """Return the series of a metric, of these subjects if given."""
    if subjects is None:
        return [_line(row) for row in await sql.fetch(_SERIES, metric, under or "")]
    found: list[Line] = []
    for some in some_of(subjects):
        query = f"{_SERIES} AND s.subject_id IN ({sql.placeholders(3, len(some))})"
        found += [_line(row) for row in await sql.fetch(query, metric, under or "", *some)]
    return found


async def subjects_of(series: Collection[int]) -> set[str]:
    """Return what some series are about."""
    found: set[str] = set()
    for some in some_of(series):
        marks = sql.placeholders(1, len(some))
        query = f"SELECT subject_id FROM metric_series WHERE id IN ({marks})"
        found |= {row["subject_id"] for row in await sql.fetch(query, *some)}
    return found


async def lives(metric: str, source: str, day: int) -> bool:
    """Whether a source says anything but zero of a metric on a day, of anything at all."""
    query = (
        "SELECT 1 FROM metric_series s WHERE s.metric = $1 AND s.source = $2 AND EXISTS (SELECT 1"
        " FROM metric_points p WHERE p.series_id = s.id AND p.day = $3 AND p.value <> 0) LIMIT 1"
    )
    return await sql.fetch_one(query, metric, source, day) is not None


async def dropped(metric: str, source: str, first: int, day: int) -> dict[str, int]:
    """Return the things of which a source says zero on a day, each with the last day it did not.

    Those of which it said nothing but zero since `first` are left out.
    """
    query = (
        "SELECT s.subject_id, (SELECT MAX(b.day) FROM metric_points b WHERE b.series_id = s.id AND"
        " b.day BETWEEN $3 AND $4 AND b.value <> 0) AS lived FROM metric_series s WHERE"
        " s.metric = $1 AND s.source = $2 AND EXISTS (SELECT 1 FROM metric_points p WHERE"
        " p.series_id = s.id AND p.day = $4 AND p.value = 0)"
    )
    rows = await sql.fetch(query, metric, source, first, day)
    return {row["subject_id"]: row["lived"] for row in rows if row["lived"] is not None}


async def currencies(subjects: Collection[str]) -> dict[tuple[str, str], str]:
    """Return the currency of the money of subjects, by subject and source."""
    found: dict[tuple[str, str], str] = {}
    for some in some_of(subjects):
        marks = sql.placeholders(1, len(some))
        query = (
            "SELECT DISTINCT subject_id, source, currency FROM metric_series"
            f" WHERE currency <> '' AND subject_id IN ({marks})"
        )
        rows = await sql.fetch(query, *some)
        found |= {(row["subject_id"], row["source"]): row["currency"] for row in rows}
    return found


async def campaigns(subjects: Iterable[str]) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """Return the state and the brief of campaigns, by id."""
    found: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for some in some_of(subjects):
        marks = sql.placeholders(1, len(some))
        query = f"SELECT id, state, payload FROM requests WHERE id IN ({marks})"
        for row in await sql.fetch(query, *some):
            found[row["id"]] = row["state"], sql.document(row["payload"])
    return found


def _line(row: sql.Row) -> Line:
    kind = SubjectKind(row["subject_kind"])
    return Line(
        row["id"],
        row["under"],
        kind,
        row["subject_id"],
        row["source"],
        row["dimension"],
        row["currency"],
    )
