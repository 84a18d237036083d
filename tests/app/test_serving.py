"""Serving: what is done before the first request, and what those hear who listen at the end."""

import asyncio
import gc
import json
import socket

import httpx2
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from api.app import create_app
from app.running.serving import YOUNG, Stopping
from app.settings import Settings
from domain.errors import Conflict
from tests.api.door import token_for
from tests.api.test_socket import PROTOCOL, heard, opened, token
from tests.api.test_streams import EVENTS, REQUESTS
from tests.world import World


async def test_what_stands_when_serving_begins_is_looked_through_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def at_once(_: uvicorn.Server) -> None:
        """Serve nobody."""

    monkeypatch.setattr(uvicorn.Server, "serve", at_once)
    before, thresholds = gc.get_freeze_count(), gc.get_threshold()
    made = [[number] for number in range(50_000)]
    try:
        await Stopping().serve(lambda: None, "127.0.0.1", 0, "warning")

        assert gc.get_freeze_count() - before >= len(made)
        assert gc.get_threshold()[0] == YOUNG
    finally:
        gc.set_threshold(*thresholds)


def test_how_long_a_socket_may_say_nothing_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_GRAPHQL_INIT_SECONDS", "2.5")

    assert Settings.load().manner.init_seconds == 2.5


async def test_whoever_listens_hears_that_the_hub_stops_and_nobody_waits_for_them(
    world: World,
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    stopping, feed = Stopping(), world.hub.feed
    app, port = create_app(world.hub), int(place.rpartition(":")[2])
    task = asyncio.create_task(stopping.serve(app, "127.0.0.1", port, "error", feed.end))
    await begun(stopping)
    headers = await token_for(world, "manager") | EVENTS
    async with (
        httpx2.AsyncClient(base_url=f"http://{place}", headers=headers, timeout=30) as client,
        client.stream("POST", "/graphql", json={"query": REQUESTS}) as response,
        connect(f"ws://{place}/graphql", subprotocols=[PROTOCOL]) as listener,
    ):
        await opened(listener, await token(world, "manager"))
        await listener.send(
            json.dumps({"id": "1", "type": "subscribe", "payload": {"query": REQUESTS}})
        )
        while len(feed._listeners) < 2:  # noqa: ASYNC110  The feed tells nobody who listens.
            await asyncio.sleep(0.01)
        stopping._ask()
        with pytest.raises(ConnectionClosed) as closed:
            await heard(listener)
        said = (await response.aread()).decode()
        await task

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
    assert '"code":"ending"' in said
    assert said.rstrip().endswith("event: complete\r\ndata:")


async def nobody(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer 404."""
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body"})


async def begun(stopping: Stopping) -> uvicorn.Server:
    """Return its server once it serves."""
    while stopping._server is None or not stopping._server.started:  # noqa: ASYNC110  The server tells nobody.
        await asyncio.sleep(0.01)
    return stopping._server


async def test_answers_bear_the_date_of_when_they_are_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.running.serving.DATED_SECONDS", 0.01)
    stopping = Stopping()
    task = asyncio.create_task(stopping.serve(nobody, "127.0.0.1", 0, "error"))
    port = (await begun(stopping)).servers[0].sockets[0].getsockname()[1]
    dates = set[str]()
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        while len(dates) < 2:
            dates.add((await client.get("/")).headers["date"])
            await asyncio.sleep(0.05)
    stopping._ask()
    await task


async def test_who_is_told_to_stop_does_not_wait_for_the_next_date(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.running.serving.DATED_SECONDS", 3_600)
    stopping = Stopping()
    task = asyncio.create_task(stopping.serve(nobody, "127.0.0.1", 0, "error"))
    await begun(stopping)

    stopping._ask()

    await task


async def test_a_port_that_is_taken_is_named_with_the_setting_for_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Conflict, match=f"listen on 127.0.0.1:{port}.*GREENLIGHT_PORT"):
            await Stopping().serve(nobody, "127.0.0.1", port, "critical")
