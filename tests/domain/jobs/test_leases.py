"""Leases: who works on a job holds it, and who lost it stops and writes nothing."""

import asyncio
from datetime import datetime, timedelta

import pytest

from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.hub import Hub
from domain.jobs import holding, records, standing_records
from domain.jobs.model import LEASE, Job, JobState
from tests.domain.jobs.steps import ask, done, run

#: How long a test waits for what must come, in seconds.
PATIENCE = 60


async def test_a_dead_workers_job_is_free_when_its_lease_ends(
    hub: Hub, clock: SteppingClock
) -> None:
    await ask(hub)
    await records.claim(hub.clock.now(), timedelta(seconds=60))
    assert not await run(hub, done)
    clock.advance(timedelta(seconds=61))
    assert await run(hub, done)


async def test_who_lost_a_job_neither_closes_nor_postpones_it(
    hub: Hub, clock: SteppingClock
) -> None:
    await ask(hub)
    slow = await records.claim(hub.clock.now(), LEASE)
    clock.advance(LEASE)
    quick = await records.claim(hub.clock.now(), LEASE)
    assert slow is not None
    assert quick is not None
    now = hub.clock.now()

    assert not await records.keep(slow, now + LEASE)
    assert not await records.close(slow, JobState.DONE, now)
    assert not await records.postpone(slow, now, "late", attempt=0)
    assert await records.close(quick, JobState.DONE, now)


async def test_a_job_under_way_keeps_its_lease(
    hub: Hub, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "RENEWED", timedelta(seconds=0.01))
    await ask(hub)

    async def renewed() -> None:
        """Wait until the lease lasts from now on as long as one does."""
        async with asyncio.timeout(PATIENCE):
            while True:
                (held,) = await standing_records.held(clock.now(), 1)
                if held.until == clock.now() + LEASE:
                    return
                await asyncio.sleep(0.01)

    async def long(_: Job) -> None:
        for _step in range(3):
            clock.advance(LEASE * 0.6)
            await renewed()
        assert await records.claim(hub.clock.now(), LEASE) is None

    assert await run(hub, long)
    assert await standing_records.counts() == {"done": 1}


async def test_who_lost_a_job_is_stopped_and_writes_nothing(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "RENEWED", timedelta(seconds=0.01))
    begun, stopped = asyncio.Event(), asyncio.Event()

    async def endless(_: Job) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    await ask(hub)
    losing = asyncio.create_task(run(hub, endless))
    await asyncio.wait_for(begun.wait(), PATIENCE)
    async with transaction():  # The lease has ended, and somebody else takes the job.
        await sql.execute("UPDATE jobs SET leased_until = due_at")
        taken = await records.claim(hub.clock.now(), LEASE, by="the next")
    await asyncio.wait_for(losing, PATIENCE)
    (held,) = await standing_records.held(hub.clock.now(), 10)

    assert taken is not None
    assert stopped.is_set()
    assert (held.by, await standing_records.counts()) == ("the next", {"open": 1})


async def test_who_cannot_renew_a_lease_stops_before_it_ends(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It counts by a clock that nobody sets; the hub's own stands still here."""
    tried: list[datetime] = []

    async def broken(_: Job, until: datetime) -> bool:
        tried.append(until)
        raise ConnectionError("no database")

    async def endless(_: Job) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(holding, "RENEWED", timedelta(seconds=0.01))
    monkeypatch.setattr(holding, "SURE", timedelta(seconds=0.5))
    monkeypatch.setattr(records, "keep", broken)
    await ask(hub)
    assert await asyncio.wait_for(run(hub, endless), PATIENCE)

    assert tried
    assert await standing_records.counts() == {"open": 1}
    assert holding.SURE < LEASE


async def test_a_claim_that_took_too_long_is_not_begun(hub: Hub) -> None:
    done: list[str] = []

    async def work() -> None:
        done.append("begun")

    await ask(hub)
    job = await records.claim(hub.clock.now(), LEASE)
    since = asyncio.get_running_loop().time() - holding.SURE.total_seconds()
    assert job is not None
    with pytest.raises(holding.LeaseLostError):
        await holding.run(hub.clock, job, since, work())

    assert done == []


async def test_starting_again_frees_what_a_dead_process_held(hub: Hub) -> None:
    await ask(hub)
    async with transaction():
        assert await records.claim(hub.clock.now(), LEASE)
    freed = await records.release_all()
    async with transaction():
        again = await records.claim(hub.clock.now(), LEASE)

    assert (freed, again is not None) == ((1, True) if sql.sole() else (0, False))


async def test_an_idle_worker_sleeps_until_the_lane_is_free(hub: Hub) -> None:
    await ask(hub, "a", "lane")
    await ask(hub, "b", "lane")
    now = hub.clock.now()
    await records.claim(now, LEASE)

    assert await records.next_due(now) == now + LEASE
