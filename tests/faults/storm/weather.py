"""How Slack and Spotify are to reach: slow, refusing, silent, or answering into the void."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from random import Random

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: How late an answer is that is slow, in seconds.
SLOW_SECONDS = 0.4

#: Where each of them is, by the beginning of its paths.
PLACES: Mapping[str, str] = {"slack": "/api/", "spotify": "/fake-spotify/"}

#: What a broken connection leaves: the head of an answer that never comes.
_HEAD = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9")]}


class Sky(StrEnum):
    """What becomes of a call while it lasts."""

    CLEAR = "clear"
    SLOW = "slow"
    LIMITED = "429"
    BROKEN = "500"
    DEAD = "dead"
    LOST = "lost after effect"


class Weather:
    """Stands before the fakes; each may have its own sky for a while."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._skies = dict.fromkeys(PLACES, Sky.CLEAR)

    @contextmanager
    def over(self, place: str, sky: Sky) -> Iterator[None]:
        """Have a place under a sky while the block runs."""
        self._skies[place] = sky
        try:
            yield
        finally:
            self._skies[place] = Sky.CLEAR

    def before(self, app: ASGIApp) -> ASGIApp:
        """Return the fakes as they are reached."""

        async def reached(scope: Scope, receive: Receive, send: Send) -> None:
            sky = self._sky(scope)
            if sky is Sky.SLOW:
                await asyncio.sleep(SLOW_SECONDS)
            if sky is Sky.LIMITED:
                said = JSONResponse(
                    {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "1"}
                )
                await said(scope, receive, send)
            elif sky is Sky.BROKEN:
                await JSONResponse({"error": "planned"}, 500)(scope, receive, send)
            elif sky is Sky.DEAD:
                await send(_HEAD)
            elif sky is Sky.LOST:
                await app(scope, receive, _nowhere)
                await send(_HEAD)
            else:
                await app(scope, receive, send)

        return reached

    def _sky(self, scope: Scope) -> Sky:
        """Return what becomes of a call: under every sky some come through."""
        path = scope.get("path", "")
        for place, begins in PLACES.items():
            if scope["type"] == "http" and path.startswith(begins):
                sky = self._skies[place]
                return Sky.CLEAR if self._random.random() < 0.2 else sky
        return Sky.CLEAR


async def _nowhere(_: Message) -> None:
    """Send what nobody hears."""
