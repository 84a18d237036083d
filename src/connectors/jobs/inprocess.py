"""The engine of one process: it drains the outbox and sleeps until the next job is due.

Everything it knows stands in the outbox; killing it loses nothing. It is the engine on SQLite,
where one process owns the file, so leases left by a dead process may be dropped at the start.
"""

import asyncio

import structlog

from connectors.jobs.draining import UnderWay
from domain.clock import Clock
from domain.errors import HubError
from domain.jobs import records, service
from domain.jobs.model import Handlers, Wake, Work
from domain.jobs.service import Bell

#: The longest sleep: however a wake-up got lost, the outbox is looked at this often, in seconds.
SLEEP_SECONDS_MAX = 5.0

#: How long to wait when the database itself fails, in seconds.
FAULT_SECONDS = 1.0

#: How many jobs run at once.
WORKERS = 2

log = structlog.get_logger()


class InProcessRunner:
    """Runs due jobs, a few at once, until it is cancelled."""

    def __init__(
        self,
        clock: Clock,
        wake: Wake,
        handlers: Handlers,
        *,
        name: str = "the worker",
    ) -> None:
        if not isinstance(wake, Bell):
            raise TypeError("the jobs of this hub are called for elsewhere")
        self._work_with = Work(clock, wake, handlers, name)
        self._bell = wake
        self._under_way = UnderWay()

    async def run(self) -> None:
        """Run until cancelled; a job that does not end then is cut, and taken up again later.

        Raises what the database raises if leases cannot be dropped: to be run again.
        """
        await records.release_all()
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(WORKERS):
                    group.create_task(self._work())
        finally:
            await self._under_way.end()

    async def drain(self) -> int:
        """Run everything that is due now, and say how many jobs that was."""
        done = 0
        while await service.run_next(self._work_with):
            done += 1
        return done

    async def _work(self) -> None:
        while True:
            try:
                if await self._under_way.run(service.run_next(self._work_with)):
                    self._bell.ring()  # A lane is free: another worker may sleep until it is.
                else:
                    await self._bell.wait(await self._idle_seconds())
            except HubError as trouble:
                log.warning("runner_waits", reason=trouble.message)
                await asyncio.sleep(FAULT_SECONDS)
            except Exception:
                log.exception("runner_fault")
                await asyncio.sleep(FAULT_SECONDS)

    async def _idle_seconds(self) -> float:
        now = self._work_with.clock.now()
        due = await records.next_due(now)
        if due is None:
            return SLEEP_SECONDS_MAX
        return min(max((due - now).total_seconds(), 0.01), SLEEP_SECONDS_MAX)
