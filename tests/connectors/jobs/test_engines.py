"""What every engine of jobs must do, on SQLite with one runner and on PostgreSQL with two."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from connectors.jobs import pgqueuer
from connectors.jobs.inprocess import InProcessRunner
from connectors.jobs.pgqueuer import Calls, PgQueuerRunner
from domain.clock import SystemClock
from domain.database import sql, transaction
from domain.hub import Hub
from domain.jobs import service, standing_records
from domain.jobs.model import Handlers, Job, RetryLater, Wake, Work
from domain.jobs.service import Bell

Handler = Callable[[Job], Awaitable[None]]

#: How long a test waits for what must come, in seconds: longer than a lease, a look for what was
#: forgotten, and a machine that does much else.
PATIENCE = 180.0


@dataclass
class Engine:
    """An engine at work, and what its jobs did."""

    clock: SystemClock
    wake: Wake
    handler: Handler | None = None
    ran: list[str] = field(default_factory=list)
    at: dict[str, datetime] = field(default_factory=dict)
    under_way: Counter[str] = field(default_factory=Counter)
    overlaps: list[str] = field(default_factory=list)

    async def ask(self, key: str, lane: str = "lane", seconds: float = 0) -> None:
        now, after = self.clock.now(), timedelta(seconds=seconds)
        await service.ask(self.wake, now, key=key, kind="work", lane=lane, details={}, after=after)

    async def work(self, job: Job) -> None:
        self.under_way[job.lane] += 1
        if self.under_way[job.lane] > 1:
            self.overlaps.append(job.lane)
        try:
            self.ran.append(job.key)
            self.at[job.key] = self.clock.now()
            if self.handler is not None:
                await self.handler(job)
        finally:
            self.under_way[job.lane] -= 1

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not holds():  # noqa: ASYNC110  The jobs run in another task, at their own time.
                await asyncio.sleep(0.01)


@pytest.fixture
async def engine(hub: Hub, database_url: str) -> AsyncIterator[Engine]:
    """An engine that runs: two workers where there may be two."""
    clock = SystemClock()
    lite = sql.sole()
    wake: Wake = Bell() if lite else Calls(clock)
    found = Engine(clock, wake)
    handlers: Handlers = {"work": found.work}
    if lite:
        running = [InProcessRunner(clock, wake, handlers).run()]
    else:
        work = Work(clock, wake, handlers)
        running = [PgQueuerRunner(database_url, work).run() for _ in range(2)]
    tasks = [asyncio.create_task(run) for run in running]
    yield found
    for task in tasks:
        task.cancel()
    for task in tasks:
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_what_is_committed_runs_and_what_is_rolled_back_does_not(engine: Engine) -> None:
    async def change() -> None:
        async with transaction():
            await engine.ask("never")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await change()
    async with transaction():
        await engine.ask("done")
    await engine.until(lambda: "done" in engine.ran)

    assert engine.ran == ["done"]


async def test_a_key_runs_once_however_often_it_is_asked_for(engine: Engine) -> None:
    for _ in range(5):
        await engine.ask("once")
    await engine.ask("last")
    await engine.until(lambda: "last" in engine.ran)

    assert sorted(engine.ran) == ["last", "once"]


async def test_a_timer_is_never_early(engine: Engine) -> None:
    asked = engine.clock.now()
    for number, seconds in enumerate((0.3, 0.6, 0.9)):
        await engine.ask(f"timer{number}", f"lane{number}", seconds)
    await engine.until(lambda: len(engine.ran) == 3)
    late = [
        (engine.at[f"timer{number}"] - asked).total_seconds() - seconds
        for number, seconds in enumerate((0.3, 0.6, 0.9))
    ]

    assert min(late) >= 0


async def test_jobs_of_a_lane_do_not_overlap_and_lanes_do_not_wait(engine: Engine) -> None:
    async def slow(_: Job) -> None:
        await asyncio.sleep(0.02)

    engine.handler = slow
    async with transaction():
        for number in range(24):
            await engine.ask(f"job{number}", f"lane{number % 4}")
    await engine.until(lambda: len(engine.ran) == 24)

    assert engine.overlaps == []
    assert len(set(engine.ran)) == 24


async def test_what_failed_is_tried_again_and_patience_is_kept(engine: Engine) -> None:
    async def fails_first(job: Job) -> None:
        tries = engine.ran.count(job.key)
        if job.key == "broken" and tries == 1:
            raise ValueError("broken")
        if job.key == "later" and tries == 1:
            raise RetryLater(0.3, "not yet")

    engine.handler = fails_first
    await engine.ask("broken", "a")
    await engine.ask("later", "b")
    await engine.until(lambda: len(engine.ran) == 4)

    assert sorted(engine.ran) == ["broken", "broken", "later", "later"]


async def test_a_call_that_is_lost_is_made_up_for(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Deaf:
        async def call(self, job_id: str, due_at: datetime) -> None:
            """Tell nobody."""

        async def uncalled(self, job_ids: Sequence[str]) -> Sequence[str]:
            return job_ids

    monkeypatch.setattr(service, "GRACE", timedelta(0))
    hearing, engine.wake = engine.wake, Deaf()
    await engine.ask("lost")
    engine.wake = hearing
    await engine.until(lambda: "lost" in engine.ran)

    assert engine.ran == ["lost"]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_workers_outlive_their_connections(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pgqueuer, "AGAIN_SECONDS", (0.05, 0.1))
    await engine.ask("before")
    await engine.until(lambda: "before" in engine.ran)
    await sql.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    for number in range(10):
        with contextlib.suppress(Exception):  # The pool may hold connections that were ended.
            await engine.ask(f"after{number}", f"lane{number}")
    # Its own lane: a job whose worker could not write down that it was done holds its lane a while.
    await engine.ask("last", "its own")
    await engine.until(lambda: "last" in engine.ran)

    assert "last" in engine.ran


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_workers_share_a_rate_bucket(engine: Engine) -> None:
    """What the one bucket of both has not is waited for, and costs no try."""
    taken: Counter[str] = Counter()
    refused: Counter[str] = Counter()

    async def takes(job: Job) -> None:
        try:
            await service.take("shared", engine.clock.now(), rate_per_second=20, burst=5)
        except RetryLater:
            refused[job.key] += 1
            raise
        taken[job.key] += 1

    engine.handler = takes
    began = engine.clock.now()
    async with transaction():
        for number in range(30):
            await engine.ask(f"job{number}", f"lane{number}")
    await engine.until(lambda: len(taken) == 30)
    lasted = (engine.clock.now() - began).total_seconds()
    counts = await standing_records.counts()

    assert set(taken.values()) == {1}
    assert refused.total() > 0
    # Thirty were given: what the bucket had, and what ran in since, however slow the machine is.
    assert 5 + 20 * lasted >= 30
    assert counts.get("dead", 0) == 0
