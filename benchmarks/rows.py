"""How many bytes a row of every big table takes on PostgreSQL, with its indexes.

`python -m benchmarks.rows`: real rows, made by the use cases, are copied so often with keys of
their own, written in the order of time as they would be, and weighed by PostgreSQL itself.
"""

import asyncio
import sys
from collections.abc import Mapping

import asyncpg
from tests.postgres import server
from tests.world import World

from benchmarks.stage import world
from benchmarks.stock import fill
from domain.approvals.model import Choice
from domain.database import sql
from domain.requests.vote import vote

ROWS = 200_000

#: Tables beside those that `stock` fills: what a copied row has otherwise, by column. `n` counts.
_ID = "'{prefix}_' || lpad(n::text, 26, '0')"
COPIED: Mapping[str, Mapping[str, str]] = {
    "votes": {
        "id": _ID.format(prefix="vot"),
        "stage_id": _ID.format(prefix="stg"),
        "request_id": "'req_' || lpad((n / 3)::text, 26, '0')",
    },
    "audit_events": {
        "seq": "1000 + n",
        "id": _ID.format(prefix="evt"),
        "subject": "'req_' || lpad((n / 8)::text, 26, '0')",
        "position": "n % 8",
        "previous": "md5(n::text) || md5((n + 1)::text)",
        "digest": "md5((n + 1)::text) || md5((n + 2)::text)",
    },
    "audit_heads": {
        "subject": _ID.format(prefix="req"),
        "digest": "md5(n::text) || md5((n + 1)::text)",
    },
    "jobs": {
        "id": _ID.format(prefix="job"),
        "key": "'effect:' || lpad(n::text, 26, '0')",
        "lane": "'lane:' || lpad(n::text, 26, '0')",
        "state": "'done'",
    },
}

#: The table of points is in parts, and weighs nothing itself.
PART = "CREATE TABLE metric_points_part (LIKE metric_points INCLUDING ALL)"
POINTS = """
INSERT INTO metric_points_part (series_id, day, value, state, import_number)
SELECT 1 + n % 1000, 20000 + n / 1000, n % 100000, 1, 1 + n / 100000 FROM generate_series(1, $1) n
"""
TOTALS = """
INSERT INTO metric_totals (series_id, grain, bucket, total, days, hidden)
SELECT 1 + n % 1000, 1, 20000 + n / 1000, n, 7, 0 FROM generate_series(1, $1) n
"""
USED_KEYS = """
INSERT INTO used_keys
SELECT left(encode(decode(md5(n::text), 'hex'), 'base64'), 22), 500000 + n / 1000
FROM generate_series(1, $1) n
"""
SIZES = """
SELECT relname AS name, reltuples::bigint AS rows, pg_table_size(oid) AS own,
 pg_indexes_size(oid) AS indexes FROM pg_class WHERE relname = ANY($1::text[])
 ORDER BY (pg_table_size(oid) + pg_indexes_size(oid)) / greatest(reltuples, 1) DESC
"""
MEASURED = [
    *("requests", "stages", "decisions", "request_markets"),
    *(*COPIED, "metric_points_part", "metric_totals", "used_keys"),
]


async def _seed(found: World) -> None:
    """Have one row at least of everything that is copied."""
    brand = "SELECT s.id FROM stages s WHERE s.state = 'open' AND s.key = 'brand'"
    (stage,) = await sql.fetch(brand)
    await vote(found.hub, await found.actor("brand_one"), stage["id"], Choice.APPROVE)


async def _copy(plain: asyncpg.Connection, table: str, changed: Mapping[str, str]) -> None:
    built = ", ".join(f"'{column}', {value}" for column, value in changed.items())
    await plain.execute(
        f"INSERT INTO {table} SELECT (jsonb_populate_record(s.t, jsonb_build_object({built}))).*"
        f" FROM (SELECT t FROM {table} t LIMIT 1) s, generate_series(1, {ROWS}) n"
    )


async def main(url: str) -> None:
    """Fill, measure and print."""
    async with world(url) as found:
        (name,) = await sql.fetch("SELECT current_database() AS name")
        plain = await asyncpg.connect(f"{url}/{name['name']}")
        # Nobody refers to what is copied, and nobody looks whether they could.
        await plain.execute("SET session_replication_role = replica")
        await fill(found, plain, ROWS)
        await _seed(found)
        for table, changed in COPIED.items():
            await _copy(plain, table, changed)
        await plain.execute(PART)
        await plain.execute(POINTS, ROWS)
        await plain.execute(TOTALS, ROWS)
        await plain.execute(USED_KEYS, ROWS)
        await plain.execute("VACUUM ANALYZE")
        print(f"{'table':<18}{'rows':>12}{'row':>8}{'indexes':>9}{'bytes a row together':>22}")
        for row in await plain.fetch(SIZES, MEASURED):
            own, beside = row["own"] / row["rows"], row["indexes"] / row["rows"]
            told = (
                f"{row['name']:<18}{row['rows']:>12,}{own:>8.0f}{beside:>9.0f}{own + beside:>22.0f}"
            )
            print(told)
        await plain.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        ROWS = int(sys.argv[1])
    with server(durable=False) as found_at:
        asyncio.run(main(found_at))
