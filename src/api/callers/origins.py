"""Which foreign origins may call, as browsers ask it: Starlette's layer, with a short way.

Nearly all who call are no browsers, or come from the same origin, and send no `Origin`.
"""

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Message, Receive, Scope, Send

#: What caches are told of every answer: whoever sends another origin may get another.
_VARY = (b"vary", b"Origin")


class Foreign(CORSMiddleware):
    """Answers what browsers ask beforehand, and says to whom answers may be shown."""

    async def simple_response(
        self, scope: Scope, receive: Receive, send: Send, request_headers: Headers
    ) -> None:
        """Pass a request on that asks nothing beforehand."""
        if "origin" in request_headers:
            await super().simple_response(scope, receive, send, request_headers)
            return

        async def varied(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), _VARY]
            await send(message)

        await self.app(scope, receive, varied)
