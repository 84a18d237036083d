"""Asking for jobs, running them one at a time, and keeping to rates."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from domain import steps
from domain.database import after_commit, transaction
from domain.errors import HubError, Missing
from domain.jobs import bucket_records, holding, records, rules, waiting_records
from domain.jobs.model import LEASE, GiveUp, Handlers, Job, JobState, Rate, RetryLater, Wake, Work
from domain.steps import Step, StepKind

#: How long a job may be due before it is looked whether a call waits for it, how many jobs are
#: looked at, and how many are called for at once.
GRACE = timedelta(seconds=10)
LOOKED_AT_MAX, CALLED_AGAIN_MAX = 5_000, 500

#: Asked for when a job is given up, so that whoever waits for it learns that.
DIED = "job.died"

#: The longest key of a bucket.
KEY_LENGTH_MAX = 120

#: The longest error text kept with a job, in characters.
ERROR_LENGTH_MAX = 500

log = structlog.get_logger()


class Bell:
    """Wakes the worker of this process."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    async def call(self, job_id: str, due_at: datetime) -> None:
        """Have the worker look, once the running transaction has committed."""
        del job_id, due_at
        after_commit(self.ring)

    async def uncalled(self, job_ids: Sequence[str]) -> Sequence[str]:
        """Return all of them: a bell keeps nothing."""
        return job_ids

    def ring(self) -> None:
        """Wake the worker."""
        self._event.set()

    async def wait(self, seconds_max: float) -> None:
        """Sleep until woken, but for at most `seconds_max`.

        Who is woken and stopped in one moment stops: `asyncio.wait_for` would forget the latter.
        """
        try:
            async with asyncio.timeout(seconds_max):
                await self._event.wait()
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
    async with transaction():
        due = now + after
        job_id = await records.add(
            key=key, kind=kind, lane=lane, details=details, due_at=due, now=now
        )
        await wake.call(job_id, due)


async def run_next(work: Work, job_id: str | None = None) -> bool:
    """Run the next due job, or the job `job_id` if it can run; say whether there was one."""
    since = asyncio.get_running_loop().time()
    async with transaction():
        job = await records.claim(work.clock.now(), LEASE, job_id, by=work.name)
    if job is None:
        return False
    with steps.taking(_step(job)) as step:
        step.outcome = await _run(work, job, since)
    return True


async def reconcile(work: Work) -> int:
    """Call again for what is due, and nobody took, and no call waits for; say for how many.

    Their calls were lost, or came to a worker that died.
    """
    now = work.clock.now()
    found = await records.forgotten(now - GRACE, now, LOOKED_AT_MAX)
    if not found:
        return 0
    async with transaction():
        lost = (await work.wake.uncalled(found))[:CALLED_AGAIN_MAX]
        for job_id in lost:
            await work.wake.call(job_id, now)
    return len(lost)


async def take(
    key: str, now: datetime, *, rate_per_second: float, burst: float, amount: float = 1.0
) -> float:
    """Take `amount` tokens from the bucket `key`, in a transaction of its own; return what is left.

    `amount` is at most `burst`. Raises `RetryLater` with the seconds until there are as many.
    """
    async with transaction():
        tokens, since = await bucket_records.bucket(key, burst, now)
        elapsed = max((now - since).total_seconds(), 0.0)
        left = min(burst, tokens + elapsed * rate_per_second) - amount
        if left < 0:
            steps.waited("rate", -left / rate_per_second)
            raise RetryLater(-left / rate_per_second, f"the rate of `{key}` is used up")
        # Whoever asked earlier may come later: the bucket's time does not go back.
        await bucket_records.set_bucket(key, left, max(now, since))
    return left


async def book(rates: Sequence[Rate], who: str, now: datetime) -> None:
    """Take one token of each of `rates` for `who`, or a place in the line before it.

    One is waited for after the other, and who had their turn at one keeps it until they have all:
    so each is used when its turn comes, and nobody takes twice. Raises `RetryLater` with the
    seconds until it is the turn of `who`, who then comes again: many who wait come once more for
    each rate that they wait for, and not all of them over and over.
    """
    fresh, kept = dict[str, datetime](), list[str]()
    async with transaction():
        for rate in rates:
            place = f"line:{rate.key}:{who}"[:KEY_LENGTH_MAX]
            turn = await bucket_records.place_in_line(place)
            if turn is None:
                turn = fresh[place] = await _turn(rate, now)
            else:
                kept.append(place)
            if turn > now:
                break
        else:
            for place in kept:
                await bucket_records.leave_line(place)
            return
        for place, at in fresh.items():
            await bucket_records.stand_in_line(place, at)
    steps.waited("rate", (turn - now).total_seconds())
    raise RetryLater((turn - now).total_seconds(), f"the rate of `{rate.key}` is used up")


async def _turn(rate: Rate, now: datetime) -> datetime:
    """Take a token, from those to come if there is none; return when it is there."""
    tokens, since = await bucket_records.bucket(rate.key, rate.burst, now)
    elapsed = max((now - since).total_seconds(), 0.0)
    left = min(rate.burst, tokens + elapsed * rate.per_second) - 1
    await bucket_records.set_bucket(rate.key, left, max(now, since))
    return now if left >= 0 else now + timedelta(seconds=-left / rate.per_second)


async def hush(key: str, now: datetime, *, rate_per_second: float, seconds: float) -> None:
    """Let nothing be taken from the bucket `key` for so many seconds: the other side asks so."""
    async with transaction():
        tokens, since = await bucket_records.bucket(key, 1.0, now)
        left = min(tokens, 1 - seconds * rate_per_second)  # Those in line keep their places.
        await bucket_records.set_bucket(key, left, max(now, since))


