"""A way to the outside on which answers are changed before anybody reads them."""

from collections.abc import Callable

import httpx2

Change = Callable[[httpx2.Request, httpx2.Response], httpx2.Response]


class Changing(httpx2.AsyncBaseTransport):
    """Passes requests on, and gives what `change` makes of each answer."""

    def __init__(self, inner: httpx2.AsyncBaseTransport, change: Change) -> None:
        self._inner = inner
        self._change = change

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._inner.handle_async_request(request)
        await answer.aread()
        return self._change(request, answer)

    async def aclose(self) -> None:
        await self._inner.aclose()
