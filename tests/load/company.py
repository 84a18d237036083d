"""A hub as a company runs it: doors, the bot and workers, each `greenlight ...` by itself."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import httpx2

from connectors.spotify.fake import Account
from connectors.spotify.fake.server import CLIENT
from tests.bot.office import SIGNING
from tests.conftest import SECRET

#: Where each process that runs tests begins to look for ports is its own.
_PORTS = iter(range(10_000 + os.getpid() * 50 % 20_000, 32_000))

#: How long a process may take to begin, in seconds; it is for machines that do much else.
BEGIN_SECONDS = 300.0


class Running(Protocol):
    """A process."""

    @property
    def pid(self) -> int:
        """Its number."""

    def kill(self) -> None:
        """End it at once."""

    def join(self, seconds: float | None = None) -> None:
        """Wait until it ended, for so long at most."""


#: Starts `greenlight ...`, or the look-alikes where the first word is `outsides`.
Begin = Callable[[Sequence[str], Mapping[str, str]], Running]


@dataclass
class Company:
    """One hub on `database`, with its files in `files`, of processes that `begin` starts."""

    database: str
    files: Path
    begin: Begin
    bot: int = field(init=False)
    outsides: int = field(init=False)

    def __post_init__(self) -> None:
        self.bot, self.outsides = free(), free()

    @asynccontextmanager
    async def working(self, workers: int) -> AsyncIterator[None]:
        """Run the bot, so many workers and what they speak to while the block runs."""
        ports = [free() for _ in range(workers)]
        words = [("worker", "--port", str(port)) for port in ports]
        words += [("bot", "--port", str(self.bot))]
        outsides = self.begin(("outsides", str(self.outsides), str(self.bot)), {})
        try:
            async with self._running(words):
                yield
        finally:
            _end([outsides])

    @asynccontextmanager
    async def serving(self, doors: int) -> AsyncIterator[tuple[list[int], list[Running]]]:
        """Run so many doors for front ends while the block runs; give ports and processes."""
        ports = [free() for _ in range(doors)]
        async with self._running([("api", "--port", str(port)) for port in ports]) as running:
            yield ports, running

    @asynccontextmanager
    async def _running(self, started: Sequence[tuple[str, ...]]) -> AsyncIterator[list[Running]]:
        running = [self.begin(words, self._settings()) for words in started]
        try:
            for words in started:
                await _alive(int(words[-1]))
            yield running
        finally:
            _end(running)

    def _settings(self) -> dict[str, str]:
        fakes = f"http://127.0.0.1:{self.outsides}"
        given = {
            "database_url": self.database,
            "files": str(self.files),
            "secret": SECRET,
            # A few tokens ask all there is to ask: their points are counted, and do not run out.
            "graphql_points": "100000000",
            "slack_signing_secret": SIGNING,
            "slack_api_url": f"{fakes}/api/",
            "spotify_client_id": CLIENT[0],
            "spotify_client_secret": CLIENT[1],
            "spotify_refresh_token": "refresh-1",
            "spotify_ad_account": Account.id,
            "spotify_api_url": f"{fakes}/fake-spotify/ads/v3",
            "spotify_token_url": f"{fakes}/fake-spotify/api/token",
        }
        return {f"GREENLIGHT_{name.upper()}": value for name, value in given.items()}


def free() -> int:
    """Return a port that nobody has, of those that no system gives to who connects somewhere.

    `greenlight` begins seconds later; until then another process would have got any other.
    """
    for port in _PORTS:
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("no port is free")


def _end(running: Sequence[Running]) -> None:
    for process in running:
        process.kill()
    for process in running:
        process.join(BEGIN_SECONDS)


async def _alive(port: int) -> None:
    """Wait until a process is ready."""
    async with asyncio.timeout(BEGIN_SECONDS), httpx2.AsyncClient() as client:
        while True:
            with suppress(httpx2.TransportError):
                answer = await client.get(f"http://127.0.0.1:{port}/readyz")
                if answer.is_success:
                    return
            await asyncio.sleep(0.05)