async def hurry(wake: Wake, now: datetime, reason: str) -> None:
    """Have what was postponed for `reason` tried again now, in the running transaction."""
    async with transaction():
        for job_id in await waiting_records.hurry(now, reason):
            await wake.call(job_id, now)


async def postponed(now: datetime, reason: str) -> dict[str, str]:
    """Return what each job is about that waits for `reason`, by the job's id."""
    return await waiting_records.postponed(now, reason)


async def hurry_these(wake: Wake, now: datetime, job_ids: Sequence[str]) -> None:
    """Have these jobs, as `postponed` told of them, tried again now; in the transaction."""
    if not job_ids:
        return
    async with transaction():
        for job_id in await waiting_records.hurry_these(now, job_ids):
            await wake.call(job_id, now)


async def revive(wake: Wake, now: datetime, lanes: Sequence[str]) -> None:
    """Open all jobs of some lanes that were given up again, in the running transaction."""
    async with transaction():
        for job_id in await records.revive_in(now, lanes):
            await wake.call(job_id, now)


async def hurry_lane(wake: Wake, now: datetime, lane: str, kind: str) -> None:
    """Have what waits in a lane and is of one kind done now, in the running transaction."""
    async with transaction():
        for job_id in await waiting_records.hurry_lane(now, lane, kind):
            await wake.call(job_id, now)


async def retry(wake: Wake, now: datetime, key: str) -> Job:
    """Open the job `key`, which was given up, again; `Missing` if there is no such job."""
    async with transaction():
        job = await records.revive(key, now)
        if job is None:
            raise Missing(
                "no_such_job",
                f"No job `{key[:160]}` was given up; `greenlight doctor` names those.",
            )
        await wake.call(job.id, now)
    return job


def _step(job: Job) -> Step:
    """Return the step of a job; what nobody asked for in a request goes back to the job itself."""
    facts = {"job_id": job.id, "subject": rules.subject(job.details), "attempt": job.attempt}
    return Step(StepKind.JOB, job.kind, job.origin or job.id, job.trace, facts)


async def _run(work: Work, job: Job, since: float) -> str:
    """Run a job, and say what became of it in a word."""
    try:
        await holding.run(work.clock, job, since, _handle(work.handlers, job))
    except holding.LeaseLostError:
        log.warning("lease_lost", key=job.key, kind=job.kind, worker=work.name)
        return "lost"
    except RetryLater as wish:
        await _postpone(
            work,
            job,
            timedelta(seconds=wish.seconds),
            str(wish),
            attempt=0 if wish.anew else job.attempt - 1,
        )
        return "later"
    except GiveUp as end:
        await _give_up(work, job, str(end), said=str(end))
        return "dead"
    except asyncio.CancelledError:
        await _give_back(work, job)
        raise
    except Exception as error:  # noqa: BLE001  A job may fail in any way; none may stop the runner.
        return await _failed(work, job, error)
    await _close(work, job, JobState.DONE)
    return "done"


async def _give_back(work: Work, job: Job) -> None:
    """Free a job that was cut, for whoever takes it next; else its lease would have to run out."""
    try:
        async with transaction():
            if await records.give_back(job):
                await work.wake.call(job.id, work.clock.now())
    except Exception as error:  # noqa: BLE001  The lease ends by itself.
        log.warning("job_not_given_back", key=job.key, reason=f"{type(error).__name__}: {error}")


async def _handle(handlers: Handlers, job: Job) -> None:
    handler = handlers.get(job.kind)
    if handler is None:
        # It may be of a later version, which is being brought in.
        said = f"No worker that runs knows `{job.kind}`; start workers of the present version."
        raise Missing("unknown_work", said)
    await handler(job)


async def _failed(work: Work, job: Job, error: Exception) -> str:
    text = f"{type(error).__name__}: {error}"
    wait = rules.wait_after(job.attempt)
    if wait is None:
        said = error.message if isinstance(error, HubError) else "an error that the log explains"
        await _give_up(work, job, text, said=said)
        return "dead"
    await _postpone(work, job, wait, text, attempt=job.attempt)
    log.warning(
        "job_failed",
        key=job.key,
        kind=job.kind,
        attempt=job.attempt,
        reason=text,
        exc_info=not isinstance(error, HubError),
    )
    return "failed"


async def _postpone(work: Work, job: Job, wait: timedelta, why: str, *, attempt: int) -> None:
    due = work.clock.now() + wait
    async with transaction():
        await records.postpone(job, due, why[:ERROR_LENGTH_MAX], attempt=attempt)
        await work.wake.call(job.id, due)
        await _call_next(work, job)


async def _close(work: Work, job: Job, state: JobState, why: str | None = None) -> bool:
    async with transaction():
        closed = await records.close(job, state, work.clock.now(), why)
        await _call_next(work, job)
    return closed


async def _call_next(work: Work, job: Job) -> None:
    """Call for the next job of the lane of `job`, which is free now."""
    following = await records.next_in(job.lane)
    if following is not None and following[0] != job.id:
        await work.wake.call(*following)


async def _give_up(work: Work, job: Job, reason: str, *, said: str) -> None:
    """Leave a job to a person, and ask that whoever waits for it is told `said`."""
    async with transaction():
        mine = await _close(work, job, JobState.DEAD, reason[:ERROR_LENGTH_MAX])
        if mine and job.kind != DIED and DIED in work.handlers:
            await ask(
                work.wake,
                work.clock.now(),
                key=f"{DIED}:{job.id}:{job.claims}",
                kind=DIED,
                lane=job.lane,
                details={**job.details, "key": job.key, "kind": job.kind, "reason": said},
            )
    log.error("job_dead", key=job.key, kind=job.kind, reason=reason)
