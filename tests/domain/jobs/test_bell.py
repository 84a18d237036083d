"""The bell that wakes the worker of one process."""

import asyncio

import pytest

from domain.jobs.service import Bell


@pytest.mark.parametrize("turns", range(4))
async def test_who_is_woken_and_stopped_in_one_moment_stops(turns: int) -> None:
    bell = Bell()

    async def works() -> None:
        while True:
            await bell.wait(60)

    working = asyncio.create_task(works())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    bell.ring()
    for _ in range(turns):
        await asyncio.sleep(0)
    working.cancel()
    await asyncio.wait([working], timeout=1)

    assert working.cancelled()


async def test_who_is_not_woken_goes_on_after_a_while() -> None:
    await asyncio.wait_for(Bell().wait(0.01), 1)
