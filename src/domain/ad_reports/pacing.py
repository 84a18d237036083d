"""Asking reports no faster than the platform lets anybody, whichever worker asks."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import RetryLater

#: The bucket that is shared by all who ask for reports.
BUCKET = "spotify-reports"

#: 150 in 30 seconds. Source: Ads API landing page, February 2026, whose row also says 50 a second.
RATE, BURST = 5.0, 150.0

Answer = TypeVar("Answer")


async def paced(hub: Hub, ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """Return what `ask` answers, when there is room for it; else `RetryLater` says when.

    Where the platform asks for patience, all others wait as long.
    """
    await jobs.take(BUCKET, hub.clock.now(), rate_per_second=RATE, burst=BURST)
    try:
        return await ask()
    except RetryLater as wish:
        now = hub.clock.now()
        await jobs.hush(BUCKET, now, rate_per_second=RATE, seconds=wish.seconds)
        raise
