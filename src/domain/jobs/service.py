"""Asking for jobs, running them one at a time, and keeping to rates."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from domain.clock import Clock
from domain.database import after_commit, transaction
from domain.errors import HubError
from domain.jobs import records, rules
from domain.jobs.model import GiveUp, Handlers, Job, JobState, RetryLater

#: A handler that has not closed its job by then is taken for dead, and the job is free again.
LEASE = timedelta(seconds=300)

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


async def _run(clock: Clock, handlers: Handlers, job: Job) -> None:
    handler = handlers.get(job.kind)
    try:
        if handler is None:
            raise GiveUp(f"nobody here handles `{job.kind}`")
        await handler(job)
    except RetryLater as wish:
        due = clock.now() + timedelta(seconds=wish.seconds)
        await records.postpone(job.id, due, str(wish)[:ERROR_LENGTH_MAX], refund=True)
    except GiveUp as end:
        await records.close(job.id, JobState.DEAD, clock.now(), str(end)[:ERROR_LENGTH_MAX])
        log.error("job_dead", key=job.key, kind=job.kind, reason=str(end))  # noqa: TRY400  A decision, not a crash.
    except Exception as error:  # noqa: BLE001  A job may fail in any way; none may stop the runner.
        await _failed(clock, job, error)
    else:
        # Most handlers close their job in their own last transaction; this closes the rest.
        await records.close(job.id, JobState.DONE, clock.now())


async def _failed(clock: Clock, job: Job, error: Exception) -> None:
    text = f"{type(error).__name__}: {error}"[:ERROR_LENGTH_MAX]
    wait = rules.wait_after(job.attempt)
    if wait is None:
        await records.close(job.id, JobState.DEAD, clock.now(), text)
        log.error("job_dead", key=job.key, kind=job.kind, reason=text)
        return
    await records.postpone(job.id, clock.now() + wait, text, refund=False)
    log.warning(
        "job_failed",
        key=job.key,
        kind=job.kind,
        attempt=job.attempt,
        reason=text,
        exc_info=not isinstance(error, HubError),
    )
