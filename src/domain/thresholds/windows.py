"""Windows of many series in one question: for each, the index is probed, whatever planners think.

A join that is grouped would say the same, and both planners make a scan of all points of it as soon
as they misjudge how many pieces there are (docs/decisions/0035-thresholds.md).
"""

from collections.abc import Sequence
from functools import partial

import orjson

from domain.database import sql
from domain.thresholds.model import Piece, Window

#: How many pieces are asked for at once.
BATCH = 5_000

#: On SQLite a correlated sub-select, which cannot be turned round; each piece is taken apart once.
#: All of them are one row, in the order of the sub-select: SQLite leaves Python's lock to others
#: for as long as it is at one row, so what is at hand is judged meanwhile.
WINDOWS_LITE = (
    "WITH w AS MATERIALIZED (SELECT id, value ->> 0 AS series, value ->> 1 AS first,"
    " value ->> 2 AS last, value ->> 3 AS sign, value ->> 4 AS warning, value ->> 5 AS critical"
    " FROM json_each($1))"
    " SELECT json_group_array(json(seen)) AS seen FROM ("
    "SELECT (SELECT json_array(count(p.value), ifnull(sum(p.state = 3), 0),"
    " ifnull(sum(p.value), 0), ifnull(sum(p.value * w.sign < w.warning), 0),"
    " ifnull(sum(p.value * w.sign < w.critical), 0),"
    " max(CASE WHEN p.day = w.last THEN p.value END))"
    " FROM metric_points p WHERE p.series_id = w.series AND p.day BETWEEN w.first AND w.last)"
    " AS seen FROM w ORDER BY w.id)"
)
#: On PostgreSQL a lateral one, whose sums keep it from being merged with the rest. The first and
#: the last day of all pieces come beside them, so that no part of another month is even opened.
WINDOWS = (
    "WITH w AS MATERIALIZED (SELECT place, (piece ->> 0)::int AS series, (piece ->> 1)::int AS"
    " first, (piece ->> 2)::int AS last, (piece ->> 3)::bigint AS sign,"
    " (piece ->> 4)::bigint AS warning, (piece ->> 5)::bigint AS critical"
    " FROM json_array_elements($1::json) WITH ORDINALITY x(piece, place))"
    " SELECT x.* FROM w CROSS JOIN LATERAL (SELECT count(p.value) AS known,"
    " count(*) FILTER (WHERE p.state = 3) AS hidden, coalesce(sum(p.value), 0)::bigint AS total,"
    " count(*) FILTER (WHERE p.value * w.sign < w.warning) AS warned,"
    " count(*) FILTER (WHERE p.value * w.sign < w.critical) AS critical,"
    " max(p.value) FILTER (WHERE p.day = w.last) AS last"
    " FROM metric_points p WHERE p.series_id = w.series AND p.day BETWEEN w.first AND w.last"
    " AND p.day BETWEEN $2 AND $3) x ORDER BY w.place"
)

#: A window of its values in order; a quarter of the time that `Window` and its names take.
_made = partial(tuple.__new__, Window)


async def windows_of(pieces: Sequence[Piece]) -> list[Window]:
    """Return what is known of each piece, in their order."""
    found: list[Window] = []
    lite = sql.sole()
    for start in range(0, len(pieces), BATCH):
        query, values = asked(pieces[start : start + BATCH])
        rows = await sql.fetch(query, *values)
        if lite:
            found += map(_made, orjson.loads(rows[0]["seen"]))
        else:
            found += map(_made, (row.values() for row in rows))
    return found


def asked(pieces: Sequence[Piece]) -> sql.Question:
    """Return the question for some pieces."""
    text = orjson.dumps(pieces).decode()
    if sql.sole():
        return WINDOWS_LITE, (text,)
    return WINDOWS, (text, min(one[1] for one in pieces), max(one[2] for one in pieces))
