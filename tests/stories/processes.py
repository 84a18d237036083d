"""The hub as five processes on PostgreSQL, for one story after the other.

Starting them takes seconds, so they live as long as the tests do. Between two stories the database
is emptied, what is kept of the ad account's token with it, and the clock is set back.
"""

import asyncio
import contextlib
import socket
import uuid
from pathlib import Path

import asyncpg
import httpx2

from tests.clocks import SharedClock
from tests.conftest import START
from tests.faults.city import PARTS
from tests.keeping import EMPTY
from tests.nursery import Child
from tests.ports import quiet
from tests.postgres import told
from tests.stories.company import begin, environment

#: How long the processes may take to begin, in seconds; it is for machines that do much else.
BEGIN_SECONDS = 180.0

#: How often it is looked whether one answers, in seconds.
LOOK_SECONDS = 0.05

#: How much of a log is shown of each process when a story fails, in lines.
TAIL = 15


class Processes:
    """Two doors for front ends, the bot's door and two workers, on a database of their own.

    Each is started as `tests.stories.company` says. `clock` is what all of them read. `fakes`
    listens for who serves Slack, Spotify and the others to them.
    """

    def __init__(self, server: str, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._running: list[Child] = []
        self._logs = [folder / f"{number}-{part}.log" for number, part in enumerate(PARTS)]
        self._read = [0 for _ in PARTS]
        self._ports = [quiet() for _ in PARTS]
        self.fakes = socket.create_server(("127.0.0.1", 0))
        self.clock = SharedClock(folder / "clock")
        self.clock.set(START)
        self.files = folder / "data" / "files"
        self.database = ""
        self._urls = [f"http://127.0.0.1:{port}" for port in self._ports]
        self.doors = [url for url, part in zip(self._urls, PARTS, strict=True) if part == "api"]
        self.bot = self._urls[PARTS.index("bot")]

    async def empty(self) -> None:
        """Make everything as it was at first; begin, if that was not done or somebody ended."""
        if not self.running() or not await self._emptied():
            self.end()
            await self._begin()
        self.clock.set(START)
        self._read = [log.stat().st_size for log in self._logs]

    def running(self) -> bool:
        """Whether all of them run."""
        return bool(self._running) and all(one.returncode is None for one in self._running)

    def end(self) -> None:
        """End all of them."""
        for process in self._running:
            process.kill()
        for process in self._running:
            process.join()
        self._running = []

    def close(self) -> None:
        """End all of them, and those who serve to them."""
        self.end()
        self.fakes.close()

    def tails(self) -> str:
        """Return the last lines that each of them wrote since everything was made empty.

        What only says which address was asked for is left out.
        """
        said = []
        for log, read, process in zip(self._logs, self._read, self._running, strict=False):
            lines = log.read_bytes()[read:].decode(errors="replace").splitlines()
            lines = [line for line in lines if not line.startswith("INFO:")][-TAIL:]
            ended = "" if process.returncode is None else f", ended with {process.returncode}"
            said += [f"--- {log.stem}{ended}", *lines]
        return "\n".join(said)

    async def _emptied(self) -> bool:
        """Empty every table under those who run; False if somebody holds one for too long."""
        with contextlib.suppress(asyncpg.PostgresError):
            connection = await asyncpg.connect(self.database)
            try:
                await connection.execute(f"SET lock_timeout = '5s';{EMPTY}")
            finally:
                await connection.close()
            return True
        return False

    async def _begin(self) -> None:
        """Start all of them on a new database, and wait until each answers."""
        name = f"five_{uuid.uuid4().hex}"
        await told(self._server, f"CREATE DATABASE {name} TEMPLATE empty STRATEGY file_copy")
        self.database = f"{self._server}/{name}"
        self.clock.set(START)
        env = environment(self.database, self.files, url_of(self.fakes))
        for part, port, log in zip(PARTS, self._ports, self._logs, strict=True):
            log.write_bytes(b"")
            self._running.append(Child(begin, part, port, str(self.clock.path), env=env, out=log))
        async with asyncio.timeout(BEGIN_SECONDS), httpx2.AsyncClient() as client:
            for url in self._urls:
                await self._alive(client, url)

    async def _alive(self, client: httpx2.AsyncClient, url: str) -> None:
        """Wait until one of them answers, as long as all of them run."""
        while True:
            with contextlib.suppress(httpx2.ConnectError):
                answer = await client.get(f"{url}/healthz", timeout=BEGIN_SECONDS)
                assert answer.is_success, f"{url}: {answer.status_code}\n{self.tails()}"
                return
            assert self.running(), f"{url} does not answer\n{self.tails()}"
            await asyncio.sleep(LOOK_SECONDS)


def url_of(listening: socket.socket) -> str:
    """Return where a socket on loopback is reached."""
    host, port = listening.getsockname()
    return f"http://{host}:{port}"
