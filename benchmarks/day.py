"""A mixed day asked of real processes: what a request costs at one door, at two and at four.

`make bench-load`. PostgreSQL that waits for its disk, one bot, two workers, Slack's and Spotify's
look-alikes: each its own process, started as a company starts it. `benchmarks.crowd` asks, from a
process of its own too. Of each round: what came at a rate that waits for nobody, then as much as
the doors took. Where doors share two cores, more of them are no quicker; what is judged is that
a request costs no more processor time at four than at one.

    python -m benchmarks.day [--quick]
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any

import asyncpg
from tests.load.company import Company
from tests.load.ground import Ground, laid, opened
from tests.load.mix import VOTED_MORE, Kind
from tests.postgres import own_server, told
from tests.world import populate

from app.keeping.migrating import migrate
from benchmarks.stock import fill

DOORS, WORKERS = (1, 2, 4), 2

#: Requests stored beforehand, and shows for a round's figures.
STORED, SHOWS = 5_000, 40

#: What workers have to do, but for cards: those wait for what Slack takes of a channel.
DUE = """SELECT COUNT(*) FROM jobs
 WHERE state = 'open' AND due_at <= now() AND kind <> 'cards.show'"""

#: What a request may cost more at several doors than at one.
GOAL = 1.15


@dataclass(frozen=True, slots=True)
class Span:
    """How long is measured.

    So often each number of doors has its turn: first each door is `warmed` by so many, then so many
    come at a `rate` a second for some `seconds`, then so many are `pressed` without a pause. Before
    a turn workers have `settling` seconds at most to do what is due.
    """

    turns: int
    warmed: int
    rate: float
    seconds: float
    pressed: int
    settling: float

    @property
    def waiting(self) -> int:
        """How many requests have to be there beforehand for a turn to vote on, and to spare."""
        asked = self.warmed * max(DOORS) + self.rate * self.seconds + self.pressed
        return int(asked * VOTED_MORE / 100) + 40


DAY = Span(turns=2, warmed=200, rate=40, seconds=20, pressed=1_000, settling=60)
QUICK = Span(turns=1, warmed=100, rate=10, seconds=5, pressed=100, settling=5)


@dataclass
class Found:
    """What came of so many doors, a list entry for each round."""

    arrived: list[dict[str, Any]] = field(default_factory=list)
    pressed: list[dict[str, Any]] = field(default_factory=list)
    ended: int = 0

    def add(self, found: dict[str, Any]) -> None:
        """Keep what a crowd found."""
        self.arrived.append(found["arrived"])
        self.pressed.append(found["pressed"])
        self.ended += found["ended"]

    def median(self, part: str, name: str) -> float:
        """Return the median of the rounds."""
        return float(statistics.median(found[name] for found in getattr(self, part)))

    def slow(self, kind: Kind) -> str:
        """Return how long a kind took where things arrived: the medians of the rounds that had one.

        A round in which every one of a kind went wrong has none; its errors are printed.
        """
        told = [found["kinds"][kind] for found in self.arrived if kind in found["kinds"]]
        if not told:
            return "none was answered"
        p50, p99 = (statistics.median(one[name] for one in told) for name in ("p50", "p99"))
        return f"{p50:.0f} and {p99:.0f} ms"

    def errors(self) -> dict[str, int]:
        """Return what went wrong, and how often."""
        told = {"subscription: cut off": self.ended} if self.ended else {}
        for found in (*self.arrived, *self.pressed):
            for error, times in found["errors"].items():
                told[error] = told.get(error, 0) + times
        return told


class Process(subprocess.Popen[bytes]):
    """A process that is ended as those of tests are."""

    def join(self, seconds: float | None = None) -> None:
        """Wait until it ended, for so long at most."""
        self.wait(seconds)


def begin(log: IO[bytes], words: Sequence[str], settings: Mapping[str, str]) -> Process:
    """Start `greenlight ...`, or the look-alikes; what it says goes into the log."""
    command = ["-m", "app", *words]
    if words[0] == "outsides":
        command = ["-m", "tests.load.outsides", *words[1:]]
    given = [sys.executable, *command]
    return Process(given, env=os.environ | settings, stdout=log, stderr=log)


async def main(span: Span) -> None:
    """Measure and print."""
    runs = len(DOORS) * span.turns
    with own_server(durable=True) as server, tempfile.TemporaryDirectory() as folder:
        await told(server.url, "CREATE DATABASE day")
        url, files = f"{server.url}/day", Path(folder)
        await migrate(url)
        async with opened(url, files) as hub:
            found = await populate(hub)
            plain = await asyncpg.connect(url)
            await fill(found, plain, STORED)
            await plain.close()
            waiting, shows = span.waiting * runs, SHOWS * runs
            ground = await laid(found, waiting=waiting, shows=shows, cases=40, alerts=10)
        with (files / "log").open("wb") as log:
            company = Company(url, files, partial(begin, log))
            came = await _rounds(company, ground.parts(runs), span, server.pid)
    _print(came)
    if any(found.errors() for found in came.values()):
        sys.exit("There are to be no errors.")


async def _rounds(
    company: Company, grounds: list[Ground], span: Span, database: int
) -> dict[int, Found]:
    """Have each number of doors asked by turns."""
    came = {doors: Found() for doors in DOORS}
    left = iter(grounds)
    async with company.working(WORKERS):
        for turn in range(span.turns):
            for doors in DOORS:
                await _settled(company.database, span.settling)
                async with company.serving(doors) as (ports, running):
                    asked = {
                        "ground": asdict(next(left)),
                        "doors": ports,
                        "bot": company.bot,
                        "name": f"{turn}-{doors}",
                        "processes": [process.pid for process in running],
                        "database": database,
                        "span": asdict(span),
                    }
                    came[doors].add(await asyncio.to_thread(_crowd, asked))
    return came


async def _settled(url: str, seconds: float) -> None:
    """Wait until workers have done what is due, for so long at most."""
    connection = await asyncpg.connect(url)
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while await connection.fetchval(DUE):  # noqa: ASYNC110  Others do it.
                await asyncio.sleep(1)
    await connection.close()


def _crowd(asked: dict[str, Any]) -> dict[str, Any]:
    """Have another process ask; return what it found."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.crowd"],
        input=json.dumps(asked).encode(),
        check=True,
        stdout=subprocess.PIPE,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    costs = (f"{found[part]['cost']:.2f} ms" for part in ("arrived", "pressed"))
    print(f"{len(asked['doors'])} doors, one round: {' and '.join(costs)} each", flush=True)
    return found


def _print(came: dict[int, Found]) -> None:
    for kind in Kind:
        told = (f"{doors}: {found.slow(kind)}" for doors, found in came.items())
        print(f"{kind}, p50 and p99 by doors: {', '.join(told)}")
    one = came[DOORS[0]]
    for doors, found in came.items():
        for part, how in (("arrived", "at a rate"), ("pressed", "without a pause")):
            cost, base = found.median(part, "cost"), one.median(part, "cost")
            print(
                f"{doors} doors, {how}: {found.median(part, 'rate'):.0f}/s, p50"
                f" {found.median(part, 'p50'):.0f} ms, p99 {found.median(part, 'p99'):.0f} ms;"
                f" {cost:.2f} ms of the doors' processors each, {found.median(part, 'stored'):.2f}"
                f" of PostgreSQL's; beside one door {cost / base:.2f} (goal {GOAL})",
                flush=True,
            )
        for error, times in found.errors().items():
            print(f"{doors} doors, {times} times: {error}")
        print(f"{doors} doors: {sum(found.errors().values())} errors")


if __name__ == "__main__":
    asyncio.run(main(QUICK if "--quick" in sys.argv else DAY))
