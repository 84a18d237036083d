"""The hub as five processes on PostgreSQL, for one story after the other.

Starting them takes seconds, so they live as long as the tests do. Between two stories the database
is emptied, what is kept of the ad account's token with it, and the clock is set back.
"""

import contextlib
import socket
import uuid
from itertools import cycle
from pathlib import Path

import asyncpg
import httpx2

from connectors.spotify.fake import Account
from tests.clocks import SharedClock
from tests.conftest import START, UNDO_SECONDS
from tests.faults.city import PARTS
from tests.faults.hub_process import Given, serve
from tests.keeping import EMPTY
from tests.nursery import Child, environ
from tests.postgres import told

#: How long the processes may take to begin, in seconds; it is for machines that do much else.
BEGIN_SECONDS = 180.0

#: How much of a log is shown of each process when a story fails, in lines.
TAIL = 15


class Processes:
    """Two doors for front ends, the bot's door and two workers, on a database of their own.

    Sockets are held here and handed on, so nobody else gets a port meanwhile. `clock` is what all
    of them read. `fakes` listens for who serves Slack and Spotify to them.
    """

    def __init__(self, server: str, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._running: list[Child] = []
        self._logs = [folder / f"{number}-{part}.log" for number, part in enumerate(PARTS)]
        self._read = [0 for _ in PARTS]
        self._sockets = [socket.create_server(("127.0.0.1", 0)) for _ in PARTS]
        self.fakes = socket.create_server(("127.0.0.1", 0))
        self.clock = SharedClock(folder / "clock")
        self.clock.set(START)
        self.files = folder / "data" / "files"
        self.database = ""
        self.urls = [url_of(held) for held in self._sockets]
        self.doors = cycle(
            [url for url, part in zip(self.urls, PARTS, strict=True) if part == "api"]
        )
        self.bot = self.urls[PARTS.index("bot")]

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
        """End all of them, and give their ports back."""
        self.end()
        for held in (*self._sockets, self.fakes):
            held.close()

    def tails(self) -> str:
        """Return the last lines that each of them wrote since everything was made empty."""
        said = []
        for log, read, process in zip(self._logs, self._read, self._running, strict=False):
            lines = log.read_bytes()[read:].decode(errors="replace").splitlines()[-TAIL:]
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
        for part, held, log in zip(PARTS, self._sockets, self._logs, strict=True):
            self._running.append(self._started(part, held, log))
        async with httpx2.AsyncClient(timeout=BEGIN_SECONDS) as client:
            for url in self.urls:
                await self._alive(client, url)

    def _started(self, part: str, listening: socket.socket, log: Path) -> Child:
        given = Given(
            part=part,
            database=self.database,
            files=str(self.files),
            fakes=url_of(self.fakes),
            ad_account=Account.id,
            listening=listening,
            undo_seconds=UNDO_SECONDS,
            clock=str(self.clock.path),
        )
        log.write_bytes(b"")
        return Child(serve, given, env=environ(), out=log)

    async def _alive(self, client: httpx2.AsyncClient, url: str) -> None:
        """Wait for one of them; its socket listens already, so it answers as soon as it can."""
        try:
            answer = await client.get(f"{url}/healthz")
        except httpx2.TransportError as error:
            raise AssertionError(f"{url} does not answer: {error!r}\n{self.tails()}") from error
        assert answer.is_success, f"{url}: {answer.status_code}\n{self.tails()}"


def url_of(listening: socket.socket) -> str:
    """Return where a socket on loopback is reached."""
    host, port = listening.getsockname()
    return f"http://{host}:{port}"
