"""Points in parts by quarter beside the same points in one table, on PostgreSQL, in turns.

`python -m benchmarks.partitions`: a million and a half of them, over 25 months, and the questions
that judging, bringing in, lists and charts ask. A ratio above 1 is how much longer parts take.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from unittest.mock import patch

import asyncpg
from tests.postgres import server

from benchmarks.stage import world
from domain.database import partitions, sql, transaction
from domain.metrics import flight_records, records
from domain.metrics.model import Stored, SubjectKind
from domain.quarters import quarters_of
from domain.thresholds import windows

#: Series that go on all the time, and campaigns of sixty days with three metrics each.
STEADY, CAMPAIGNS, METRICS = 1_800, 700, ("clicks", "impressions", "spend")
TODAY, DAYS, FLIGHT = 20_778, 761, 60
FIRST, ROUNDS = TODAY - DAYS + 1, 9

WHOLE = (
    "CREATE TABLE points_whole (LIKE metric_points INCLUDING DEFAULTS)",
    "INSERT INTO points_whole SELECT * FROM metric_points",
    "ALTER TABLE points_whole ADD PRIMARY KEY (series_id, day)",
)
ASIDE = "ALTER TABLE metric_points RENAME TO points_{0}"
BACK = "ALTER TABLE points_{0} RENAME TO metric_points"

Act = Callable[[], Awaitable[object]]


async def fill(plain: asyncpg.Connection) -> None:
    names = [f"cmp_{number:05}" for number in range(CAMPAIGNS)]
    steady = [f"shw_{number:05}" for number in range(STEADY)]
    await plain.executemany(
        "INSERT INTO metric_series (subject_kind, subject_id, metric, source, dimension, grain,"
        " currency) VALUES ($1, $2, $3, 'spotify-ads', '', 'day', '')",
        [(SubjectKind.CAMPAIGN, name, metric) for name in names for metric in METRICS]
        + [(SubjectKind.SHOW, name, "streams") for name in steady],
    )
    parts = quarters_of(range(FIRST, TODAY + 100))
    await partitions.ensure(
        "metric_points", [one.first for one in parts], plain.fetch, plain.execute
    )
    flights = f"{FIRST} + (s.id / 3) * {DAYS - FLIGHT} / {CAMPAIGNS}"
    await plain.execute(
        "INSERT INTO metric_points (series_id, day, value, state, import_number)"
        " SELECT s.id, d, (s.id * 7 + d) % 1000, 1, 1 FROM metric_series s, generate_series("
        f" CASE WHEN s.metric = 'streams' THEN {FIRST} ELSE {flights} END,"
        f" CASE WHEN s.metric = 'streams' THEN {TODAY} ELSE {flights} + {FLIGHT - 1} END) d"
    )
    await plain.execute(
        "INSERT INTO metric_totals SELECT series_id, 3, 0, sum(value), count(*), 0"
        " FROM metric_points GROUP BY series_id"
    )
    await plain.execute(
        "INSERT INTO metric_totals SELECT series_id, 2, extract(epoch FROM date_trunc('month',"
        " DATE '1970-01-01' + day))::int / 86400 AS bucket, sum(value), count(*), 0"
        " FROM metric_points GROUP BY series_id, bucket"
    )
    for one in WHOLE:
        await plain.execute(one)
    await plain.execute("VACUUM ANALYZE")


async def questions() -> dict[str, Act]:
    shows = [one.id for one in (await records.series_of(_names("shw", STEADY))).values()]
    ads = [one.id for one in (await records.series_of(_names("cmp", CAMPAIGNS))).values()]
    many = [(one, TODAY - 27, TODAY, 1, 5, 2) for one in (shows * 3)[:5_000]]
    same = [_row(one, day) for day in range(TODAY - 6, TODAY + 1) for one in shows[:1_400]]

    async def merged(rows: list[Stored]) -> None:
        async with transaction():
            await records.merge(rows, 2, {*shows})

    async def new() -> None:
        await sql.execute(f"DELETE FROM metric_points WHERE day = {TODAY + 1}")
        await merged([_row(one, TODAY + 1) for one in shows])

    page, offset = _names("cmp", CAMPAIGNS)[-50:], _names("cmp", CAMPAIGNS)[100:150]
    return {
        "judging, 5,000 windows": lambda: windows.windows_of(many),
        "judging, 20 windows": lambda: windows.windows_of(many[:20]),
        "bringing in, the same": lambda: merged(same),
        "bringing in, a new day": new,
        "a list, newest fifty": lambda: flight_records.flight_totals(page, METRICS),
        "a list, older fifty": lambda: flight_records.flight_totals(offset, METRICS),
        "the last day of a show": lambda: records.last_days("shw_00007"),
        "a chart of 28 days": lambda: records.points(shows[7], TODAY - 27, TODAY),
        "a chart of a flight": lambda: records.points(ads[7], FIRST, TODAY),
        "a chart of 25 months": lambda: records.points(shows[7], FIRST, TODAY),
    }


async def main(url: str) -> None:
    """Measure and print."""
    async with world(url):
        (name,) = await sql.fetch("SELECT current_database() AS name")
        plain = await asyncpg.connect(f"{url}/{name['name']}")
        await fill(plain)
        found: dict[str, dict[str, list[float]]] = {}
        await plain.execute(ASIDE.format("parts"))
        ensure = partitions.ensure
        for turn in range(ROUNDS):
            for kind in ("parts", "whole")[:: 1 if turn % 2 else -1]:
                await plain.execute(BACK.format(kind))
                making = ensure if kind == "parts" else _nothing
                with patch.object(partitions, "ensure", making):
                    for asked, act in (await questions()).items():
                        found.setdefault(asked, {}).setdefault(kind, []).append(await _timed(act))
                await plain.execute(ASIDE.format(kind))
        for asked, took in found.items():
            parts, whole = (1e3 * statistics.median(took[kind]) for kind in ("parts", "whole"))
            print(f"{asked:<28}{parts:>9.2f} ms beside {whole:>9.2f} ms; {parts / whole:.2f}")
        await plain.close()


async def _nothing(*_: object) -> list[str]:
    return []


async def _timed(act: Act) -> float:
    """Return how long it takes, once plans are made."""
    for _ in range(8):
        await act()
    took = []
    for _ in range(7):
        begin = time.perf_counter()
        await act()
        took.append(time.perf_counter() - begin)
    return statistics.median(took)


def _names(prefix: str, count: int) -> list[str]:
    return [f"{prefix}_{number:05}" for number in range(count)]


def _row(series: int, day: int) -> Stored:
    return series, day, (series * 7 + day) % 1_000, 1


if __name__ == "__main__":
    with server(durable=False) as found_at:
        asyncio.run(main(found_at))
