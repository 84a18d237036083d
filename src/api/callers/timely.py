"""Bodies that have to come in time, whichever route takes them.

GraphQL says it in its own words (`api/endpoint/view.py`), and uploads have times of their own;
every other body is small, and comes at once.
"""

import asyncio

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: How long it may take until a body is here whole, in seconds. Ours.
BODY_SECONDS = 15.0

#: What bounds its bodies itself.
_OWN = ("/graphql", "/uploads/")


class TooLate(Exception):
    """The body did not come in time; its text says how long that is, and what next."""


class Timely:
    """Ends requests whose body does not come, with 408 where nothing was answered yet."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"].startswith(_OWN):
            await self._app(scope, receive, send)
            return
        answered = False

        async def sending(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self._app(scope, in_time(receive), sending)
        except TooLate as error:
            if not answered:
                refused = PlainTextResponse(str(error), 408, {"Connection": "close"})
                await refused(scope, receive, send)


def in_time(receive: Receive) -> Receive:
    """Return `receive` that waits `BODY_SECONDS` at most for the whole body."""
    whole, end = False, asyncio.get_running_loop().time() + BODY_SECONDS

    async def timed() -> Message:
        nonlocal whole
        if whole:  # What is waited for now is that somebody hangs up.
            return await receive()
        try:
            async with asyncio.timeout_at(end):
                message = await receive()
        except TimeoutError:
            said = f"A request has {BODY_SECONDS:g} seconds to come; send it again."
            raise TooLate(said) from None
        whole = not message.get("more_body", False)
        return message

    return timed
