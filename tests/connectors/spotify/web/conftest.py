"""The real target and client against the fake, judged by Spotify's document."""

import hashlib
import io
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from PIL import Image

from connectors.files.disk import DiskStore
from connectors.spotify.auth import Tokens
from connectors.spotify.web.client import WebClient
from connectors.spotify.web.exchange import Exchange
from connectors.spotify.web.fake import Listener, Song, create_fake_web
from connectors.spotify.web.target import COVER, PlaylistTarget
from domain.clock import SteppingClock
from domain.targets.model import File, Publication, Target
from tests.connectors.spotify.conftest import MemoryStore
from tests.connectors.spotify.judge import WEB, Judged
from tests.connectors.spotify.web.house import House, house_of
from tests.world import World

BASE = "https://api.spotify.com"

COVER_ID = "ast_01jd0000000000000000000000"


def picture(size: tuple[int, int] = (640, 640), kind: str = "PNG") -> bytes:
    held = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(held, kind)
    return held.getvalue()


def songs(listener: Listener, count: int = 4, markets: str = "DE AT") -> list[Song]:
    return [
        listener.release(f"Song {at}", f"Band {at}", markets, f"DEABC26{at:05}")
        for at in range(count)
    ]


def track(song: Song) -> dict[str, Any]:
    return {"title": song.name, "artist": song.artist, "isrc": song.isrc, "explicit": song.explicit}


def brief(tracks: Sequence[Song | dict[str, Any]], **changed: Any) -> Publication:
    told = [track(one) if isinstance(one, Song) else one for one in tracks]
    content = {
        "metadata": {"name": "Rain & tea", "purpose": 'For autumn, "indoors"', "tracks": told}
    }
    content["metadata"] |= {name: changed.pop(name) for name in ("purpose",) if name in changed}
    title = changed.pop("title", "Rain & tea")
    content["metadata"]["name"] = title
    given: dict[str, Any] = {
        "request_id": "req_1",
        "revision": 1,
        "name": "req_1",
        "kind": "playlist",
        "title": title,
        "place": "brd_1",
        "content": content,
        "files": {},
        "opens_at": datetime(2026, 11, 23, tzinfo=UTC),
        "ends_at": None,
        "markets": ("DE", "AT"),
    }
    return Publication(**given | changed)


def covered(files: Path, content: bytes | None = None) -> dict[str, File]:
    """Keep a cover where the target's files are; return it as a publication names it."""
    content = content if content is not None else picture()
    (files / COVER_ID).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return {COVER: File(COVER_ID, "https://hub/x", "image/png", len(content), digest)}


class Meddling(httpx2.AsyncBaseTransport):
    """Has somebody do something after an answer was given: `then` hears of each.

    Answers to what ends with `hollow` are good and hold nothing.
    """

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner = inner
        self.then: Callable[[str, str], None] = lambda _method, _path: None
        self.hollow = "no path"

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await self._inner.handle_async_request(request)
        self.then(request.method, request.url.path)
        if request.url.path.endswith(self.hollow):
            return httpx2.Response(200, json={}, request=request)
        return response


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def judged(listener: Listener, clock: SteppingClock) -> Judged:
    return Judged(httpx2.ASGITransport(app=create_fake_web(listener, clock)), WEB)


@pytest.fixture
def somebody(judged: Judged) -> Meddling:
    return Meddling(judged)


@pytest.fixture
async def http(somebody: Meddling) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(transport=somebody) as http:
        yield http


@pytest.fixture
def web(listener: Listener, clock: SteppingClock, http: httpx2.AsyncClient) -> WebClient:
    return web_over(http, listener, clock)


def web_over(http: httpx2.AsyncClient, listener: Listener, clock: SteppingClock) -> WebClient:
    async def no_sleep(_: float) -> None:
        return

    tokens = Tokens(
        http,
        clock,
        MemoryStore(listener.refresh_token),
        token_url=f"{BASE}/api/token",
        client_id="app",
        client_secret="secret",
    )
    return WebClient(Exchange(http, tokens, base_url=f"{BASE}/v1", sleep=no_sleep))


@pytest.fixture
def target(web: WebClient, tmp_path: Path) -> PlaylistTarget:
    async def client_of(place: str) -> WebClient:
        assert place == "brd_1"
        return web

    made: Target = PlaylistTarget(client_of, DiskStore(tmp_path))
    assert isinstance(made, PlaylistTarget)
    return made


@pytest.fixture
def house(world: World, clock: SteppingClock) -> House:
    return house_of(world, clock)
