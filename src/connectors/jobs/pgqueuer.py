"""Jobs on PostgreSQL: called for through pgqueuer, by any number of workers.

The outbox row is the truth. What pgqueuer carries is a call: the id of a row somebody should look
at, enqueued in the transaction that wrote the row and delivered when it is due. A call that is
lost, or comes twice, or too early, changes nothing: rows are claimed under a lease, and what
nobody took is called for again. So pgqueuer's tables need not survive a crash, and are unlogged.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import asyncpg
import structlog
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder
from pgqueuer.db import AsyncpgDriver
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job as Call
from pgqueuer.qm import QueueManager
from pgqueuer.queries import Queries

from connectors.jobs.draining import CUT_SECONDS, UnderWay
from domain.clock import Clock
from domain.database import sql
from domain.database.address import connect
from domain.errors import Conflict, HubError
from domain.jobs import records, service
from domain.jobs.model import LEASE, Work

#: What every call is for.
ENTRYPOINT = "greenlight"

#: How often it is looked for what nobody took, and how often old calls are swept out, in seconds.
RECONCILE_SECONDS = 5.0
SWEEP_SECONDS = 3_600.0

#: How often the queue is looked at though nothing was heard, in seconds.
POLL_SECONDS = 5.0

#: How long to wait before the next try when the database is gone, in seconds, at first and at most.
AGAIN_SECONDS = (0.2, 5.0)

#: How many calls are taken at once, and how many jobs run at once in one worker.
BATCH, RUNNING_MAX = 10, 20

_SETTINGS = DBSettings(prefix="greenlight_", durability=Durability.volatile)
_ENQUEUE = QueryQueueBuilder(settings=_SETTINGS).build_enqueue_query()

#: The turn of who calls again for what nobody took.
CALLING_AGAIN = 2

#: Those of the jobs $1 that no call waits for, nor is being answered.
_UNCALLED = f"""
SELECT wanted.id FROM jsonb_array_elements_text($1) WITH ORDINALITY AS wanted (id, place)
  LEFT JOIN {_SETTINGS.queue_table} call
    ON call.payload = convert_to(wanted.id, 'UTF8') AND call.status IN ('queued', 'picked')
 WHERE call.id IS NULL ORDER BY wanted.place
"""

_WAITING = f"""
SELECT COUNT(*) AS calls, COUNT(*) FILTER (WHERE execute_after <= now()) AS due
  FROM {_SETTINGS.queue_table} WHERE status = 'queued'
"""

log = structlog.get_logger()


def _queries(connection: asyncpg.Connection) -> Queries:
    return Queries(
        AsyncpgDriver(connection),
        qbe=QueryBuilderEnvironment(settings=_SETTINGS),
        qbq=QueryQueueBuilder(settings=_SETTINGS),
    )


async def install(url: str) -> None:
    """Bring pgqueuer's own tables in the database `url` to the form this version wants."""
    connection = await connect(url)
    try:
        queries = _queries(connection)
        async with queries.schema_lock():
            if not await queries.schema_is_installed():
                await queries.install()
        await queries.upgrade()
    finally:
        await connection.close()


async def require_installed() -> None:
    """Raise `Conflict` unless the open database has pgqueuer's tables."""
    row = await sql.fetch_one("SELECT to_regclass($1) IS NOT NULL AS there", _SETTINGS.queue_table)
    if row is None or not row["there"]:
        raise Conflict("not_migrated", "The database lacks its queue; `greenlight migrate`.")


