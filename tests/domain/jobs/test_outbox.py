"""The outbox: once per key, one at a time per lane, tried again, given up, never forgotten."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import pytest

from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.hub import Hub
from domain.jobs import holding, records, service
from domain.jobs.model import AGAIN, ATTEMPTS_MAX, HELD, GiveUp, Job, JobState, RetryLater, Work
from domain.rights.live import standing
from domain.rights.model import Subject, SubjectKind

Handler = Callable[[Job], Awaitable[None]]

#: How long a test waits for what must come, in seconds.
PATIENCE = 60


async def ask(hub: Hub, key: str = "k", lane: str = "l", seconds: float = 0) -> None:
    await service.ask(
        hub.wake,
        hub.clock.now(),
        key=key,
        kind="work",
        lane=lane,
        details={},
        after=timedelta(seconds=seconds),
    )


async def run(hub: Hub, handler: Handler) -> bool:
    return await service.run_next(Work(hub.clock, hub.wake, {"work": handler}))


async def raises(error: Exception) -> Handler:
    async def handler(_: Job) -> None:
        raise error

    return handler


async def done(_: Job) -> None:
    return


async def test_a_key_is_asked_for_once(hub: Hub) -> None:
    await ask(hub)
    await ask(hub)
    assert await run(hub, done)
    await ask(hub)
    assert not await run(hub, done)


async def test_what_is_not_due_waits(hub: Hub, clock: SteppingClock) -> None:
    await ask(hub, seconds=10)
    assert not await run(hub, done)
    clock.advance(timedelta(seconds=10))
    assert await run(hub, done)


async def test_a_lane_runs_one_job_at_a_time(hub: Hub) -> None:
    await ask(hub, "a", "lane")
    await ask(hub, "b", "lane")
    await ask(hub, "c", "other")
    first = await records.claim(hub.clock.now(), timedelta(seconds=60))
    second = await records.claim(hub.clock.now(), timedelta(seconds=60))
    third = await records.claim(hub.clock.now(), timedelta(seconds=60))

    assert [job.key if job else None for job in (first, second, third)] == ["a", "c", None]


async def test_a_dead_workers_job_is_free_when_its_lease_ends(
    hub: Hub, clock: SteppingClock
) -> None:
    await ask(hub)
    await records.claim(hub.clock.now(), timedelta(seconds=60))
    assert not await run(hub, done)
    clock.advance(timedelta(seconds=61))
    assert await run(hub, done)


async def test_patience_costs_no_try(hub: Hub, clock: SteppingClock) -> None:
    await ask(hub)
    for _ in range(ATTEMPTS_MAX + 5):
        assert await run(hub, await raises(RetryLater(5, "not yet")))
        clock.advance(timedelta(seconds=5))
    assert await run(hub, done)

    assert await records.counts() == {"done": 1}


async def test_failures_wait_longer_and_longer_and_end_with_a_person(
    hub: Hub, clock: SteppingClock
) -> None:
    await ask(hub)
    for _ in range(ATTEMPTS_MAX):
        assert await run(hub, await raises(ValueError("broken")))
        assert not await run(hub, done)
        clock.advance(timedelta(hours=1))
    (dead,) = await records.with_state(JobState.DEAD, 10)

    assert dead.last_error == "ValueError: broken"


@pytest.mark.parametrize("reason", ["no use"])
async def test_giving_up_is_at_once(hub: Hub, reason: str) -> None:
    await ask(hub)
    await run(hub, await raises(GiveUp(reason)))

    assert (await records.with_state(JobState.DEAD, 1))[0].last_error == reason


async def test_a_rolled_back_change_asks_for_nothing(hub: Hub) -> None:
    async def change() -> None:
        async with transaction():
            await ask(hub)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await change()

    assert await records.counts() == {}


async def test_a_bucket_gives_what_it_has_and_says_when_there_is_more(
    hub: Hub, clock: SteppingClock
) -> None:
    for _ in range(2):
        await service.take("b", hub.clock.now(), rate_per_second=0.5, burst=2)
    with pytest.raises(RetryLater) as caught:
        await service.take("b", hub.clock.now(), rate_per_second=0.5, burst=2)
    clock.advance(timedelta(seconds=2))
    await service.take("b", hub.clock.now(), rate_per_second=0.5, burst=2)

    assert caught.value.seconds == 2


async def test_claims_at_once_take_different_jobs_of_different_lanes(hub: Hub) -> None:
    for number in range(12):
        await ask(hub, f"job{number}", f"lane{number % 4}")

    async def claim() -> Job | None:
        async with transaction():
            return await records.claim(hub.clock.now(), holding.LEASE)

    claimed = [job for job in await asyncio.gather(*(claim() for _ in range(12))) if job]

    assert sorted(job.lane for job in claimed) == ["lane0", "lane1", "lane2", "lane3"]


async def test_starting_again_frees_what_a_dead_process_held(hub: Hub) -> None:
    await ask(hub)
    async with transaction():
        assert await records.claim(hub.clock.now(), holding.LEASE)
    freed = await records.release_all()
    async with transaction():
        again = await records.claim(hub.clock.now(), holding.LEASE)

    assert (freed, again is not None) == ((1, True) if sql.sole() else (0, False))


async def test_what_was_ever_begun_is_not_cancelled(hub: Hub, clock: SteppingClock) -> None:
    await ask(hub, "fresh", "a")
    await ask(hub, "begun", "b", seconds=1)
    assert await records.cancel("fresh", hub.clock.now())
    clock.advance(timedelta(seconds=1))
    assert await run(hub, await raises(RetryLater(60, "no answer")))

    assert not await records.cancel("begun", hub.clock.now())


async def test_who_lost_a_job_neither_closes_nor_postpones_it(
    hub: Hub, clock: SteppingClock
) -> None:
    await ask(hub)
    slow = await records.claim(hub.clock.now(), holding.LEASE)
    clock.advance(holding.LEASE)
    quick = await records.claim(hub.clock.now(), holding.LEASE)
    assert slow is not None
    assert quick is not None
    now = hub.clock.now()

    assert not await records.keep(slow, now + holding.LEASE)
    assert not await records.close(slow, JobState.DONE, now)
    assert not await records.postpone(slow, now, "late", refund=True)
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
                (held,) = await records.held(clock.now(), 1)
                if held.until == clock.now() + holding.LEASE:
                    return
                await asyncio.sleep(0.01)

    async def long(_: Job) -> None:
        for _step in range(3):
            clock.advance(holding.LEASE * 0.6)
            await renewed()
        assert await records.claim(hub.clock.now(), holding.LEASE) is None

    assert await run(hub, long)
    assert await records.counts() == {"done": 1}


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
        taken = await records.claim(hub.clock.now(), holding.LEASE, by="the next")
    await asyncio.wait_for(losing, PATIENCE)
    (held,) = await records.held(hub.clock.now(), 10)

    assert taken is not None
    assert stopped.is_set()
    assert (held.by, await records.counts()) == ("the next", {"open": 1})


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
    monkeypatch.setattr(holding, "SURE", timedelta(seconds=0.1))
    monkeypatch.setattr(records, "keep", broken)
    await ask(hub)
    assert await asyncio.wait_for(run(hub, endless), PATIENCE)

    assert tried
    assert await records.counts() == {"open": 1}
    assert holding.SURE < holding.LEASE


async def test_a_claim_that_took_too_long_is_not_begun(hub: Hub) -> None:
    done: list[str] = []

    async def work() -> None:
        done.append("begun")

    await ask(hub)
    job = await records.claim(hub.clock.now(), holding.LEASE)
    since = asyncio.get_running_loop().time() - holding.SURE.total_seconds()
    assert job is not None
    with pytest.raises(holding.LeaseLostError):
        await holding.run(hub.clock, job, since, work())

    assert done == []


async def test_a_handler_that_is_cancelled_from_within_has_failed(hub: Hub) -> None:
    async def cancelled(_: Job) -> None:
        raise asyncio.CancelledError

    await ask(hub)
    assert await run(hub, cancelled)

    (row,) = await sql.fetch("SELECT last_error FROM jobs")
    assert "cancelled from within" in row["last_error"]


async def test_an_idle_worker_sleeps_until_the_lane_is_free(hub: Hub) -> None:
    await ask(hub, "a", "lane")
    await ask(hub, "b", "lane")
    now = hub.clock.now()
    await records.claim(now, holding.LEASE)

    assert await records.next_due(now) == now + holding.LEASE


async def test_who_waits_for_a_job_is_told_that_it_was_given_up(hub: Hub) -> None:
    told: list[Job] = []

    async def tell(job: Job) -> None:
        told.append(job)

    handlers = {"work": await raises(GiveUp("no use")), service.DIED: tell}
    await ask(hub)
    while await service.run_next(Work(hub.clock, hub.wake, handlers)):
        pass
    revived = await service.retry(hub.wake, hub.clock.now(), "k")
    while await service.run_next(Work(hub.clock, hub.wake, handlers)):
        pass

    assert [(job.details["key"], job.details["reason"]) for job in told] == [("k", "no use")] * 2
    assert revived.attempt == 0


async def test_who_asks_with_an_earlier_time_makes_a_bucket_no_fuller(hub: Hub) -> None:
    now = hub.clock.now()
    for at in (0, -5):
        then = now + timedelta(seconds=at)
        await service.take("b", then, rate_per_second=0.1, burst=2)

    with pytest.raises(RetryLater):
        await service.take("b", now + timedelta(seconds=9), rate_per_second=0.1, burst=2)


async def test_a_bucket_asked_by_many_at_once_gives_no_more_than_it_has(hub: Hub) -> None:
    now = hub.clock.now()

    async def ask_for_one() -> bool:
        try:
            await service.take("b", now, rate_per_second=0.1, burst=3)
        except RetryLater:
            return False
        return True

    given = await asyncio.gather(*(ask_for_one() for _ in range(12)))

    assert sum(given) == 3


async def test_what_nobody_took_is_called_for_again(hub: Hub, clock: SteppingClock) -> None:
    called: list[str] = []

    class Heard:
        async def call(self, job_id: str, due_at: datetime) -> None:
            del due_at
            called.append(job_id)

        async def uncalled(self, job_ids: Sequence[str]) -> Sequence[str]:
            return job_ids

    await ask(hub, "a", "one")
    await ask(hub, "b", "one")
    await ask(hub, "c", "other")
    await ask(hub, "later", "later", seconds=60)
    work = Work(hub.clock, Heard(), {})
    early = await service.reconcile(work)
    clock.advance(service.GRACE + timedelta(seconds=1))
    held = await records.claim(hub.clock.now(), holding.LEASE)
    found = await service.reconcile(work)

    assert held is not None
    assert (early, found, len(called)) == (0, 1, 1)  # The lane of `a` is taken, `later` not due.


async def test_what_waits_for_one_reason_is_hurried_in_the_order_of_its_ids(hub: Hub) -> None:
    handlers = {
        "work": await raises(RetryLater(900, HELD)),
        "other": await raises(RetryLater(900, "something else")),
    }
    for key in ("b", "a", "c"):
        await ask(hub, key, lane=key)
    await service.ask(
        hub.wake, hub.clock.now(), key="o", kind="other", lane="o", details={}, after=timedelta(0)
    )
    work = Work(hub.clock, hub.wake, handlers)
    while await service.run_next(work):
        pass
    async with transaction():
        found = await records.hurry(hub.clock.now(), HELD)
    again = await records.with_state(JobState.OPEN, 10)

    assert len(found) == 3
    assert found == sorted(found)
    assert {one.key for one in again if one.due_at <= hub.clock.now()} == {"a", "b", "c"}


async def test_however_many_rights_change_one_job_of_the_commit_has_all_look_again(
    hub: Hub,
) -> None:
    subjects = [Subject(SubjectKind.EPISODE, f"eps_{n}") for n in range(3)]
    for _ in range(2):
        async with transaction():
            for subject in subjects:
                await standing.changed(hub, subject)
    found = await records.with_state(JobState.OPEN, 10)

    assert [one.kind for one in found] == [AGAIN, AGAIN]
