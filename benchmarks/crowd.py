"""`python -m benchmarks.crowd`: everybody of a company, asking one hub from a process of their own.

What to ask stands on standard input as JSON, what came of it is printed as JSON: of what arrived
at a rate and of what was pressed, how many a second, how long they took, what went wrong, and how
much processor time each cost the doors and PostgreSQL, in milliseconds.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvloop
from tests.load.day import Day, Tally
from tests.load.ground import Ground
from tests.load.hands import Hands

from benchmarks.served import TICKS, USED

SEED = 20261121

#: How many ask at once where nobody pauses.
WIDTH = 12


@dataclass(frozen=True, slots=True)
class Meter:
    """Processor time of some doors, and of PostgreSQL with all that it began."""

    doors: list[int]
    database: int

    def read(self) -> tuple[float, float]:
        """Return both, in seconds since they began."""
        children = Path(f"/proc/{self.database}/task/{self.database}/children").read_text()
        begun = [self.database, *map(int, children.split())]
        # Whoever ended since is counted by who began it, in the two numbers after its own.
        ended = _used(self.database, slice(USED.stop, USED.stop + 2))
        return sum(map(_used, self.doors)), sum(map(_used, begun)) + ended


def _used(process: int, which: slice = USED) -> float:
    try:
        line = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return 0.0
    return sum(map(int, line.split()[which])) / TICKS


async def main(asked: dict[str, Any]) -> dict[str, Any]:
    """Warm the doors, and measure both ways of asking."""
    ground, span = Ground(**asked["ground"]), asked["span"]
    hands = Hands(ground, asked["doors"], asked["bot"], asked["name"])
    day, meter = Day(hands, SEED), Meter(asked["processes"], asked["database"])
    try:
        await day.press(span["warmed"] * len(asked["doors"]), width=WIDTH)
        begun = meter.read()
        arrived = await day.arrive(span["rate"], span["seconds"])
        between = meter.read()
        pressed = await day.press(span["pressed"], width=WIDTH)
        ended = meter.read()
    finally:
        await hands.close()
    return {
        "arrived": _told(arrived, begun, between),
        "pressed": _told(pressed, between, ended),
        "ended": hands.noted.ended,
    }


def _told(tally: Tally, before: tuple[float, float], after: tuple[float, float]) -> dict[str, Any]:
    every = [seconds for took in tally.took.values() for seconds in took]
    cost, stored = (
        (two - one) * 1_000 / tally.count for one, two in zip(before, after, strict=True)
    )
    return {
        "rate": tally.count / tally.seconds,
        "cost": cost,
        "stored": stored,
        "errors": dict(tally.errors),
        "kinds": {kind: _slow(took) for kind, took in tally.took.items()},
        **_slow(every),
    }


def _slow(took: Iterable[float]) -> dict[str, float]:
    """Return the middle and the slow end, in milliseconds."""
    ordered = sorted(took)
    return {
        "p50": ordered[len(ordered) // 2] * 1_000,
        "p99": ordered[int(len(ordered) * 0.99)] * 1_000,
    }


if __name__ == "__main__":
    print(json.dumps(uvloop.run(main(json.load(sys.stdin)))))
