"""A company in a season of storms: the same processes in all of them, but for those killed."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.faults.storm.blows import Blows, small_disk
from tests.faults.storm.company import Company
from tests.faults.storm.follower import Follower
from tests.faults.storm.oracle import Oracle
from tests.faults.storm.people import Notes, People
from tests.postgres import SETTINGS, Server, keeper, told

#: How many campaigns are asked for in one storm, and how many blows fall, at least and at most.
CAMPAIGNS, BLOWS = (2, 3), (1, 3)

#: How often leases of the dead are waited for, and how often somebody stands still beyond theirs.
LAPSING, FROZEN = 1 / 10, 1 / 20

#: What a server loses that ends by itself is nothing: only what a machine loses is of no matter.
_SETTINGS = {**SETTINGS, "synchronous_commit": "on"}


@dataclass
class Season:
    """A company that stands, and how it came through so far. `long` has leases run out as well."""

    company: Company
    server: Server
    disk: Path | None
    follower: Follower
    long: bool
    storms: int = 0
    twice: int = 0
    told: Counter[str] = field(default_factory=Counter)

    @classmethod
    @asynccontextmanager
    async def begun(cls, folder: Path, data: Path, *, long: bool) -> AsyncIterator["Season"]:
        """Start a database, everything around it and the company; end all of it after the block."""
        async with AsyncExitStack() as stack:
            disk, small = stack.enter_context(small_disk())
            server = Server(disk / "data", keeper(), _SETTINGS, data)
            stack.callback(server.stop)
            server.start()
            await told(server.url, "CREATE DATABASE hub TEMPLATE empty")
            (disk / "files").mkdir()
            (folder / "files").symlink_to(disk / "files")
            company = await Company.gathered(f"{server.url}/hub", folder)
            await stack.enter_async_context(company.served())
            follower = await stack.enter_async_context(Follower(company).following())
            yield cls(company, server, disk if small else None, follower, long)

    async def storm(self, seed: int) -> list[str]:
        """Let one storm pass; return what is wrong once everything is at rest.

        What is asked for and what happens is the seed's; when they meet is the machine's.
        """
        random, notes = Random(seed), Notes()
        blows = Blows(self.company, self.server, Random(f"{seed} blows"), self.disk)
        self.company.lapsing = self.long and random.random() < LAPSING
        frozen = self.long and random.random() < FROZEN
        label = f"{seed}.{self.storms}"
        self.storms += 1
        oracle = Oracle(self.company)
        async with People(self.company, random, label, notes).come() as people:
            await asyncio.gather(
                self._people(people, random), self._blows(blows, Random(seed), frozen=frozen)
            )
            await self.company.start()
            await self.company.free()
            wrong = await oracle.rest(notes) or await oracle.judge(notes)
        self.twice += oracle.twice(notes)
        self.told.update(blows.told)
        if wrong:
            wrong = [f"seed {seed}", *blows.told, "AT REST:", *wrong, self.company.tails()]
        return wrong

    async def end(self) -> list[str]:
        """Return what is wrong after all storms."""
        wrong = await Oracle(self.company).whole()
        wrong += [f"the follower heard {one}" for one in self.follower.disordered]
        if self.twice > self.company.deaths:
            wrong.append(f"{self.twice} cards stand twice after {self.company.deaths} deaths")
        return wrong

    async def _people(self, people: People, random: Random) -> None:
        acts = [people.story(number) for number in range(random.randint(*CAMPAIGNS))]
        acts += [people.measure(self.storms), people.send_file(self.storms)]
        acts += [self._later(people.repeat, random.uniform(0.5, 3)) for _ in range(2)]
        await asyncio.gather(*acts)

    async def _blows(self, blows: Blows, random: Random, *, frozen: bool) -> None:
        for number in range(random.randint(*BLOWS)):
            await asyncio.sleep(random.uniform(0, 0.6))
            await blows.strike(long=frozen and number == 0)

    async def _later(self, act: Callable[[], Awaitable[None]], seconds: float) -> None:
        await asyncio.sleep(seconds)
        await act()
