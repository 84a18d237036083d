"""Jobs under way when a worker is told to stop: a little time to end, then they are cut.

Cutting is safe: a job that was cut is given back, and taken up again by whoever is there. Where
even that was not to be done in time, its lease has to run out first.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

#: How long jobs under way may take to end, in seconds. Those who stop processes commonly wait 30.
DRAIN_SECONDS = 10.0

#: How long a job may take to notice that it was cut, in seconds.
CUT_SECONDS = 3.0

Result = TypeVar("Result")

log = structlog.get_logger()


class UnderWay:
    """What runs now, each in a task of its own."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self.ending = False

    async def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run `work` to its end, though whoever waits for it is cancelled."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return await asyncio.shield(task)

    async def end(self) -> None:
        """Return once nothing runs any more; what takes too long is cancelled.

        From now on nothing new is to be begun: who is called says so (`ending`).
        """
        self.ending = True
        if not self._tasks:
            return
        try:
            await asyncio.wait(self._tasks, timeout=DRAIN_SECONDS)
        finally:  # Whoever is told to stop twice does not wait for them either.
            late = set(self._tasks)
            for task in late:
                task.cancel()
            if late:
                log.warning("jobs_cut", jobs=len(late))
                await asyncio.wait(late, timeout=CUT_SECONDS)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        # Whoever waited has been told; if nobody waits any more, the job's row says it.
        if not task.cancelled():
            task.exception()
