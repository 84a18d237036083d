"""Asking for jobs, running them one at a time, and keeping to rates."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from domain.clock import Clock
from domain.database import after_commit, transaction
from domain.errors import HubError, Missing
from domain.jobs import records, rules
from domain.jobs.model import GiveUp, Handlers, Job, JobState, RetryLater

#: A worker holds its job for this long and renews that as long as it works; a job whose worker
#: died is free again by then.
LEASE = timedelta(seconds=60)

#: Asked for when a job is given up, so that whoever waits for it learns that.
DIED = "job.died"

#: The longest error text kept with a job, in characters.
ERROR_LENGTH_MAX = 500

log = structlog.get_logger()


class Wake:
    """Tells the runner of this process that there may be something to do."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def now(self) -> None:
        """Wake the runner."""
        self._event.set()

    async def wait(self, seconds_max: float) -> None:
        """Sleep until woken, but for at most `seconds_max`."""
        try:
            await asyncio.wait_for(self._event.wait(), seconds_max)
        except TimeoutError:
            return
        finally:
            self._event.clear()


async def ask(
    wake: Wake,
    now: datetime,
    *,
    key: str,
    kind: str,
    lane: str,
    details: Mapping[str, Any],
    after: timedelta = timedelta(0),
) -> None:
    """Ask for a job in the running transaction; nothing happens if `key` was asked for before."""
    await records.add(key=key, kind=kind, lane=lane, details=details, due_at=now + after, now=now)
    after_commit(wake.now)


async def run_next(clock: Clock, handlers: Handlers) -> bool:
    """Run the next due job, if there is one; say whether there was."""
    async with transaction():
        job = await records.claim(clock.now(), LEASE)
    if job is None:
        return False
    await _run(clock, handlers, job)
    return True


async def take(key: str, now: datetime, *, rate_per_second: float, burst: float) -> None:
    """Take one token from the bucket `key`, in a transaction of its own.

    Raises `RetryLater` with the seconds until there is one.
    """
    async with transaction():
        found = await records.bucket(key)
        tokens, since = found or (burst, now)
        elapsed = max((now - since).total_seconds(), 0.0)
        tokens = min(burst, tokens + elapsed * rate_per_second)
        if tokens < 1:
            raise RetryLater((1 - tokens) / rate_per_second, f"the rate of `{key}` is used up")
        await records.set_bucket(key, tokens - 1, now)


async def retry(wake: Wake, now: datetime, key: str) -> Job:
    """Open the job `key`, which was given up, again; `Missing` if there is no such job."""
    job = await records.revive(key, now)
    if job is None:
        raise Missing(
            "no_such_job", f"No job `{key[:160]}` was given up; `greenlight doctor` names those."
        )
    after_commit(wake.now)
    return job


async def _run(clock: Clock, handlers: Handlers, job: Job) -> None:
    keeper = asyncio.create_task(_keep(clock, job))
    try:
        await _handle(handlers, job)
    except RetryLater as wish:
        due = clock.now() + timedelta(seconds=wish.seconds)
        await records.postpone(job, due, str(wish)[:ERROR_LENGTH_MAX], refund=True)
    except GiveUp as end:
        await _give_up(clock, handlers, job, str(end), said=str(end))
    except Exception as error:  # noqa: BLE001  A job may fail in any way; none may stop the runner.
        await _failed(clock, handlers, job, error)
    else:
        await records.close(job, JobState.DONE, clock.now())
    finally:
        keeper.cancel()


async def _handle(handlers: Handlers, job: Job) -> None:
    handler = handlers.get(job.kind)
    if handler is None:
        raise GiveUp(f"nobody here handles `{job.kind}`")
    await handler(job)


async def _keep(clock: Clock, job: Job) -> None:
    """Renew the lease of a job for as long as it runs."""
    while True:
        await asyncio.sleep(LEASE.total_seconds() / 3)
        try:
            if not await records.keep(job, clock.now() + LEASE):
                log.warning("lease_lost", key=job.key)
                return
        except Exception:
            log.exception("lease_fault", key=job.key)


async def _failed(clock: Clock, handlers: Handlers, job: Job, error: Exception) -> None:
    text = f"{type(error).__name__}: {error}"
    wait = rules.wait_after(job.attempt)
    if wait is None:
        said = error.message if isinstance(error, HubError) else "an error that the log explains"
        await _give_up(clock, handlers, job, text, said=said)
        return
    await records.postpone(job, clock.now() + wait, text[:ERROR_LENGTH_MAX], refund=False)
    log.warning(
        "job_failed",
        key=job.key,
        kind=job.kind,
        attempt=job.attempt,
        reason=text,
        exc_info=not isinstance(error, HubError),
    )


async def _give_up(clock: Clock, handlers: Handlers, job: Job, reason: str, *, said: str) -> None:
    """Leave a job to a person, and ask that whoever waits for it is told `said`."""
    now = clock.now()
    async with transaction():
        mine = await records.close(job, JobState.DEAD, now, reason[:ERROR_LENGTH_MAX])
        if mine and job.kind != DIED and DIED in handlers:
            await records.add(
                key=f"{DIED}:{job.id}:{job.claims}",
                kind=DIED,
                lane=job.lane,
                details={**job.details, "key": job.key, "kind": job.kind, "reason": said},
                due_at=now,
                now=now,
            )
    log.error("job_dead", key=job.key, kind=job.kind, reason=reason)
