"""What a log tells, and what it keeps to itself."""

import asyncio
import socket

import httpx2
import pytest
import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.running.serving import Stopping
from app.watching.door import Guarded
from app.watching.lines import Lines
from domain.steps import watched_by


def test_a_traceback_shows_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    def fails(token: str) -> None:
        raise ValueError(f"a token of {len(token)} letters")

    try:
        fails("HUNTER2".lower())
    except ValueError:
        structlog.get_logger().exception("fault")
    said = capsys.readouterr().err

    assert "a token of 7 letters" in said
    assert "in fails" in said
    assert "hunter2" not in said


async def test_a_line_about_a_request_tells_no_address_that_opens_a_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def download(_: Request) -> Response:
        return PlainTextResponse("a file")

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    paths = ("/downloads/{asset_id}", "/media/{token}/{name}", "/charts/{name}", "/feeds/{token}")
    app = Guarded(routes=[Route(path, download) for path in paths])
    stopping = Stopping()
    task = asyncio.create_task(stopping.serve(app, "127.0.0.1", port, "info"))
    url = f"http://127.0.0.1:{port}/downloads/ast_1?token=HUNTER2"
    try:
        async with asyncio.timeout(30), httpx2.AsyncClient() as http:
            with watched_by(Lines()):
                while not await _answers(http, url):  # noqa: ASYNC110  The server tells nobody.
                    await asyncio.sleep(0.01)
                for path in ("media/HUNTER2/a.mp3", "charts/HUNTER2.png", "feeds/HUNTER2"):
                    await http.get(f"http://127.0.0.1:{port}/{path}")
    finally:
        stopping._ask()
        await task
    said = capsys.readouterr()

    assert '"path":"/downloads/{asset_id}","asset_id":"ast_1"' in said.err
    assert '"path":"/media/{token}/{name}"' in said.err
    assert "HUNTER2" not in said.out + said.err


async def test_the_server_believes_no_header_about_where_callers_are() -> None:
    async def whence(request: Request) -> Response:
        return PlainTextResponse(request.client.host if request.client else "")

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = Starlette(routes=[Route("/", whence)])
    stopping = Stopping()
    task = asyncio.create_task(stopping.serve(app, "127.0.0.1", port, "error"))
    url, headers = f"http://127.0.0.1:{port}/", {"x-forwarded-for": "203.0.113.9"}
    try:
        async with asyncio.timeout(30), httpx2.AsyncClient() as http:
            while not await _answers(http, url):  # noqa: ASYNC110  The server tells nobody.
                await asyncio.sleep(0.01)
            said = await http.get(url, headers=headers)
    finally:
        stopping._ask()
        await task

    assert said.text == "127.0.0.1"


async def _answers(http: httpx2.AsyncClient, url: str) -> bool:
    try:
        return (await http.get(url)).is_success
    except httpx2.TransportError:
        return False
