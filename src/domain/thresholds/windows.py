"""Windows of many series in one question: for each, the index is probed, whatever planners think.

A join that is grouped would say the same, and both planners make a scan of all points of it as soon
as they misjudge how many pieces there are (docs/decisions/0035-thresholds.md).
"""

from collections.abc import Sequence

import orjson

from domain.database import sql
from domain.thresholds.model import Piece, Window

#: How many pieces are asked for at once.
BATCH = 5_000

#: On SQLite a correlated sub-select, which cannot be turned round.
WINDOWS_LITE = (
    "SELECT (SELECT json_array(count(p.value), ifnull(sum(p.state = 3), 0),"
    " ifnull(sum(p.value), 0),"
    " ifnull(sum(p.value * (w.value ->> 3) < (w.value ->> 4)), 0),"
    " ifnull(sum(p.value * (w.value ->> 3) < (w.value ->> 5)), 0),"
    " max(CASE WHEN p.day = (w.value ->> 2) THEN p.value END))"
    " FROM metric_points p WHERE p.series_id = (w.value ->> 0)"
    " AND p.day BETWEEN (w.value ->> 1) AND (w.value ->> 2)) AS seen"
    " FROM json_each($1) w ORDER BY w.id"
)
#: On PostgreSQL a lateral one, whose sums keep it from being merged with the rest.
WINDOWS = (
    "SELECT x.* FROM json_array_elements($1::json) WITH ORDINALITY w(piece, place)"
    " CROSS JOIN LATERAL (SELECT count(p.value) AS known,"
    " count(*) FILTER (WHERE p.state = 3) AS hidden, coalesce(sum(p.value), 0)::bigint AS total,"
    " count(*) FILTER (WHERE p.value * (piece ->> 3)::bigint < (piece ->> 4)::bigint) AS warned,"
    " count(*) FILTER (WHERE p.value * (piece ->> 3)::bigint < (piece ->> 5)::bigint) AS critical,"
    " max(p.value) FILTER (WHERE p.day = (piece ->> 2)::int) AS last"
    " FROM metric_points p WHERE p.series_id = (piece ->> 0)::int"
    " AND p.day BETWEEN (piece ->> 1)::int AND (piece ->> 2)::int) x ORDER BY w.place"
)


async def windows_of(pieces: Sequence[Piece]) -> list[Window]:
    """Return what is known of each piece, in their order."""
    found: list[Window] = []
    lite = sql.sole()
    query = WINDOWS_LITE if lite else WINDOWS
    for start in range(0, len(pieces), BATCH):
        rows = await sql.fetch(query, orjson.dumps(pieces[start : start + BATCH]).decode())
        if lite:
            found += [Window(*orjson.loads(row["seen"])) for row in rows]
        else:
            found += [Window(*row.values()) for row in rows]
    return found
