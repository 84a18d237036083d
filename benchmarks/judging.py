"""Thresholds judged, beside the same question asked of the database by its bare driver.

Ours says what has to be known, asks, and judges; the floor asks with a prepared text and fetches.
"""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from decimal import Decimal
from itertools import chain
from typing import Any, cast

import asyncpg
import orjson
from tortoise.connection import get_connection

from benchmarks.stage import engine, report, world
from domain.clock import SystemClock
from domain.database import sql, transaction
from domain.metrics import records
from domain.metrics.model import SubjectKind
from domain.thresholds import judging, windows
from domain.thresholds.gauges import gauge
from domain.thresholds.model import Plan, Probe, Side, Terms, Threshold, ThresholdKind

SERIES, DAYS, FIRST, ROUNDS = 1_000, 200, 20_000, 7

TERMS = (
    *[
        Terms("", "plays", ThresholdKind.TARGET, Side.BELOW, Decimal(400), days=d)
        for d in (1, 3, 5, 7)
    ],
    *[Terms("", "ctr", ThresholdKind.TARGET, Side.BELOW, Decimal("0.1"), days=7)] * 2,
    *[Terms("", "spend", ThresholdKind.PACING, Side.BELOW, Decimal("0.2"))] * 2,
    *[Terms("", "plays", ThresholdKind.BASELINE, Side.BELOW, Decimal("0.3"), days=7)] * 2,
)


def probes() -> list[Probe]:
    """Return what is judged: of each series each kind of threshold."""
    now = SystemClock().now()
    last = FIRST + DAYS - 1
    plan = Plan(last - 40, last + 40, 50_000, "EUR")
    said = [Threshold(str(at), 1, one, active=True, changed_at=now) for at, one in enumerate(TERMS)]
    return [
        Probe(
            one,
            series,
            series % SERIES + 1 if one.terms.metric == "ctr" else None,
            SubjectKind.SHOW,
            "",
            None,
            "other",
            "",
            last,
            f"{series} {one.id}",
            plan,
        )
        for series in range(1, SERIES + 1)
        for one in said
    ]


def asked(every: list[Probe]) -> list[str]:
    """Return the texts that the floor asks with."""
    gauges = {one.threshold.id: gauge(one.threshold.terms) for one in every}
    pieces = list(
        chain.from_iterable(gauges[one.threshold.id].pieces(one, one.as_of) for one in every)
    )
    starts = range(0, len(pieces), windows.BATCH)
    return [orjson.dumps(pieces[start : start + windows.BATCH]).decode() for start in starts]


async def timed(act: Callable[[], Awaitable[object]], count: int) -> float:
    """Return how many thresholds a second `act` judges."""
    begin = time.perf_counter()
    await act()
    return count / (time.perf_counter() - begin)


async def main(server: str | None = None) -> None:
    """Measure and print both, in turns."""
    async with world(server):
        rows = [
            (series, FIRST + day, (series * 7 + day * 13) % 1_000 + 1, 1)
            for series in range(1, SERIES + 1)
            for day in range(DAYS)
        ]
        for start in range(0, len(rows), 10_000):
            async with transaction():
                await records.merge(rows[start : start + 10_000], 1, set())
        every = probes()
        texts = asked(every)
        floor = await _floor(server, texts)

        async def ours() -> None:
            await judging.findings_of(every, {})

        found: tuple[list[float], list[float]] = ([], [])
        for turn in range(ROUNDS):
            pair = [(ours, 0), (floor, 1)][:: 1 if turn % 2 else -1]
            for act, place in pair:
                found[place].append(await timed(act, len(every)))
    report(f"thresholds judged, {engine(server)}", *found, "goal at least 0.77")


async def _floor(server: str | None, texts: list[str]) -> Callable[[], Awaitable[None]]:
    if server is None:
        lite = sqlite3.connect(str(cast("Any", get_connection("default")).filename))
        query = windows.WINDOWS_LITE.replace("$", "?")

        async def ask_lite() -> None:
            for text in texts:
                lite.execute(query, [text]).fetchall()

        return ask_lite
    name = await sql.fetch_one("SELECT current_database() AS name")
    assert name is not None
    bare = await asyncpg.connect(f"{server}/{name['name']}")

    async def ask() -> None:
        for text in texts:
            await bare.fetch(windows.WINDOWS, text)

    return ask


if __name__ == "__main__":
    asyncio.run(main())
