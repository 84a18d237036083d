"""How long something may take that ends, at the latest, with what it wrote.

Time runs out before a commit or not at all: what has come so far is let come to its end, so that
nobody is told of a change that it did not happen.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

_running: ContextVar[asyncio.Timeout | None] = ContextVar("deadline", default=None)


@asynccontextmanager
async def within(seconds: float) -> AsyncIterator[None]:
    """Cancel the block after so many seconds, unless it has begun to commit something by then.

    Raises `TimeoutError`. What waits for the database is cancelled there as well.
    """
    async with asyncio.timeout(seconds) as timeout:
        token = _running.set(timeout)
        try:
            yield
        finally:
            _running.reset(token)


async def pass_it() -> None:
    """Let what runs come to its end: it commits next."""
    timeout = _running.get()
    if timeout is None:
        return
    if timeout.expired():
        await asyncio.sleep(0)  # Where the cancellation arrives that is under way.
    else:
        timeout.reschedule(None)
