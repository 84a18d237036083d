"""What a ranking is made of, in a few statements however many titles there are; and the rankings.

Points are read by ranges of their index, as `domain.metrics.records` reads them.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.audio_fit.model import By, Made, Published, Scope, Sums, Told
from domain.database import sql
from domain.metrics import import_records
from domain.metrics.rules import day_number, day_of

#: What streams, those heard to the end, and people are called among metrics.
STREAMS, COMPLETES, LISTENERS = "streams_60s", "streams_completed", "consumers"

#: What titles are heard as, each with its brand: themselves, if they are launched or measured; and
#: what is linked to them. What is linked to a work counts for the title that leads it.
_MADE = """WITH linked AS (
 SELECT l.target_ref AS title_id, l.subject_kind AS kind, l.subject_ref AS ref
 FROM rights_links l WHERE l.target_kind = 'title'
 UNION SELECT w.leader_id, l.subject_kind, l.subject_ref
 FROM rights_links l JOIN works w ON w.id = l.target_ref WHERE l.target_kind = 'work'
), heard AS (
 SELECT t.id AS title_id, 'title' AS kind, t.id AS ref, NULL AS above, n.brand_id
 FROM titles t LEFT JOIN launches n ON n.work_id = t.work_id
 WHERE n.title_id = t.id OR EXISTS (SELECT 1 FROM metric_series s WHERE s.subject_id = t.id)
 UNION SELECT l.title_id, 'show', s.id, NULL, s.brand_id
 FROM linked l JOIN shows s ON s.id = l.ref WHERE l.kind = 'show'
 UNION SELECT l.title_id, 'episode', e.id, e.show_id, s.brand_id
 FROM linked l JOIN episodes e ON (l.kind = 'episode' AND e.id = l.ref)
 OR (l.kind = 'show' AND e.show_id = l.ref) JOIN shows s ON s.id = e.show_id
), made AS (
 SELECT h.title_id, h.kind, h.ref, h.above FROM heard h
 JOIN titles t ON t.id = h.title_id AND t.removed_at IS NULL{brands}
), series AS (
 SELECT DISTINCT s.id, s.subject_id, s.metric, s.source FROM made m
 JOIN metric_series s ON s.subject_id = m.ref AND s.dimension = $1
 AND s.metric IN ('streams_60s', 'streams_completed', 'consumers')
) """

#: The points of each series in a range of days; the index is probed for each (see `KEPT` there).
_PROBED = {
    True: "CROSS JOIN metric_points p ON p.series_id = s.id AND p.day BETWEEN {0} AND {1}",
    False: (
        "CROSS JOIN LATERAL (SELECT * FROM metric_points WHERE series_id = s.id"
        " AND day BETWEEN {0} AND {1} OFFSET 0) p"
    ),
}
#: The point of another series on the same day, likewise.
_PAIRED = {
    True: "CROSS JOIN metric_points q ON q.series_id = o.id AND q.day = p.day",
    False: (
        "CROSS JOIN LATERAL (SELECT * FROM metric_points WHERE series_id = o.id"
        " AND day = p.day OFFSET 0) q"
    ),
}

_SUMS = (
    "SUM(CASE WHEN p.day {0} AND p.state <= 2 THEN p.value ELSE 0 END) AS {1}_total,"
    " SUM(CASE WHEN p.day {0} AND p.state <= 2 THEN 1 ELSE 0 END) AS {1}_days,"
    " SUM(CASE WHEN p.day {0} AND p.state = 3 THEN 1 ELSE 0 END) AS {1}_hidden"
)

#: Completes and streams of one source, over the days both are known of.
_PAIRS = (
    "SELECT s.subject_id, s.source,"
    " SUM(CASE WHEN p.state <= 2 AND q.state <= 2 THEN p.value ELSE 0 END) AS ended,"
    " SUM(CASE WHEN p.state <= 2 AND q.state <= 2 THEN q.value ELSE 0 END) AS begun,"
    " SUM(CASE WHEN p.state <= 2 AND q.state <= 2 THEN 1 ELSE 0 END) AS days,"
    " SUM(CASE WHEN p.state = 3 OR q.state = 3 THEN 1 ELSE 0 END) AS hidden"
    " FROM series s {probed} JOIN series o ON o.subject_id = s.subject_id"
    " AND o.source = s.source AND o.metric = 'streams_60s' {paired}"
    " WHERE s.metric = 'streams_completed' GROUP BY s.subject_id, s.source"
)

#: Of which titles what is ranked consists.
_GROUPS: Mapping[By, str] = {
    By.AUTHOR: "SELECT contributor_id AS thing, title_id, roles FROM title_contributors",
    By.GENRE: "SELECT genre_id AS thing, title_id, '' AS roles FROM title_genres",
    By.SERIES: "SELECT series_id AS thing, title_id, '' AS roles FROM title_series",
}

#: The roles of authors (list 17): by, with, created by.
_AUTHORS = frozenset({"A01", "A02", "A09"})


class FitPublicationRecord(Model):
    """A ranking that was published; `ranks` has a place and what was said of it for each thing."""

    id = fields.CharField(40, primary_key=True)
    scope = fields.CharField(200)
    complete_to = fields.DateField()
    as_of = fields.DatetimeField()
    import_number = fields.IntField()
    user_id = fields.CharField(40, null=True)
    ranks = fields.JSONField[dict[str, Any]]()

    class Meta:
        """Where it is kept."""

        table = "fit_publications"
        indexes = (("scope", "id"),)


def of(scope: Scope, query: str, *more: object) -> sql.Question:
    """Return a query over what a scope has, as `made` and `series`, with its values.

    Values of its own are written `{0}` and on.
    """
    values: list[object] = [scope.dimension, *(scope.brands or ())]
    within = f" AND h.brand_id IN ({sql.placeholders(2, len(values) - 1)})"
    head = _MADE.format(brands="" if scope.brands is None else within)
    marks = [f"${len(values) + place}" for place in range(1, len(more) + 1)]
    lite = sql.sole()
    whole = query.replace("{probed}", _PROBED[lite]).replace("{paired}", _PAIRED[lite])
    return f"{head}{whole.format(*marks)}", (*values, *more)


async def made(scope: Scope) -> dict[str, list[Made]]:
    """Return what the titles of a scope are heard as, by title."""
    (rows,) = await sql.fetch_all(of(scope, "SELECT * FROM made"))
    found: dict[str, list[Made]] = {}
    for row in rows:
        one = Made(row["title_id"], row["kind"], row["ref"], row["above"])
        found.setdefault(one.title_id, []).append(one)
    return found


async def last_day(scope: Scope) -> date | None:
    """Return the last day that anything is told of in a scope."""
    query = (
        "SELECT MAX((SELECT MAX(p.day) FROM metric_points p WHERE p.series_id = s.id)) AS day"
        " FROM series s WHERE s.metric = {0}"
    )
    ((row,),) = await sql.fetch_all(of(scope, query, STREAMS))
    return day_of(row["day"]) if row["day"] is not None else None


async def told(scope: Scope, last: date, window: int) -> list[Told]:
    """Return what each source tells of each thing, of a window that ends with `last`.

    Only of things and sources of whose streams some day is known or withheld.
    """
    end = day_number(last)
    begin = end - window + 1
    sums = (
        f"SELECT s.subject_id, s.source, s.metric, {_SUMS.format('>= {2}', 'now')},"
        f" {_SUMS.format('< {2}', 'before')},"
        " MAX(CASE WHEN p.day = {1} AND p.state <= 2 THEN p.value END) AS latest"
        " FROM series s {probed} WHERE s.metric <> 'streams_completed'"
        " GROUP BY s.subject_id, s.source, s.metric"
    )
    rows, pairs = await sql.fetch_all(
        of(scope, sums, begin - window, end, begin), of(scope, _PAIRS, begin, end)
    )
    heard = {(row["subject_id"], row["source"]): row for row in pairs}
    people = {
        (row["subject_id"], row["source"]): row["latest"]
        for row in rows
        if row["metric"] == LISTENERS
    }
    return [
        _told(row, heard.get(key), people.get(key))
        for row in rows
        if row["metric"] == STREAMS and (key := (row["subject_id"], row["source"]))
    ]


def _told(row: sql.Row, pair: sql.Row | None, listeners: int | None) -> Told:
    over = Sums(int(pair["ended"]), pair["days"], pair["hidden"]) if pair else Sums()
    under = Sums(int(pair["begun"]), pair["days"], pair["hidden"]) if pair else Sums()
    now, before = (
        Sums(int(row[f"{when}_total"]), row[f"{when}_days"], row[f"{when}_hidden"])
        for when in ("now", "before")
    )
    return Told(row["subject_id"], row["source"], now, before, over, under, listeners)


async def touched(scope: Scope, first: date, last: date, number: int) -> list[tuple[date, bool]]:
    """Return the days that imports after `number` brought, and whether they corrected any."""
    query = (
        "SELECT p.day, MAX(p.revision) AS revision FROM series s {probed}"
        " WHERE p.import_number > {2} GROUP BY p.day ORDER BY p.day"
    )
    values = (day_number(first), day_number(last), number)
    (rows,) = await sql.fetch_all(of(scope, query, *values))
    return [(day_of(row["day"]), row["revision"] > 1) for row in rows]


async def groups(by: By) -> dict[str, list[str]]:
    """Return the titles that authors, genres or series have, by the id of each."""
    found: dict[str, list[str]] = {}
    for row in await sql.fetch(_GROUPS[by]):
        if by is not By.AUTHOR or _AUTHORS.intersection(row["roles"].split()):
            found.setdefault(row["thing"], []).append(row["title_id"])
    return found


async def names(by: By, things: Sequence[str]) -> dict[str, str]:
    """Return what authors, genres or series are called, by id."""
    table = {By.AUTHOR: "contributors", By.GENRE: "genres", By.SERIES: "series"}[by]
    marks = sql.placeholders(1, len(things))
    rows = await sql.fetch(f'SELECT id, name FROM "{table}" WHERE id IN ({marks})', *things)
    return {row["id"]: row["name"] for row in rows}


async def last_import(now: datetime) -> int:
    """Return the number up to which imports have ended."""
    row = await sql.fetch_one(
        "SELECT COALESCE((SELECT MIN(i.number) - 1 FROM metric_imports i"
        f" WHERE {import_records.GOING_ON}), MAX(number), 0) AS number FROM metric_imports",
        now - import_records.UNDER_WAY,
    )
    return int(row["number"]) if row else 0


async def last_published(key: str) -> Published | None:
    """Return the ranking of a scope that was published last."""
    query = "SELECT * FROM fit_publications WHERE scope = $1 ORDER BY id DESC LIMIT 1"
    row = await sql.fetch_one(query, key)
    return _published(row) if row else None


async def add(value: Published) -> None:
    """Add a ranking."""
    row = {
        "id": value.id,
        "scope": value.scope,
        "complete_to": value.complete_to,
        "as_of": value.as_of,
        "import_number": value.import_number,
        "user_id": value.user_id,
        "ranks": {thing: list(one) for thing, one in value.ranks.items()},
    }
    await sql.insert(FitPublicationRecord, row)


def _published(row: sql.Row) -> Published:
    day = row["complete_to"]
    return Published(
        row["id"],
        row["scope"],
        day if isinstance(day, date) else date.fromisoformat(str(day)),
        sql.instant(row["as_of"]),
        row["import_number"],
        row["user_id"],
        {thing: (one[0], one[1]) for thing, one in sql.document(row["ranks"]).items()},
    )
