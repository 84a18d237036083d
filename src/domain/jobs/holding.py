"""Working under a lease: who lost a job, or cannot be sure of it any more, stops at once.

A lease is kept in the database, by the clock of whoever took the job, and read by the clocks of
others. So its holder counts for itself, by a clock that nobody sets: it may work for as long as it
renewed the lease recently enough that nobody can have taken the job, however their clocks differ.
"""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import structlog

from domain.clock import Clock
from domain.jobs import records
from domain.jobs.model import LEASE, Job
from domain.processes.model import SKEW_MAX

#: How long a worker is sure of its job after it asked for the lease: two clocks may each be off by
#: `SKEW_MAX`, one this way and one that.
SURE = LEASE - 2 * SKEW_MAX

#: How often a lease is renewed, so that a renewal may fail now and then.
RENEWED = timedelta(seconds=5)

log = structlog.get_logger()


class LeaseLostError(Exception):
    """The job is somebody else's by now, or may be."""


async def run(clock: Clock, job: Job, since: float, work: Coroutine[Any, Any, None]) -> None:
    """Do `work` for `job`, and keep its lease meanwhile.

    The lease was asked for at `since`, as the running loop counts.
    Raises what `work` raises, or `LeaseLostError` where the lease was lost; `work` has ended then,
    or was never begun.
    """
    if asyncio.get_running_loop().time() - since >= SURE.total_seconds():
        work.close()
        raise LeaseLostError
    working = asyncio.create_task(work)
    keeping = asyncio.create_task(_keep(clock, job, since))
    try:
        await asyncio.wait({working, keeping}, return_when=asyncio.FIRST_COMPLETED)
        lost = not working.done()
    finally:
        for task in (working, keeping):
            task.cancel()
        await asyncio.gather(working, keeping, return_exceptions=True)
    if lost:
        raise LeaseLostError
    if working.cancelled():
        raise RuntimeError("what was to be done was cancelled from within")
    working.result()


async def _keep(clock: Clock, job: Job, since: float) -> None:
    """Renew the lease of a job, asked for at `since`; return when it is lost, or may be."""
    loop = asyncio.get_running_loop()
    while (left := since + SURE.total_seconds() - loop.time()) > 0:
        await asyncio.sleep(min(RENEWED.total_seconds(), left))
        asked = loop.time()
        try:
            async with asyncio.timeout_at(since + SURE.total_seconds()):
                if not await records.keep(job, clock.now() + LEASE):
                    return
        except Exception as error:  # noqa: BLE001  Whatever broke, it is tried again while there is time.
            log.warning("lease_fault", key=job.key, reason=f"{type(error).__name__}: {error}")
        else:
            since = asked
