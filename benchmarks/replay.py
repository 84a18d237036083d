"""Replaying the past: 100,000 recorded decisions, beside judging as many facts in memory.

The floor is the bare loop: judging facts that are there already. On top of it a replay reads the
decisions from the database, brings their facts back, and compares what was said.
"""

import asyncio
import random
import statistics
import time

from tests.world import World

from benchmarks.stage import engine, world
from domain.database import transaction
from domain.decisions import in_force
from domain.decisions import records as decisions
from domain.decisions.model import Table
from domain.decisions.rules import judge, judge_plainly
from domain.requests.submit import submit
from domain.rulebook.replaying import over_the_past

TABLE = "campaign_stages"
RECORDED, ROUNDS, BATCH = 100_000, 3, 1_000

Facts = dict[str, object]


async def main(server: str | None = None) -> None:
    """Measure and print."""
    async with world(server) as found:
        table = (await in_force.tables([TABLE], found.hub.clock.now()))[TABLE]
        facts = _facts(random.Random(20261121))
        await _record(found, table, facts)
        ours: list[float] = []
        bare: list[float] = []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            replay = await over_the_past(table)
            ours.append(time.perf_counter() - begin)
            assert (replay.total, replay.changed) == (RECORDED + 1, 0)
            begin = time.perf_counter()
            for one in facts:
                judge_plainly(table, one)
            bare.append(time.perf_counter() - begin)
    mine, floor = statistics.median(ours), statistics.median(bare)
    print(
        f"replay of {RECORDED:,} decisions, {engine(server)}: {mine:.2f} s beside {floor:.2f} s;"
        f" ratio {mine / floor:.2f} (goal at most 3.00)"
    )


def _facts(chance: random.Random) -> list[Facts]:
    categories = ("none", "alcohol", "gambling", "finance", "health", "politics")
    return [
        {
            "budget": chance.choice((900, 9_999, 10_000, 49_999, 50_000, 2_000_000)),
            "currency": chance.choice(("EUR", "USD", "GBP", "JPY", "SEK")),
            "category": chance.choice(categories),
            "sensitive_topic": chance.random() < 0.2,
            "by_agency": chance.random() < 0.3,
            "market_count": chance.randint(1, 9),
        }
        for _ in range(RECORDED)
    ]


async def _record(found: World, table: Table, facts: list[Facts]) -> None:
    """Record decisions on `facts`, as if they were revisions of one request."""
    request = await submit(
        found.hub, await found.actor("requester"), "campaign", found.brief(name="Bench")
    )
    now = found.hub.clock.now()
    for start in range(0, len(facts), BATCH):
        async with transaction():
            for number, one in enumerate(facts[start : start + BATCH], start):
                await decisions.add(request.id, 2 + number, [judge(table, one)], now)


if __name__ == "__main__":
    asyncio.run(main())
