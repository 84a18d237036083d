"""Sending a file in pieces: never held whole, and ended where nobody takes it."""

import asyncio
from collections.abc import Mapping
from contextlib import aclosing

import structlog
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from domain.errors import Conflict
from domain.files import Stored

#: How long a reader may take nothing of a file, in seconds. Ours: they come again.
STALLED_SECONDS = 30.0

log = structlog.get_logger()


class Pieces(StreamingResponse):
    """Answers with a file, or with the `part` of it from one byte until before another."""

    def __init__(
        self,
        stored: Stored,
        media_type: str,
        headers: Mapping[str, str],
        part: tuple[int, int] | None = None,
    ) -> None:
        first, stop = part or (0, stored.size)
        told = {**headers, "Content-Length": str(stop - first)}
        told |= {"Content-Range": f"bytes {first}-{stop - 1}/{stored.size}"} if part else {}
        self._pieces = stored.pieces(first, stop)
        super().__init__(self._pieces, 206 if part else 200, told, media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send, and close the file whatever comes between."""
        async with aclosing(self._pieces):
            await super().__call__(scope, receive, send)

    async def stream_response(self, send: Send) -> None:
        """Send every piece; what ends before its time the server cuts off, to be fetched anew."""

        async def patient(message: Message) -> None:
            async with asyncio.timeout(STALLED_SECONDS):
                await send(message)

        try:
            await super().stream_response(patient)
        except TimeoutError:
            log.info("media_reader_stalled")
        except Conflict as error:
            log.warning("media_changed_while_read", found=error.code)
