"""Workers that are killed and begin anew, and whose jobs may come twice."""

from collections.abc import Callable
from dataclasses import replace

from connectors.jobs.inprocess import InProcessRunner
from domain.clock import Clock
from domain.jobs import records as jobs
from domain.jobs.model import Handler, Handlers, Job, Wake
from tests.faults.chaos.trouble import Killed, Trouble


class Revived(InProcessRunner):
    """A worker that begins anew whenever it is killed, with what `fresh` returns."""

    def __init__(self, clock: Clock, wake: Wake, fresh: Callable[[], Handlers]) -> None:
        super().__init__(clock, wake, fresh())
        self._fresh = fresh

    async def drain(self) -> int:
        while True:
            try:
                return await super().drain()
            except Killed:
                await jobs.release_all()
                self._work_with = replace(self._work_with, handlers=self._fresh())


def twice(trouble: Trouble, prefix: str, handlers: Handlers) -> Handlers:
    """Return handlers; a job whose kind begins with `prefix` may come again when it was done."""
    return {
        kind: _twice(trouble, handler) if kind.startswith(prefix) else handler
        for kind, handler in handlers.items()
    }


def _twice(trouble: Trouble, handler: Handler) -> Handler:
    async def handle(job: Job) -> None:
        trouble.tell(f"  {job.kind}")
        await handler(job)
        if trouble.strikes():
            trouble.tell(f"  {job.kind} comes again")
            await handler(job)

    return handle
