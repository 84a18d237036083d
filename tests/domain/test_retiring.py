"""Jobs that were done long ago leave the outbox, and nothing is done twice for that."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from domain import retiring
from domain.audit import service as audit
from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.hub import Hub
from domain.jobs import records, service
from domain.retention import Keep
from tests.domain.jobs.steps import ask, done, run

#: Longer than jobs are kept where nothing is said.
YEAR = timedelta(days=365)


async def nobody(_: Sequence[str]) -> set[str]:
    return set()


async def left() -> list[str]:
    """Return the keys that stand in the outbox."""
    return [row["key"] for row in await sql.fetch("SELECT key FROM jobs ORDER BY key")]


async def nights(hub: Hub, clock: SteppingClock, count: int = 2) -> list[tuple[int, int]]:
    """Retire night by night; return of how many the keys were kept, and how many left."""
    found = []
    for _ in range(count):
        done = await retiring.retire(hub, nobody)
        found.append((done.kept, done.gone))
        clock.advance(timedelta(days=1))
    return found


async def test_what_was_done_leaves_the_night_after_its_key_was_kept(
    hub: Hub, clock: SteppingClock
) -> None:
    await ask(hub)
    await run(hub, done)
    clock.advance(YEAR)
    told = await retiring.due(hub, nobody)

    assert (told.kept, told.gone) == (1, 0)
    assert await nights(hub, clock, 3) == [(1, 0), (0, 1), (0, 0)]
    assert await left() == []


async def test_what_left_is_not_done_again(hub: Hub, clock: SteppingClock) -> None:
    await ask(hub)
    await run(hub, done)
    clock.advance(YEAR)
    await nights(hub, clock)
    await ask(hub)

    assert not await run(hub, done)
    assert await left() == []


async def test_what_was_taken_back_leaves_too(hub: Hub, clock: SteppingClock) -> None:
    await ask(hub)
    async with transaction():
        await records.cancel("k", clock.now())
    clock.advance(YEAR)

    assert await nights(hub, clock) == [(1, 0), (0, 1)]


async def test_what_was_done_of_late_stays_as_long_as_is_set(
    hub: Hub, clock: SteppingClock
) -> None:
    await ask(hub)
    await run(hub, done)
    clock.advance(YEAR)
    longer = replace(hub, keep=Keep(jobs_months=13))
    clock.advance(timedelta(days=-200))
    early = await nights(hub, clock)
    clock.advance(timedelta(days=198))

    assert early == await nights(longer, clock) == [(0, 0), (0, 0)]
    assert await left() == ["k"]


@pytest.mark.parametrize("waits", ["open", "dead"])
async def test_what_waits_in_a_lane_keeps_what_was_asked_for_there_after_it(
    hub: Hub, clock: SteppingClock, waits: str
) -> None:
    for name in ("before", "waiting", "after"):
        await ask(hub, name, "lane")
        clock.advance(timedelta(seconds=1))
    await sql.execute("UPDATE jobs SET state = 'done', done_at = due_at WHERE key <> 'waiting'")
    await sql.execute("UPDATE jobs SET state = $1 WHERE key = 'waiting'", waits)
    clock.advance(YEAR)

    assert await nights(hub, clock) == [(1, 0), (0, 1)]
    assert await left() == ["after", "waiting"]


async def test_a_lane_that_always_waits_for_its_next_look_lets_go_of_the_last(
    hub: Hub, clock: SteppingClock
) -> None:
    for day in range(400):
        await ask(hub, f"look:{day:03}", "looks")
        clock.advance(timedelta(days=1))
    await sql.execute(
        "UPDATE jobs SET state = 'done', done_at = due_at WHERE key <> $1", "look:399"
    )
    ((kept, _), (_, gone)) = await nights(hub, clock)
    months = hub.keep.jobs_months

    assert kept == gone
    assert 30 * months <= len(await left()) <= 31 * (months + 1)


async def test_a_key_kept_by_day_is_known_for_a_night_before_its_job_leaves(
    hub: Hub, clock: SteppingClock
) -> None:
    await ask(hub)
    await run(hub, done)
    clock.advance(YEAR)
    runs = []
    for hours in (0, 1, 18, 1):
        clock.advance(timedelta(hours=hours))
        one = await retiring.retire(hub, nobody)
        runs.append((one.kept, one.gone))

    assert runs == [(1, 0), (0, 0), (0, 0), (0, 1)]


async def test_two_who_retire_at_once_count_each_job_once(hub: Hub, clock: SteppingClock) -> None:
    for n in range(3):
        await ask(hub, f"k{n}", f"l{n}")
        await run(hub, done)
    clock.advance(YEAR)
    found = []
    for _ in range(2):
        found += await asyncio.gather(*(retiring.retire(hub, nobody) for _ in range(2)))
        clock.advance(timedelta(days=1))
    told = [event.details["jobs"] for event in await audit.trail(retiring.SUBJECT)]

    assert sorted((one.kept, one.gone) for one in found) == [(0, 0), (0, 0), (0, 3), (3, 0)]
    assert told == [3]


async def test_jobs_of_what_they_are_looked_for_by_stay(hub: Hub, clock: SteppingClock) -> None:
    async def held(subjects: Sequence[str]) -> set[str]:
        return {one for one in subjects if one == "req_1"}

    for subject in ("req_1", "req_2"):
        async with transaction():
            details = {"request_id": subject}
            await service.ask(
                *(hub.wake, clock.now()), key=subject, kind="work", lane=subject, details=details
            )
        await run(hub, done)
    clock.advance(YEAR)
    for _ in range(2):
        await retiring.retire(hub, held)
        clock.advance(timedelta(days=1))

    assert await left() == ["req_1"]


async def test_many_leave_some_at_a_time_and_the_record_says_how_many(
    hub: Hub, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retiring, "_BATCH", 2)
    for n in range(5):
        await ask(hub, f"k{n}", f"l{n}")
        await run(hub, done)
    clock.advance(YEAR)
    went = await nights(hub, clock)
    told = [event.details["jobs"] for event in await audit.trail(retiring.SUBJECT)]

    assert went == [(5, 0), (0, 5)]
    assert told == [2, 2, 1]
    assert await left() == []
