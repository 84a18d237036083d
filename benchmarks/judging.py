"""Thresholds judged, beside the same question asked of the database by its bare driver.

Ours says what has to be known, asks, and judges; the floor asks with a prepared text and fetches.
10,000 thresholds look at 1,000 series, of 200,000 figures; `--whole` has 10,000,000 of them.

    python -m benchmarks.judging [--whole]
"""

import asyncio
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from decimal import Decimal
from itertools import chain, islice
from typing import Any, cast

import asyncpg
from tests.postgres import available
from tests.postgres import server as postgres
from tortoise.connection import get_connection

from benchmarks.stage import engine, report, world
from domain.clock import SystemClock
from domain.database import sql, transaction
from domain.metrics import records
from domain.metrics.model import Stored, SubjectKind
from domain.thresholds import judging, windows
from domain.thresholds.gauges import gauge
from domain.thresholds.model import Plan, Probe, Side, Terms, Threshold, ThresholdKind

JUDGED, DAYS, FIRST, ROUNDS, CHUNK = 1_000, 200, 20_000, 7, 10_000

#: How many series there are: those that are judged, or fifty times as many.
USUAL, WHOLE = JUDGED, 50 * JUDGED

TERMS = (
    *[
        Terms("", "plays", ThresholdKind.TARGET, Side.BELOW, Decimal(400), days=d)
        for d in (1, 3, 5, 7)
    ],
    *[Terms("", "ctr", ThresholdKind.TARGET, Side.BELOW, Decimal("0.1"), days=7)] * 2,
    *[Terms("", "spend", ThresholdKind.PACING, Side.BELOW, Decimal("0.2"))] * 2,
    *[Terms("", "plays", ThresholdKind.BASELINE, Side.BELOW, Decimal("0.3"), days=7)] * 2,
)


def figures(series: int) -> Iterator[Stored]:
    """Yield every day of every series."""
    for one in range(1, series + 1):
        for day in range(DAYS):
            yield one, FIRST + day, (one * 7 + day * 13) % 1_000 + 1, 1


def probes(series: int) -> list[Probe]:
    """Return what is judged: of some series, all over the table, each kind of threshold."""
    step = series // JUDGED
    now = SystemClock().now()
    last = FIRST + DAYS - 1
    plan = Plan(last - 40, last + 40, 50_000, "EUR")
    said = [Threshold(str(at), 1, one, active=True, changed_at=now) for at, one in enumerate(TERMS)]
    return [
        Probe(
            one,
            place * step,
            place % JUDGED * step + step if one.terms.metric == "ctr" else None,
            SubjectKind.SHOW,
            "",
            None,
            "other",
            "",
            last,
            f"{place} {one.id}",
            plan,
        )
        for place in range(1, JUDGED + 1)
        for one in said
    ]


def asked(every: list[Probe]) -> list[sql.Question]:
    """Return what the floor asks, with its values made ready."""
    gauges = {one.threshold.id: gauge(one.threshold.terms) for one in every}
    pieces = list(
        chain.from_iterable(gauges[one.threshold.id].pieces(one, one.as_of) for one in every)
    )
    starts = range(0, len(pieces), windows.BATCH)
    return [windows.asked(pieces[start : start + windows.BATCH]) for start in starts]


async def timed(act: Callable[[], Awaitable[object]], count: int) -> float:
    """Return how many thresholds a second `act` judges."""
    begin = time.perf_counter()
    await act()
    return count / (time.perf_counter() - begin)


async def main(server: str | None = None, series: int = USUAL) -> None:
    """Measure and print both, in turns."""
    async with world(server):
        every_figure = figures(series)
        while rows := list(islice(every_figure, CHUNK)):
            async with transaction():
                await records.merge(rows, 1, set())
        every = probes(series)
        floor = await _floor(server, asked(every))

        async def ours() -> None:
            await judging.findings_of(every, {})

        found: tuple[list[float], list[float]] = ([], [])
        for turn in range(ROUNDS):
            pair = [(ours, 0), (floor, 1)][:: 1 if turn % 2 else -1]
            for act, place in pair:
                found[place].append(await timed(act, len(every)))
    said = f"thresholds judged over {series * DAYS:,} figures, {engine(server)}"
    report(said, *found, "goal at least 0.77")


async def _floor(
    server: str | None, questions: list[sql.Question]
) -> Callable[[], Awaitable[None]]:
    if server is None:
        lite = sqlite3.connect(str(cast("Any", get_connection("default")).filename))

        async def ask_lite() -> None:
            for query, values in questions:
                lite.execute(query.replace("$", "?"), values).fetchall()

        return ask_lite
    name = await sql.fetch_one("SELECT current_database() AS name")
    assert name is not None
    bare = await asyncpg.connect(f"{server}/{name['name']}")

    async def ask() -> None:
        for query, values in questions:
            await bare.fetch(query, *values)

    return ask


if __name__ == "__main__":
    size = WHOLE if "--whole" in sys.argv else USUAL
    asyncio.run(main(None, size))
    if available():
        with postgres(durable=True) as url:
            asyncio.run(main(url, size))
