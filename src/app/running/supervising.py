"""Keeping alive what runs beside the doors: what fails is said at once, and begun again."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import structlog

from domain.errors import HubError

#: How long to wait before something is begun again, in seconds, at first and at most.
AGAIN_SECONDS = (1.0, 60.0)

#: From how long on something counts as having worked, in seconds.
STEADY_SECONDS = 60.0

Run = Callable[[], Awaitable[None]]
Sleep = Callable[[float], Awaitable[None]]

log = structlog.get_logger()


async def supervise(run: Run, sleep: Sleep = asyncio.sleep) -> None:
    """Run `run` until cancelled, over every failure, with growing pauses."""
    pause, most = AGAIN_SECONDS
    clock = asyncio.get_running_loop().time
    while True:
        began = clock()
        reason: Exception | None = None
        try:
            await run()
        except Exception as error:  # Whatever it was, the next try begins anew.
            me = asyncio.current_task()
            if me is not None and me.cancelling():
                raise  # It failed at ending, and shall not begin again.
            reason = error
        if clock() - began > STEADY_SECONDS:
            pause = AGAIN_SECONDS[0]
        log.error(
            "part_failed",
            what=name_of(run),
            reason=f"{type(reason).__name__}: {reason}" if reason else "it ended",
            again_in_seconds=pause,
            exc_info=None if isinstance(reason, HubError) else reason,
        )
        await sleep(pause)
        pause = min(pause * 2, most)


async def end(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancel `tasks` and wait for all of them; what one of them raises keeps no other waiting."""
    for task in tasks:
        if not task.cancelling():  # It may be ending already, and shall not be hurried.
            task.cancel()
    for raised in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(raised, Exception):
            log.error("part_fault_at_end", exc_info=raised)


def name_of(run: Run) -> str:
    """Return what the log calls something that runs."""
    made = run.func if isinstance(run, partial) else run
    return getattr(made, "__qualname__", type(made).__name__)
