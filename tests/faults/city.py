"""A town whose hub is several processes on PostgreSQL: two doors, the bot's door, two workers."""

import signal
from itertools import count
from pathlib import Path

import httpx2

from tests.faults.town import Town
from tests.nursery import Child
from tests.ports import port_of, reserved
from tests.world import World

#: What runs, each a process of its own.
PARTS = ("api", "api", "bot", "worker", "worker")


class City(Town):
    """A hub of several processes, any of which may be killed at any time.

    A lane whose worker died is free when its lease ends, which may happen more than once.
    """

    patience = 400.0

    def __init__(self, database: str, folder: Path, world_token: str, world: World) -> None:
        super().__init__(database, folder, world_token, world)
        self.kept += [reserved() for part in PARTS if part != "bot"]
        others = iter(self.kept[1:])
        self.ports = [self.port if part == "bot" else port_of(next(others)) for part in PARTS]
        self.processes: dict[int, Child] = {}
        self._turn = count()

    async def start(self) -> None:
        """Start whatever is dead."""
        for number, part in enumerate(PARTS):
            process = self.processes.get(number)
            if process is None or process.returncode is not None:
                self.processes[number] = self.started(part, self.ports[number])
        await self.until(self.alive)

    async def kill(self) -> None:
        """Kill one of the processes."""
        await self._kill(self.random.randrange(len(PARTS)))

    async def end(self) -> None:
        """Kill all of them."""
        for number in range(len(PARTS)):
            await self._kill(number)

    async def alive(self) -> bool:
        async with httpx2.AsyncClient() as client:
            for port in self.ports:
                try:
                    answer = await client.get(f"http://127.0.0.1:{port}/healthz")
                except httpx2.TransportError:
                    return False
                if not answer.is_success:
                    return False
        return True

    def door(self) -> int:
        """Return the port of one door, then of the other."""
        return self.ports[next(self._turn) % PARTS.count("api")]

    async def _kill(self, number: int) -> None:
        process = self.processes[number]
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
            await process.wait()
