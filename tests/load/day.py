"""A day's work sent at the doors: at a rate that waits for nobody, and as much as they take."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.load.hands import Hands, Refused
from tests.load.mix import Kind, deck

#: How much may be under way at once; what comes on top is an error, for nobody would wait for it.
UNDER_WAY_MAX = 500


@dataclass
class Tally:
    """What came of a while: seconds by kind, errors by what was said, and how long it took.

    Where things arrive at a rate, seconds count from the instant they were to be sent at.
    """

    took: dict[Kind, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def count(self) -> int:
        """How many were done."""
        return sum(len(found) for found in self.took.values())


class Day:
    """What everybody does in turn, in the same order for the same seed."""

    def __init__(self, hands: Hands, seed: int) -> None:
        self._hands = hands
        self._deck: Iterator[Kind] = deck(seed)
        self._chance = random.Random(seed)

    async def press(self, times: int, *, width: int) -> Tally:
        """Do so many, always `width` at once: as much as the hub takes."""
        tally, begin = Tally(), time.perf_counter()
        left = iter(range(times))

        async def one_after_another() -> None:
            for _ in left:
                await self._do(next(self._deck), time.perf_counter(), tally)

        await asyncio.gather(*(one_after_another() for _ in range(width)))
        tally.seconds = time.perf_counter() - begin
        return tally

    async def arrive(self, rate: float, seconds: float) -> Tally:
        """Do `rate` of them a second for so long, at random instants, whoever is still waiting."""
        tally, begin = Tally(), time.perf_counter()
        due, under_way = begin, set[asyncio.Task[None]]()
        while (due := due + self._chance.expovariate(rate)) < begin + seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            kind = next(self._deck)
            if len(under_way) >= UNDER_WAY_MAX:
                tally.errors[f"{kind}: {UNDER_WAY_MAX} were under way"] += 1
                continue
            task = asyncio.create_task(self._do(kind, due, tally))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)
        tally.seconds = time.perf_counter() - begin
        return tally

    async def _do(self, kind: Kind, due: float, tally: Tally) -> None:
        try:
            await self._hands.do(kind)
        except (Refused, OSError, EOFError, ValueError) as error:
            tally.errors[f"{kind}: {error!r}"] += 1
        else:
            tally.took.setdefault(kind, []).append(time.perf_counter() - due)
