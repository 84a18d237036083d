"""How long something may take that ends, at the latest, with what it wrote.

Time runs out before a commit or not at all: what has come so far is let come to its end, so that
nobody is told of a change that it did not happen.
"""

import asyncio
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar
from types import TracebackType

_running: ContextVar[asyncio.Timeout | None] = ContextVar("deadline", default=None)


class within(AbstractAsyncContextManager[None]):  # noqa: N801  Said of a block, as `suppress` is.
    """Cancel the block after so many seconds, unless it has begun to commit something by then.

    Raises `TimeoutError`. What waits for the database is cancelled there as well.
    """

    def __init__(self, seconds: float) -> None:
        self._timeout = asyncio.timeout(seconds)

    async def __aenter__(self) -> None:
        await self._timeout.__aenter__()
        self._token = _running.set(self._timeout)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _running.reset(self._token)
        await self._timeout.__aexit__(kind, error, trace)


async def pass_it() -> None:
    """Let what runs come to its end: it commits next."""
    timeout = _running.get()
    if timeout is None:
        return
    if timeout.expired():
        await asyncio.sleep(0)  # Where the cancellation arrives that is under way.
    else:
        timeout.reschedule(None)