class Calls:
    """Calls workers through pgqueuer; see `domain.jobs.model.Wake`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def call(self, job_id: str, due_at: datetime) -> None:
        """Have a worker look at a job when it is due, if the running transaction commits."""
        wait = max(due_at - self._clock.now(), timedelta(0))
        await sql.send(_ENQUEUE, [0], [ENTRYPOINT], [job_id.encode()], [wait], [None], ["null"])

    async def uncalled(self, job_ids: Sequence[str]) -> Sequence[str]:
        """Return those of `job_ids` that no call waits for; nothing where somebody else calls."""
        turn = await sql.fetch_one("SELECT pg_try_advisory_xact_lock($1) AS ours", CALLING_AGAIN)
        if turn is None or not turn["ours"]:
            return ()
        return [row["id"] for row in await sql.fetch(_UNCALLED, list(job_ids))]


async def waiting() -> tuple[int, int]:
    """Return how many calls wait, and how many of them are due."""
    row = await sql.fetch_one(_WAITING)
    return (row["calls"], row["due"]) if row else (0, 0)


class PgQueuerRunner:
    """A worker: takes calls, and runs the jobs they are for, until it is cancelled."""

    def __init__(self, url: str, work: Work) -> None:
        self._url = url
        self._work = work
        self._under_way = UnderWay()

    async def run(self) -> None:
        """Run until cancelled, and over every restart of the database.

        A job that does not end then is cut, and taken up again later.
        """
        serving = asyncio.create_task(self._serve_on())
        try:
            await asyncio.shield(serving)
        finally:
            # It takes no more calls, and waits for the jobs of those it took.
            serving.cancel()
            await self._under_way.end()
            await asyncio.wait([serving], timeout=CUT_SECONDS)

    async def _serve_on(self) -> None:
        wait = AGAIN_SECONDS[0]
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._serve()
            except Exception as error:  # noqa: BLE001  Whatever broke, the next try begins anew.
                log.warning("worker_lost_database", reason=f"{type(error).__name__}: {error}")
            if asyncio.get_running_loop().time() - began > AGAIN_SECONDS[1]:
                wait = AGAIN_SECONDS[0]
            await asyncio.sleep(wait)
            wait = min(wait * 2, AGAIN_SECONDS[1])

    async def _serve(self) -> None:
        """Take calls on a connection of its own until that is lost."""
        connection = await connect(self._url)
        queries = _queries(connection)
        manager = QueueManager(queries, channel=_SETTINGS.channel)
        manager.entrypoint(ENTRYPOINT)(self._answer)
        connection.add_termination_listener(lambda _: manager.shutdown.set())
        try:
            async with asyncio.TaskGroup() as group:
                beside = group.create_task(self._look_after(queries))
                await manager.run(
                    dequeue_timeout=timedelta(seconds=POLL_SECONDS),
                    batch_size=BATCH,
                    max_concurrent_tasks=RUNNING_MAX,
                    heartbeat_timeout=LEASE,
                    shutdown_on_listener_failure=True,
                    log_aggregation_interval=timedelta(0),
                )
                beside.cancel()
        finally:
            with suppress(Exception):
                await connection.close(timeout=1)

    async def _answer(self, call: Call) -> None:
        """Run the job a call is for, unless it was done, is being done, or is not due yet."""
        job_id = (call.payload or b"").decode()
        for _ in range(2):  # It may fall due between the two looks at it.
            if self._under_way.ending:
                raise RetryRequested(delay=timedelta(0), reason="this worker stops")
            if await self._under_way.run(service.run_next(self._work, job_id)):
                return
            due = await records.due_at(job_id)
            if due is None:
                return
            wait = due - self._work.clock.now()
            if wait > timedelta(0):
                raise RetryRequested(delay=wait, reason="not due yet")

    async def _look_after(self, queries: Queries) -> None:
        """Call for what nobody took, and sweep out what is said of calls that are over."""
        swept = 0.0
        while True:
            try:
                if lost := await service.reconcile(self._work):
                    log.info("jobs_called_again", jobs=lost)
                now = asyncio.get_running_loop().time()
                if now - swept > SWEEP_SECONDS:
                    swept = now
                    await queries.clear_queue_log(ENTRYPOINT)
            except HubError as trouble:
                log.warning("reconcile_waits", reason=trouble.message)
            except Exception:
                log.exception("reconcile_fault")
            await asyncio.sleep(RECONCILE_SECONDS)
