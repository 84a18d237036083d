"""Waiting until the workers of other processes have nothing to do.

The story's clock stands still between its steps, so the hub comes to rest: nothing is due, and
nobody holds anything. A call for a job is delivered by the database's own time; when the story
moves the clock, what became due is called for here, as passing time would have it.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime

from connectors.jobs.pgqueuer import RECONCILE_SECONDS
from domain.database import sql, transaction
from domain.hub import Hub
from domain.jobs import records

#: How long the hub may take to come to rest, in seconds; it is for machines that do much else.
PATIENCE = 120.0

#: How often it is looked whether the hub is at rest, in seconds.
LOOK_SECONDS = 0.01

_BUSY = (
    "SELECT COUNT(*) AS n FROM jobs WHERE state = 'open' AND (due_at <= $1 OR leased_until > $1)"
)
_DUE = "SELECT id FROM jobs WHERE state = 'open' AND due_at > $1 AND due_at <= $2"
_ALL = "SELECT * FROM jobs ORDER BY created_at, id"


class NoRestError(AssertionError):
    """The hub did not come to rest."""


async def rest(hub: Hub, running: Callable[[], bool]) -> None:
    """Wait until nothing is due and nobody holds a job; `NoRestError` if that does not come.

    `running` says whether all are there who are to do it.
    What nobody took for some seconds is called for again: the workers' own look after lost calls
    goes by the hub's clock, which stands still.
    """
    loop = asyncio.get_running_loop()
    began, called = loop.time(), loop.time()
    while await _busy(hub):
        if not running():
            raise NoRestError("a process ended while there was something to do")
        if loop.time() - began > PATIENCE:
            raise NoRestError(f"after {PATIENCE:.0f} s there is still something to do")
        if loop.time() - called > RECONCILE_SECONDS:
            called, now = loop.time(), hub.clock.now()
            await _call(hub, await records.forgotten(now, now, 100))
        await asyncio.sleep(LOOK_SECONDS)


async def call_due(hub: Hub, since: datetime) -> None:
    """Call for what became due after `since`."""
    rows = await sql.fetch(_DUE, since, hub.clock.now())
    await _call(hub, [row["id"] for row in rows])


async def told() -> str:
    """Return the outbox as one reads it, a line for each job."""
    rows = await sql.fetch(_ALL)
    return "\n".join(
        f"{row['state']:9} {row['key']} due {row['due_at']} try {row['attempt']}"
        f" held until {row['leased_until']} {row['last_error'] or ''}"
        for row in rows
    )


async def _busy(hub: Hub) -> bool:
    row = await sql.fetch_one(_BUSY, hub.clock.now())
    return row is None or row["n"] > 0


async def _call(hub: Hub, job_ids: list[str]) -> None:
    async with transaction():
        for job_id in job_ids:
            await hub.wake.call(job_id, hub.clock.now())
