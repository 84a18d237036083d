"""Serving an application until told to stop, and stopping once.

uvicorn raises the signals it caught again when it has ended. The first cancels the closing of the
hub half-way, the second leaves the database's thread running and the process with it. So signals
are taken here, for as long as the hub is open: the first asks the server to drain and to stop, a
second to stop without waiting for requests and jobs under way, and none interrupts the closing.
"""

import asyncio
import gc
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol

import uvicorn

from api.endpoint.bodies import BODY_BYTES_MAX
from app.running.bounded import BoundedHttp
from domain.errors import Conflict

#: How long requests under way may take when the server is asked to stop, in seconds.
DRAIN_SECONDS = 5

#: How many connections one process takes, if nobody says otherwise; sockets are among them. Ours.
CONNECTIONS = 2_000

#: How many objects are made before the youngest are looked through, instead of 700.
YOUNG = 10_000

#: How often the date is set that answers bear, in seconds.
DATED_SECONDS = 1.0

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._ending = ending
        self._leaving = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen; `Conflict` where that cannot be done: uvicorn would say so and end the process.

        What the system says of it stands in the log.
        """
        try:
            await super().startup(sockets)
        except SystemExit:
            raise Conflict(
                "port_taken",
                f"Nobody can listen on {self.config.host}:{self.config.port}. Set GREENLIGHT_PORT"
                " to another, or GREENLIGHT_HOST to an address of this machine.",
            ) from None

    async def main_loop(self) -> None:
        """Serve until told to leave.

        uvicorn looks ten times a second whether it was: most of what a door costs that nobody asks.
        """
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                async with asyncio.timeout(DATED_SECONDS):
                    await self._leaving.wait()

    def leave(self, *, at_once: bool = False) -> None:
        """Take nothing new on, and end; `at_once`, without waiting for what is under way."""
        self.should_exit, self.force_exit = True, self.force_exit or at_once
        self._leaving.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to whoever opened the hub."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close sockets with 1012, and then end what is streamed without one: it never would."""
        asyncio.get_running_loop().call_soon(self._ending)
        await super().shutdown(sockets)


class Draining(Protocol):
    """What has something to end before the server does."""

    def drain(self) -> None:
        """Take nothing new on, and say so; at the first signal."""
        ...

    def cut(self) -> None:
        """Wait for nothing any more; at the second."""
        ...


class NotDraining:
    """What has nothing to end."""

    def drain(self) -> None:
        """Do nothing."""

    def cut(self) -> None:
        """Do nothing."""


class Stopping:
    """What is told to stop; made before anything is opened.

    It serves on for `drain_seconds` after the first signal: whoever sends callers here needs a
    moment to hear that it is not ready any more.
    """

    def __init__(self, drain_seconds: float = 0.0) -> None:
        self._server: _Server | None = None
        self._asked = False
        self._draining: Draining = NotDraining()
        self._seconds = drain_seconds
        self._loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            self._loop.add_signal_handler(number, self._ask)

    async def serve(
        self,
        application: Any,  # noqa: ANN401  Whatever uvicorn serves.
        host: str,
        port: int,
        log_level: str,
        ending: Callable[[], None] = lambda: None,
        draining: Draining | None = None,
        connections: int = CONNECTIONS,
    ) -> None:
        """Serve until asked to stop; `ending` tells those who listen to the hub that it stops.

        `draining` is told as soon as it is asked, before the seconds for which it serves on.
        Of more than `connections` at once, requests are answered with 503.
        """
        config = uvicorn.Config(
            application,
            host=host,
            port=port,
            log_level=log_level,
            http=BoundedHttp,
            limit_concurrency=connections,
            log_config=None,  # The log is set up, and has lines of its own about requests.
            access_log=False,
            timeout_graceful_shutdown=DRAIN_SECONDS,
            ws_max_size=BODY_BYTES_MAX,
            proxy_headers=False,  # Who is believed is a setting; uvicorn believes this machine.
        )
        self._draining = draining or self._draining
        spare_what_stands()
        self._server = _Server(config, ending)
        if not self._asked:
            await self._server.serve()

    @property
    def asked(self) -> bool:
        """Whether this process was told to stop."""
        return self._asked

    def leave(self) -> None:
        """Stop what is served now; something else may be served then."""
        if self._server is not None:
            self._server.leave()

    def _ask(self) -> None:
        again, self._asked = self._asked, True
        if self._server is None:
            return
        if again:
            self._draining.cut()
            self._server.leave(at_once=True)
            return
        self._draining.drain()
        if self._seconds:
            self._loop.call_later(self._seconds, self._server.leave)
        else:
            self._server.leave()


def spare_what_stands() -> None:
    """Have the collector pass over all that was made until now, which stays as long as we do.

    Looking through it, modules and schemas above all, stops everything for 0.1 s each time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
