"""The outbox: once per key, one at a time per lane, tried again, given up, never forgotten."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.hub import Hub
from domain.jobs import records, service, standing_records, waiting_records
from domain.jobs.model import (
    AGAIN,
    ATTEMPTS_MAX,
    HELD,
    LEASE,
    GiveUp,
    Job,
    JobState,
    RetryLater,
    Work,
)
from domain.rights.live import standing
from domain.rights.model import Subject, SubjectKind
from tests.domain.jobs.steps import ask, done, raises, run


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


async def test_patience_costs_no_try(hub: Hub, clock: SteppingClock) -> None:
    await ask(hub)
    for _ in range(ATTEMPTS_MAX + 5):
        assert await run(hub, await raises(RetryLater(5, "not yet")))
        clock.advance(timedelta(seconds=5))
    assert await run(hub, done)

    assert await standing_records.counts() == {"done": 1}


async def test_failures_between_which_all_went_well_do_not_add_up(
    hub: Hub, clock: SteppingClock
) -> None:
    await ask(hub)
    for _ in range(ATTEMPTS_MAX + 5):
        assert await run(hub, await raises(ValueError("a bad moment")))
        clock.advance(timedelta(seconds=1))
        assert await run(hub, await raises(RetryLater(5, "looked, and looks again", anew=True)))
        clock.advance(timedelta(seconds=5))
    assert await run(hub, done)

    assert await standing_records.counts() == {"done": 1}


async def test_failures_between_which_it_only_waited_do(hub: Hub, clock: SteppingClock) -> None:
    await ask(hub)
    for _ in range(ATTEMPTS_MAX):
        assert await run(hub, await raises(ValueError("broken")))
        clock.advance(timedelta(hours=1))
        await run(hub, await raises(RetryLater(5, "somebody may be at it still")))
        clock.advance(timedelta(seconds=5))

    assert await standing_records.counts() == {"dead": 1}


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


async def test_work_of_a_later_version_waits_for_who_knows_it(
    hub: Hub, clock: SteppingClock
) -> None:
    done: list[Job] = []

    async def work(job: Job) -> None:
        done.append(job)

    await ask(hub)
    await service.run_next(Work(hub.clock, hub.wake, {}))
    (waiting,) = await records.with_state(JobState.OPEN, 1)
    clock.advance(timedelta(seconds=1))
    await service.run_next(Work(hub.clock, hub.wake, {"work": work}))

    assert str(waiting.last_error).startswith("Missing: No worker that runs knows `work`;")
    assert [job.key for job in done] == ["k"]


async def test_a_rolled_back_change_asks_for_nothing(hub: Hub) -> None:
    async def change() -> None:
        async with transaction():
            await ask(hub)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await change()

    assert await standing_records.counts() == {}


async def test_claims_at_once_take_different_jobs_of_different_lanes(hub: Hub) -> None:
    for number in range(12):
        await ask(hub, f"job{number}", f"lane{number % 4}")

    async def claim() -> Job | None:
        async with transaction():
            return await records.claim(hub.clock.now(), LEASE)

    claimed = [job for job in await asyncio.gather(*(claim() for _ in range(12))) if job]

    assert sorted(job.lane for job in claimed) == ["lane0", "lane1", "lane2", "lane3"]


async def test_what_was_ever_begun_is_not_cancelled(hub: Hub, clock: SteppingClock) -> None:
    await ask(hub, "fresh", "a")
    await ask(hub, "begun", "b", seconds=1)
    assert await records.cancel("fresh", hub.clock.now())
    clock.advance(timedelta(seconds=1))
    assert await run(hub, await raises(RetryLater(60, "no answer")))

    assert not await records.cancel("begun", hub.clock.now())


async def test_a_handler_that_is_cancelled_from_within_has_failed(hub: Hub) -> None:
    async def cancelled(_: Job) -> None:
        raise asyncio.CancelledError

    await ask(hub)
    assert await run(hub, cancelled)

    (row,) = await sql.fetch("SELECT last_error FROM jobs")
    assert "cancelled from within" in row["last_error"]


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
    held = await records.claim(hub.clock.now(), LEASE)
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
        found = await waiting_records.hurry(hub.clock.now(), HELD)
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
