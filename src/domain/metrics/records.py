"""The tables of figures: narrow, so written as SQL (docs/decisions/0031-metrics.md)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from domain.actor import Actor, Door
from domain.database import bulk, must_be_in_transaction, partitions, sql
from domain.database.turns import Turn
from domain.metrics import restatement_records, rules
from domain.metrics.model import (
    Brought,
    Key,
    Merged,
    Problem,
    Profile,
    Series,
    Stored,
    SubjectKind,
)

#: Where points are kept: on PostgreSQL a part for each quarter (docs/decisions/0067-partitions.md).
TABLE = "metric_points"

_POINT = ("series_id", "day", "value", "state", "import_number")

#: What tells points of some pieces apart. Their series need not be told: the points of a piece lie
#: within its days, so where the days of all are the same, and as many, no piece can have taken one
#: of the next.
_TOLD: Sequence[bulk.Told] = (
    ("day * 8 + state", lambda rows: [day * 8 + state for _, day, _, state in rows]),
    ("value", lambda rows: [value for _, _, value, _ in rows]),
)

#: The points of some series in some days. The index is probed for each piece, whatever the
#: planner makes of how many there are. Of SQLite `CROSS JOIN`, of PostgreSQL `OFFSET 0` says so.
KEPT_LITE = (
    "SELECT p.series_id, p.day, p.value, p.state FROM json_each($1) w CROSS JOIN metric_points p"
    " ON p.series_id = w.value ->> 0 AND p.day BETWEEN w.value ->> 1 AND w.value ->> 2"
)
KEPT = (
    "SELECT p.series_id, p.day, p.value, p.state FROM json_array_elements($1::json) w(piece)"
    " CROSS JOIN LATERAL (SELECT * FROM metric_points WHERE series_id = (piece ->> 0)::int"
    " AND day BETWEEN (piece ->> 1)::int AND (piece ->> 2)::int OFFSET 0) p"
)

#: A point that is corrected keeps what was said first.
_CORRECT = (
    "UPDATE metric_points SET value = $1, state = $2, import_number = $3, revision = revision + 1,"
    " first_value = CASE WHEN revision = 1 THEN value ELSE first_value END"
    " WHERE series_id = $4 AND day = $5"
)
_TOTAL = ("series_id", "grain", "bucket", "total", "days", "hidden")
_MORE = (
    " ON CONFLICT (series_id, grain, bucket) DO UPDATE SET"
    " total = metric_totals.total + excluded.total, days = metric_totals.days + excluded.days,"
    " hidden = metric_totals.hidden + excluded.hidden"
)
#: The points of a series between two days, in order.
POINTS = (
    "SELECT p.day, p.value, p.state, p.revision, p.first_value, i.at FROM metric_points p"
    " LEFT JOIN metric_imports i ON i.number = p.import_number"
    " WHERE p.series_id = $1 AND p.day BETWEEN $2 AND $3 ORDER BY p.day"
)
#: The totals of a series of one grain that begin between two days, in order.
TOTALS = (
    "SELECT bucket, total, days, hidden FROM metric_totals"
    " WHERE series_id = $1 AND grain = $2 AND bucket BETWEEN $3 AND $4 ORDER BY bucket"
)
#: The last day of each source about a subject; each series is asked for its own by the index.
LAST = (
    "SELECT source, MAX(day) AS day FROM (SELECT s.source, (SELECT MAX(p.day) FROM metric_points p"
    " WHERE p.series_id = s.id) AS day FROM metric_series s WHERE s.subject_id = $1) last"
    " GROUP BY source"
)


async def merge(rows: Sequence[Stored], number: int, summed: Collection[int]) -> Merged:
    """Bring points of import `number` in; those of `summed` series go into their totals too.

    Each series and day may be in `rows` once. What is as it was is not written at all. Imports
    take turns until the commit, so nothing changes between looking and writing.
    """
    must_be_in_transaction()
    await sql.take_turns(Turn.METRICS)
    found = await _lacking(rows)
    if not (left := found.rows):
        return Merged(0, 0, len(rows), frozenset())
    other = rows if len(left) == len(rows) else [row for row in rows if row in left]
    before = {} if found.bare else await kept(other)
    fresh = [row for row in other if (row[0], row[1]) not in before] if before else other

    def reckoned() -> list[rules.Delta]:
        return rules.deltas([row for row in other if row[0] in summed], before)

    if fresh and not sql.sole():
        await partitions.ensure(TABLE, {row[1] for row in fresh})
    added = await bulk.add(TABLE, _POINT, [(*row, number) for row in fresh], reckoned)
    if changed := len(other) - len(fresh):
        corrected = [row for row in other if (row[0], row[1]) in before]
        await bulk.write(_CORRECT, [(v, st, number, s, d) for s, d, v, st in corrected])
        await restatement_records.add(corrected, before, number)
    if added:
        await _add_totals(added)
    touched = frozenset([row[0] for row in other])
    return Merged(len(fresh), changed, len(rows) - len(other), touched)


async def lacking(rows: Sequence[Stored]) -> set[tuple[Any, ...]]:
    """Return those of `rows` that are not kept as they are."""
    return (await _lacking(rows)).rows


async def _lacking(rows: Sequence[Stored]) -> bulk.Lacking:
    ordered = sorted(rows)
    return await bulk.lacking(ordered, _TOLD, *look_for(ordered))


def look_for(rows: Sequence[Stored]) -> tuple[str, str]:
    """Return the question, and its parameter, for the points that are where `rows` would be."""
    return KEPT_LITE if sql.sole() else KEPT, orjson.dumps(rules.ranges(rows)).decode()


async def kept(rows: Sequence[Stored]) -> dict[tuple[int, int], tuple[int | None, int]]:
    """Return value and state of the points where `rows` would be, and perhaps of some between."""
    found = await sql.fetch(*look_for(rows))
    return {(row["series_id"], row["day"]): (row["value"], row["state"]) for row in found}


async def _add_totals(added: Sequence[rules.Delta]) -> None:
    if sql.sole():
        await bulk.insert("metric_totals", _TOTAL, added, _MORE)
        return
    places = ", ".join(f"${place}::bigint[]" for place in range(1, 7))
    columns = [list(column) for column in zip(*added, strict=True)]
    query = f"INSERT INTO metric_totals ({', '.join(_TOTAL)}) SELECT * FROM unnest({places}){_MORE}"
    await sql.send(query, *columns)


async def series_of(
    subjects: Collection[str], metrics: Collection[str] | None = None
) -> dict[Key, Series]:
    """Return the series about some subjects, of some metrics if given."""
    names, wanted = sorted(subjects), sorted(metrics or ())
    query = (
        "SELECT id, subject_id, metric, source, dimension, currency FROM metric_series"
        f" WHERE subject_id IN ({sql.placeholders(1, len(names))})"
    )
    if wanted:
        query += f" AND metric IN ({sql.placeholders(len(names) + 1, len(wanted))})"
    found = [_series(row) for row in await sql.fetch(query, *names, *wanted)] if names else []
    return {one.key: one for one in found}


async def add_series(new: Iterable[tuple[SubjectKind, Key, str]]) -> None:
    """Add series, each with the kind of its subject and its currency; those there are stay."""
    await bulk.write(
        "INSERT INTO metric_series"
        " (subject_kind, subject_id, metric, source, dimension, grain, currency)"
        " VALUES ($1, $2, $3, $4, $5, 'day', $6) ON CONFLICT DO NOTHING",
        # In order, so that two who add the same wait for each other once.
        sorted(
            (kind.value, key.subject_id, key.metric, key.source, key.dimension, currency)
            for kind, key, currency in new
        ),
    )


async def points(series_id: int, first: int, last: int) -> Sequence[sql.Row]:
    """Return the points of a series from `first` to `last`, days since 1970."""
    return await sql.fetch(POINTS, series_id, first, last)


async def points_in(
    pieces: Sequence[tuple[int, int, int]],
) -> list[tuple[int, int, int | None, int]]:
    """Return series, day, value and state of the points in `pieces`: series, first and last day."""
    if not pieces:
        return []
    rows = await sql.fetch(KEPT_LITE if sql.sole() else KEPT, orjson.dumps(pieces).decode())
    return [(row["series_id"], row["day"], row["value"], row["state"]) for row in rows]


async def totals(series_id: int, grain: int, first: int, last: int) -> Sequence[sql.Row]:
    """Return the totals of a series that begin from `first` to `last`, days since 1970."""
    return await sql.fetch(TOTALS, series_id, grain, first, last)


async def last_days(subject_id: str) -> dict[str, int]:
    """Return the last day, since 1970, that each source said something of a subject, if it did."""
    rows = await sql.fetch(LAST, subject_id)
    return {row["source"]: row["day"] for row in rows if row["day"] is not None}


async def series_ids() -> list[int]:
    """Return the ids of all series."""
    return [row["id"] for row in await sql.fetch("SELECT id FROM metric_series ORDER BY id")]


async def forget(series_id: int, day: int) -> int:
    """Remove the points of a series before a day; return how many there were."""
    return await sql.execute(
        "DELETE FROM metric_points WHERE series_id = $1 AND day < $2", series_id, day
    )


async def anything() -> bool:
    """Whether there is any point."""
    return await sql.fetch_one("SELECT 1 FROM metric_points LIMIT 1") is not None


async def count_before(day: int) -> int:
    """Return how many points there are before a day; it takes its time."""
    (row,) = await sql.fetch("SELECT COUNT(*) AS n FROM metric_points WHERE day < $1", day)
    return int(row["n"])


async def profile(name: str) -> dict[str, str] | None:
    """Return what the columns of a table hold, kept under a name; None if there is none."""
    row = await sql.fetch_one("SELECT columns FROM metric_profiles WHERE name = $1", name)
    return dict(sql.document(row["columns"])) if row else None


async def profiles() -> list[Profile]:
    """Return every profile, by name."""
    rows = await sql.fetch("SELECT * FROM metric_profiles ORDER BY name")
    return [
        Profile(row["name"], row["source"], sql.document(row["columns"]), sql.instant(row["at"]))
        for row in rows
    ]


async def keep_profile(name: str, source: str, columns: Mapping[str, str], at: datetime) -> None:
    """Keep what the columns of a table hold under a name, in place of what was."""
    await sql.execute(
        "INSERT INTO metric_profiles (name, source, columns, at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (name) DO UPDATE SET source = excluded.source,"
        " columns = excluded.columns, at = excluded.at",
        *(name, source, dict(columns), at),
    )


async def begin_import(source: str, name: str, sha256: str, actor: Actor, at: datetime) -> int:
    """Write down that an import begins, and return its number; how it ends is not known yet."""
    row = await sql.fetch_one(
        "INSERT INTO metric_imports"
        " (source, name, sha256, user_id, door, at, added, changed, same, aside, problems)"
        " VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0, -1, $7) RETURNING number",
        *(source, name, sha256, actor.user_id, actor.door, at, []),
    )
    assert row is not None  # noqa: S101  An insert that returns, returns.
    return int(row["number"])


async def end_import(done: Brought, problems: Sequence[Problem]) -> bool:
    """Write down what came of an import, with those `problems` of it that are kept.

    False if it was ended before, by whoever took it for dead.
    """
    told = [[one.line, one.reason, one.cure] for one in problems]
    ended = await sql.execute(
        "UPDATE metric_imports SET added = $1, changed = $2, same = $3, aside = $4, problems = $5,"
        " held = $6, confirmed = $7 WHERE number = $8 AND aside < 0",
        *(done.added, done.changed, done.same, done.aside, told),
        *(done.held, done.confirmed, done.number),
    )
    return ended > 0


async def get_import(number: int) -> Brought | None:
    """Return an import."""
    row = await sql.fetch_one("SELECT * FROM metric_imports WHERE number = $1", number)
    return brought(row) if row else None


def _series(row: sql.Row) -> Series:
    key = Key(row["subject_id"], row["metric"], row["source"], row["dimension"])
    return Series(row["id"], key, row["currency"])


def brought(row: sql.Row) -> Brought:
    """Return an import as its row has it."""
    told: Any = sql.document(row["problems"])
    return Brought(
        number=row["number"],
        source=row["source"],
        name=row["name"],
        at=sql.instant(row["at"]),
        added=row["added"],
        changed=row["changed"],
        same=row["same"],
        aside=row["aside"],
        problems=tuple(Problem(*one) for one in told),
        held=bool(row["held"]),
        user_id=row["user_id"],
        door=Door(row["door"]) if row["door"] else None,
        confirmed=bool(row["confirmed"]),
    )
