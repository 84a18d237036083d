"""Jobs that were done long ago leave the outbox, and nothing is done twice for that."""

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
from domain.jobs.model import GiveUp
from domain.retention import Keep
from tests.domain.jobs.steps import ask, done, raises, run

#: Longer than jobs are kept where nothing is said.
YEAR = timedelta(days=365)


async def nobody(_: Sequence[str]) -> set[str]:
    return set()


async def left() -> list[str]:
    """Return the keys that stand in the outbox."""
    return [row["key"] for row in await sql.fetch("SELECT key FROM jobs ORDER BY key")]


async def nights(hub: Hub, count: int = 2) -> list[tuple[int, int]]:
    """Retire so often; return of how many the keys were kept, and how many left, by night."""
    found = [await retiring.retire(hub, nobody) for _ in range(count)]
    return [(one.kept, one.gone) for one in found]


async def test_what_was_done_leaves_the_night_after_its_key_was_kept(
    hub: Hub, clock: SteppingClock
) -> None:
    await ask(hub)
    await run(hub, done)
    clock.advance(YEAR)
    told = await retiring.due(hub, nobody)

    assert (told.kept, told.gone) == (1, 0)
    assert await nights(hub, 3) == [(1, 0), (0, 1), (0, 0)]
    assert await left() == []


async def test_what_left_is_not_done_again(hub: Hub, clock: SteppingClock) -> None:
    await ask(hub)
    await run(hub, done)
    clock.advance(YEAR)
    await nights(hub)
    await ask(hub)

    assert not await run(hub, done)
    assert await left() == []


async def test_what_was_taken_back_leaves_too(hub: Hub, clock: SteppingClock) -> None:
    await ask(hub)
    async with transaction():
        await records.cancel("k", clock.now())
    clock.advance(YEAR)

    assert await nights(hub) == [(1, 0), (0, 1)]


async def test_what_was_done_of_late_stays_as_long_as_is_set(
    hub: Hub, clock: SteppingClock
) -> None:
    await ask(hub)
    await run(hub, done)
    clock.advance(YEAR)
    longer = replace(hub, keep=Keep(jobs_months=13))
    clock.advance(timedelta(days=-200))
    early = await nights(hub)
    clock.advance(timedelta(days=200))

    assert early == await nights(longer) == [(0, 0), (0, 0)]
    assert await left() == ["k"]


@pytest.mark.parametrize("waits", ["open", "dead"])
async def test_a_lane_in_which_something_waits_keeps_what_was_done_there(
    hub: Hub, clock: SteppingClock, waits: str
) -> None:
    await ask(hub, "a", "lane")
    await run(hub, done)
    await ask(hub, "b", "lane")
    if waits == "dead":
        await run(hub, await raises(GiveUp("a person looks")))
    clock.advance(YEAR)

    assert await nights(hub) == [(0, 0), (0, 0)]
    assert await left() == ["a", "b"]


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

    assert await left() == ["req_1"]


async def test_many_leave_some_at_a_time_and_the_record_says_how_many(
    hub: Hub, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retiring, "_BATCH", 2)
    for n in range(5):
        await ask(hub, f"k{n}", f"l{n}")
        await run(hub, done)
    clock.advance(YEAR)
    went = await nights(hub)
    told = [event.details["jobs"] for event in await audit.trail(retiring.SUBJECT)]

    assert went == [(5, 0), (0, 5)]
    assert told == [2, 2, 1]
    assert await left() == []
