"""What an import touched is judged, beside everything: one series of a hundred.

10,000 thresholds, ten for each of 1,000 shows, on each database there is.

    python -m benchmarks.touched
"""

import asyncio
import statistics
import time
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from tests.postgres import available
from tests.postgres import server as postgres
from tests.world import World

from benchmarks.judging import DAYS, JUDGED, TERMS
from benchmarks.stage import engine, world
from domain import ids
from domain.database import bulk, transaction
from domain.hub import Hub
from domain.metrics import records
from domain.metrics.model import Key, SubjectKind
from domain.metrics.rules import day_number
from domain.thresholds import judging
from domain.thresholds import records as thresholds
from domain.thresholds.model import Threshold

ROUNDS, GOAL = 5, 0.05


async def laid(found: World) -> list[int]:
    """Write shows, their figures up to yesterday, and ten thresholds for each; return series."""
    now = found.hub.clock.now()
    shows = [ids.new(ids.Prefix.SHOW) for _ in range(JUDGED)]
    known = ("id", "title", "brand_id", "language", "separation_days")
    async with transaction():
        await bulk.add("shows", known, [(one, one, found.brand_id, "en", 0) for one in shows])
        await records.add_series(
            (SubjectKind.SHOW, Key(one, "plays", "other"), "") for one in shows
        )
    series = await records.series_ids()
    first = day_number((now - timedelta(days=DAYS)).date())
    async with transaction():
        rows = [(one, first + day, 500, 1) for one in series for day in range(DAYS)]
        await records.merge(rows, 1, set(series))
        for show in shows:
            for one in TERMS:
                terms = replace(one, metric="plays", subject_id=show)
                value = Threshold(ids.new(ids.Prefix.THRESHOLD), 1, terms, True, now)
                await thresholds.add(value, None)
    return series


async def _seconds(hub: Hub, touched: Collection[int] | None) -> float:
    begin = time.perf_counter()
    await judging.judge(hub, touched)
    return time.perf_counter() - begin


async def main(server: str | None = None) -> None:
    """Measure and print both, in turns; what they open is open before it is measured."""
    async with world(server) as found:
        series = await laid(found)
        some = series[:: len(series) // (len(series) // 100)]
        await judging.judge(found.hub)
        pairs = [
            (await _seconds(found.hub, some), await _seconds(found.hub, None))
            for _ in range(ROUNDS)
        ]
        part, whole = (statistics.median(each) for each in zip(*pairs, strict=True))
        print(
            f"{len(some)} of {len(series):,} series judged, {engine(server)}: {part * 1_000:.0f} ms"
            f" beside {whole * 1_000:,.0f} ms for all; ratio {part / whole:.3f}"
            f" (goal at most {GOAL})"
        )


if __name__ == "__main__":
    asyncio.run(main())
    if available():
        with postgres(durable=True) as url:
            asyncio.run(main(url))
