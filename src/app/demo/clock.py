"""The demo's clock: the machine's, ahead by the days that somebody let pass."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from domain.clock import SystemClock
from domain.database import transaction
from domain.errors import Busy
from domain.jobs import records as jobs

#: What is asked for is for tomorrow at the soonest, and nobody who tries it out waits for that.
DAY = timedelta(days=1)

#: How long a day waits for what is being done to end, and how often it looks, in seconds.
REST_SECONDS, LOOK_SECONDS = 10.0, 0.05


class DemoClock:
    """Tells the time of the demo; how far it is ahead is kept in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._machine = SystemClock()
        self._days = int(path.read_text()) if path.exists() else 0

    def now(self) -> datetime:
        """Return the present instant of the demo, in UTC."""
        return self._machine.now() + self._days * DAY

    def let_pass(self) -> None:
        """Let a day pass. The workers look within seconds."""
        self._days += 1
        self._path.write_text(str(self._days))


async def let_day_pass(clock: DemoClock, wait_seconds: float = REST_SECONDS) -> None:
    """Let a day pass between two jobs, `Busy` if there is no such moment for so long.

    A worker holds what it does for less than a minute: a day that passed meanwhile would let
    another do it again.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + wait_seconds
    while True:
        async with transaction():  # Nobody takes a job as long as it is open.
            if not await jobs.being_done(clock.now()):
                clock.let_pass()
                return
        if loop.time() >= until:
            raise Busy("in_flight", "Something is being done this moment; try again shortly.")
        await asyncio.sleep(LOOK_SECONDS)
