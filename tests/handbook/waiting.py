"""Waiting until something is so that another process does."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

#: How long it is waited between two looks, in seconds.
BETWEEN = 0.1


async def until(look: Callable[[], Awaitable[T]], seconds: float) -> T:
    """Look again and again until there is something, and return it; raise `TimeoutError`."""
    async with asyncio.timeout(seconds):
        while True:
            if found := await look():
                return found
            await asyncio.sleep(BETWEEN)
