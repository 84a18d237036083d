"""Episodes to publish at a host, and ways to it that break."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from starlette.types import ASGIApp

from domain.targets.model import File, Publication
from tests.stories.fakes import served
from tests.stories.processes import url_of

#: Where the tests' hosts are heard, and when their clocks begin.
REACH = frozenset({"DE", "AT"})
START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

AUDIO = File("ast_1", "https://hub.example/media/one/audio.mp3", "audio/mpeg", 1_000, "a" * 64)
ARTWORK = File("ast_2", "https://hub.example/media/two/art.jpg", "image/jpeg", 500, "b" * 64)


class Killed(BaseException):
    """The process ended here."""


class Breaking(httpx2.AsyncBaseTransport):
    """A way over real connections; call number `at` is carried out, and its answer is `lost`."""

    def __init__(self, at: int = 0, lost: BaseException | None = None) -> None:
        self._inner = httpx2.AsyncHTTPTransport()
        self._at = at
        self._lost = lost
        self.calls = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._inner.handle_async_request(request)
        self.calls += 1
        if self._lost is not None and self.calls == self._at:
            await answer.aclose()
            raise self._lost
        return answer

    async def aclose(self) -> None:
        await self._inner.aclose()


#: How a call may end after it was carried out.
ENDS = (httpx2.ReadTimeout("late"), httpx2.ReadError("cut"), Killed())


def release(**other: Any) -> Publication:
    """Return an episode of two countries, to be heard in an hour."""
    told = {
        "episode_title": "One & all",
        "description": "First.\n\nSecond <b>.",
        "series_number": "7",
        "season": 2,
    }
    found = Publication(
        request_id="req_1",
        revision=1,
        name="epi_1",
        kind="episode_release",
        title="The release of one",
        place="show-1",
        content={"metadata": told},
        files={"audio_asset_id": AUDIO, "artwork_asset_id": ARTWORK},
        opens_at=START + timedelta(hours=1),
        ends_at=None,
        markets=("AT", "DE"),
    )
    return replace(found, **other)


@asynccontextmanager
async def listening(app: ASGIApp) -> AsyncIterator[str]:
    """Have a host listen on loopback while the block runs; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        async with served(app, held):
            yield url_of(held)
