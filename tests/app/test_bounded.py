"""What reads requests is bounded before any route is asked: long heads, slow heads, slow bodies."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from api.app import middleware
from api.callers import timely
from app.running import bounded, serving
from app.running.bounded import HEAD_BYTES_MAX, BoundedHttp
from tests.listening import listening

TOO_LONG, TOO_SLOW = b"HTTP/1.1 431", b"HTTP/1.1 408"


@asynccontextmanager
async def served(connections: int = 100) -> AsyncIterator[int]:
    async def read(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(len(await request.body())))

    app = Starlette(
        routes=[Route("/{path:path}", read, methods=["GET", "POST"])], middleware=middleware(())
    )
    async with listening(app, http=BoundedHttp, limit_concurrency=connections) as port:
        yield port


async def answer(port: int, *pieces: bytes) -> bytes:
    """What comes back for what is sent, until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        return await asyncio.wait_for(reader.read(), 30)
    except ConnectionResetError:
        return b"reset"
    finally:
        writer.close()


@pytest.mark.parametrize(
    "pieces",
    [
        [b"GET / HTTP/1.1\r\nx: ", b"x" * HEAD_BYTES_MAX, b"\r\n\r\n"],
        [b"GET /", b"x" * HEAD_BYTES_MAX, b" HTTP/1.1\r\n\r\n"],
        [b"GET / HTTP/1.1\r\n", *[b"a: %d\r\n" % number for number in range(HEAD_BYTES_MAX // 4)]],
        [b"GET / HTTP/1.1\r\n" + b"a: bcd\r\n" * (HEAD_BYTES_MAX // 4) + b"\r\n"],
    ],
    ids=["a long header", "a long address", "headers without end", "all in one piece"],
)
async def test_a_head_that_is_too_long_is_answered_and_hung_up(pieces: list[bytes]) -> None:
    async with served() as port:
        got = await answer(port, *pieces)

    # What was still on its way when the server hung up may have reset the line.
    assert (got.startswith(TOO_LONG) and b"\r\nx-request-id: " in got) or got == b"reset"
    assert b"200 OK" not in got


async def test_a_head_that_fits_is_answered_and_the_next_on_the_same_line() -> None:
    head = b"GET / HTTP/1.1\r\nHost: a\r\nx: " + b"x" * (HEAD_BYTES_MAX // 2) + b"\r\n"
    async with served() as port:
        got = await answer(port, head + b"\r\n", head + b"Connection: close\r\n\r\n")

    assert got.count(b"200 OK") == 2


@pytest.mark.parametrize("piece", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nx: y"])
async def test_a_head_that_does_not_come_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, piece: bytes
) -> None:
    monkeypatch.setattr(bounded, "HEAD_SECONDS", 0.05)
    async with served() as port:
        assert b"\r\nx-request-id: " in (said := await answer(port, piece))
    assert said.startswith(TOO_SLOW)


async def test_a_second_head_on_a_line_that_does_not_end_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bounded, "HEAD_SECONDS", 0.05)
    async with served() as port:
        got = await answer(port, b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HT")

    assert got.startswith(b"HTTP/1.1 200 OK")
    assert TOO_SLOW in got


async def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timely, "BODY_SECONDS", 0.05)
    head = b"POST /slack/events HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc"
    async with served() as port:
        assert (await answer(port, head)).startswith(TOO_SLOW)


async def test_a_body_that_comes_is_taken_whole() -> None:
    head = b"POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nConnection: close\r\n\r\n"
    async with served() as port:
        assert (await answer(port, head + b"abc", b"def")).endswith(b"\r\n\r\n6")


async def test_more_connections_than_a_process_takes_are_sent_away() -> None:
    ask = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    async with served(connections=3) as port:
        assert b"200 OK" in await answer(port, ask)
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        assert (await answer(port, ask)).startswith(b"HTTP/1.1 503")
        for _, writer in idle:
            writer.close()


async def test_who_is_sent_away_hears_their_own_id() -> None:
    ask = b"GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: mine-12\r\nConnection: close\r\n\r\n"
    async with served(connections=1) as port:
        _, idle = await asyncio.open_connection("127.0.0.1", port)
        got = await answer(port, ask)
        idle.close()

    assert got.startswith(b"HTTP/1.1 503")
    assert b"\r\nx-request-id: mine-12\r\n" in got.lower()


async def test_sockets_count_as_connections_and_a_process_lives_however_many_there_are() -> None:
    upgrade = (
        b"GET /graphql HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    live = b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    async with served(connections=3) as port:
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        assert (await answer(port, upgrade)).startswith(b"HTTP/1.1 503")
        assert (await answer(port, live)).startswith(b"HTTP/1.1 200")
        for _, writer in idle:
            writer.close()


async def test_the_hub_is_served_with_these_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []

    async def at_once(server: uvicorn.Server) -> None:
        found.append(server.config)

    monkeypatch.setattr(uvicorn.Server, "serve", at_once)
    monkeypatch.setattr(serving, "spare_what_stands", lambda: None)
    await serving.Stopping().serve(lambda: None, "127.0.0.1", 0, "warning", connections=7)

    (config,) = found
    assert (config.http, config.limit_concurrency) == (BoundedHttp, 7)
    assert config.timeout_keep_alive <= 5


# NEEDS IMPORT
