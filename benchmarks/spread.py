"""What a request costs where several processes share the machine: ours, and the least there is.

Processes that take turns on a core find its caches full of one another's, whatever they do: what
that costs anybody is told by the floor of `benchmarks.floor`, beside ours in the same run. The same
page is asked of one process, of two and of four in turn, at a rate and without a pause.

    python -m benchmarks.spread
"""

import asyncio
import random
import statistics
import time
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import cycle

from tests.load.wire import Lines
from tests.postgres import server as begun

from benchmarks.served import STORED, Server, floor, ours, prepared
from benchmarks.stage import world

#: How many processes are asked, by turns, and how often.
PROCESSES, ROUNDS = (1, 2, 4), 3

#: How many rows a page has.
FIRST = 50

#: Requests a second and for how many seconds; then how many at once without a pause, and how long.
RATE, RATED_SECONDS = 40.0, 6.0
WIDTH, PRESSED_SECONDS = 8, 3.0

#: How long each is asked before anything counts, in seconds.
WARMED_SECONDS = 1.5

SEED = 20261122

#: What a request cost a server by its processes, at a rate and without a pause, in milliseconds.
Costs = dict[tuple[str, int], list[tuple[float, float]]]


class Asked:
    """Some processes of one server, asked in turn."""

    def __init__(self, servers: Sequence[Server]) -> None:
        self._servers = servers
        self._lines = [(Lines(one.port), one.wire(FIRST)) for one in servers]
        self._turn = cycle(self._lines)
        self._chance = random.Random(SEED)

    async def at_a_rate(self, seconds: float) -> float:
        """Ask at random instants that wait for no answer; return what each cost."""
        before, due, times = self._used(), time.perf_counter(), 0
        ends = due + seconds
        async with asyncio.TaskGroup() as asking:
            while (due := due + self._chance.expovariate(RATE)) < ends:
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                asking.create_task(self._ask())
                times += 1
        return (self._used() - before) * 1_000 / times

    async def without_a_pause(self, seconds: float) -> float:
        """Ask `WIDTH` at once, one after the other each; return what each cost."""
        before, ends, times = self._used(), time.perf_counter() + seconds, 0

        async def one_after_another() -> None:
            nonlocal times
            while time.perf_counter() < ends:
                await self._ask()
                times += 1

        await asyncio.gather(*(one_after_another() for _ in range(WIDTH)))
        return (self._used() - before) * 1_000 / times

    def close(self) -> None:
        """Hang up."""
        for lines, _ in self._lines:
            lines.close()

    def _used(self) -> float:
        return sum(one.used() for one in self._servers)

    async def _ask(self) -> None:
        lines, asked = next(self._turn)
        answer = await lines.send(asked)
        assert answer.status == 200, answer
        assert b'"errors"' not in answer.body, answer


async def main(url: str) -> None:
    """Measure both by turns, and print."""
    async with world(url) as found:
        address, token = await prepared(found, url, STORED)
        every = range(max(PROCESSES))
        servers = {
            "ours": [ours(address, token) for _ in every],
            "raw": [floor(address) for _ in every],
        }
        with ExitStack() as running:
            for one in (one for group in servers.values() for one in group):
                running.enter_context(one.serving())
                await _once([one], WARMED_SECONDS, WARMED_SECONDS)
            costs: Costs = {}
            for _ in range(ROUNDS):
                for name, group in servers.items():
                    for processes in PROCESSES:
                        came = await _once(group[:processes], RATED_SECONDS, PRESSED_SECONDS)
                        costs.setdefault((name, processes), []).append(came)
    _print(costs)


async def _once(
    servers: Sequence[Server], rated_seconds: float, pressed_seconds: float
) -> tuple[float, float]:
    asked = Asked(servers)
    try:
        rated = await asked.at_a_rate(rated_seconds)
        return rated, await asked.without_a_pause(pressed_seconds)
    finally:
        asked.close()


def _print(costs: Costs) -> None:
    for way, how in enumerate(("at a rate", "without a pause")):
        for processes in PROCESSES[1:]:
            one, two = (_grown(costs, name, processes, way) for name in ("ours", "raw"))
            print(
                f"{processes} processes, {how}: a request costs {one:.2f} times what it costs one"
                f" process, of the raw server {two:.2f}; ours beside it {one / two:.2f}"
            )


def _grown(costs: Costs, name: str, processes: int, way: int) -> float:
    """Return what a request costs so many processes beside one, the medians of the rounds."""
    many, alone = (
        statistics.median(came[way] for came in costs[name, count]) for count in (processes, 1)
    )
    return many / alone


if __name__ == "__main__":
    with begun() as database:
        asyncio.run(main(database))
