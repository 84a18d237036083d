"""What stands in front of the doors of several processes."""

from collections.abc import Sequence
from itertools import cycle
from types import TracebackType
from typing import Self

import httpx2


class Balancer(httpx2.AsyncBaseTransport):
    """Gives each call to the next of `doors`, whoever calls and whatever they asked before.

    So what one process keeps to itself shows: a page after a page, a file after its promise, a
    way back after a way out are asked for at the other door. Hosts and schemes stay as the caller
    wrote them; the connections behind are plain, as behind any balancer.
    """

    def __init__(self, doors: Sequence[str]) -> None:
        self._doors = cycle(httpx2.URL(door) for door in doors)
        self._ways = httpx2.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer as the next door does."""
        door = next(self._doors)
        url = request.url.copy_with(scheme=door.scheme, host=door.host, port=door.port)
        passed = httpx2.Request(
            request.method,
            url,
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        return await self._ways.handle_async_request(passed)

    async def __aenter__(self) -> Self:
        await self._ways.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        await self._ways.__aexit__(kind, error, trace)
