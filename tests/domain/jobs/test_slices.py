"""An allowance that processes share: nobody spends more than there is, and few ask for it."""

from datetime import timedelta

import pytest

from domain.clock import SteppingClock
from domain.hub import Hub
from domain.jobs import bucket_records, service
from domain.jobs.model import RetryLater
from domain.jobs.slices import LASTS, PREFIX, SLICES, Slices

LIMIT = 6_000


async def test_most_is_spent_without_asking_the_database(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    once = service.take

    async def counted(*given: object, **named: float) -> float:
        asked.append(named["amount"])
        return await once(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(service, "take", counted)
    slices, now = Slices(), hub.clock.now()
    for _ in range(100):
        found = await slices.spend("a", 10, LIMIT, now)

    assert asked == [LIMIT / SLICES] * 4
    assert (found.remaining, found.limit) == (LIMIT - 1_000, LIMIT)
    assert found.full_at == now + timedelta(seconds=10)


async def test_several_processes_spend_no_more_than_there_is(hub: Hub) -> None:
    now, spent = hub.clock.now(), 0
    for process in [Slices() for _ in range(3)]:
        try:
            while True:
                await process.spend("a", 70, LIMIT, now)
                spent += 70
        except RetryLater:
            pass

    assert LIMIT - 3 * LIMIT / SLICES <= spent <= LIMIT


async def test_who_has_nothing_left_is_told_how_long_to_wait_and_not_looked_up_again(
    hub: Hub,
) -> None:
    slices, now = Slices(), hub.clock.now()
    await slices.spend("a", LIMIT, LIMIT, now)
    with pytest.raises(RetryLater) as caught:
        await slices.spend("a", 100, LIMIT, now)

    assert caught.value.seconds == pytest.approx(1)
    assert slices.wait("a", now) == pytest.approx(1)
    assert slices.wait("a", now + timedelta(seconds=2)) == 0
    assert slices.wait("b", now) == 0


async def test_one_caller_takes_nothing_from_another(hub: Hub) -> None:
    slices, now = Slices(), hub.clock.now()
    await slices.spend("a", LIMIT, LIMIT, now)

    assert (await slices.spend("b", 1, LIMIT, now)).remaining == LIMIT - 1


async def test_what_was_borrowed_and_not_spent_lapses(hub: Hub, clock: SteppingClock) -> None:
    slices = Slices()
    await slices.spend("a", 1, LIMIT, clock.now())
    clock.advance(LASTS + timedelta(seconds=1))
    found = await slices.spend("a", 1, LIMIT, clock.now())
    left, _ = await bucket_records.bucket(f"{PREFIX}a", LIMIT, clock.now())

    assert found.remaining == LIMIT - 1
    assert left == LIMIT - LIMIT / SLICES


async def test_buckets_that_are_full_again_are_forgotten(hub: Hub, clock: SteppingClock) -> None:
    slices = Slices()
    await slices.spend("a", LIMIT, LIMIT, clock.now())
    await bucket_records.forget_buckets(PREFIX, clock.now())
    kept, _ = await bucket_records.bucket(f"{PREFIX}a", LIMIT, clock.now())
    await bucket_records.forget_buckets(PREFIX, clock.now() + timedelta(hours=1))
    anew, _ = await bucket_records.bucket(f"{PREFIX}a", LIMIT, clock.now())

    assert (kept, anew) == (0, LIMIT)
