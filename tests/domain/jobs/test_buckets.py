"""Buckets: what may be done of a thing in a span of time, whoever asks."""

import asyncio
from datetime import timedelta

import pytest

from domain.clock import SteppingClock
from domain.hub import Hub
from domain.jobs import service
from domain.jobs.model import RetryLater


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
