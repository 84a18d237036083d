"""How many sockets and streams somebody may hold; ended ones count no more."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx2
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from api.app import create_app
from api.callers.lines import STRANGERS, Lines
from api.callers.profiles import Bounds, Manner
from app.settings import Settings
from tests.api.door import token_for
from tests.api.test_socket import PROTOCOL, opened, token
from tests.api.test_streams import EVENTS, REQUESTS
from tests.listening import listening
from tests.world import World


@asynccontextmanager
async def served(world: World, most: int) -> AsyncIterator[str]:
    manner = Manner(bounds=Bounds(sockets=most))
    async with listening(create_app(world.hub, manner=manner)) as port:
        yield f"127.0.0.1:{port}/graphql"
        world.hub.feed.end()


async def test_a_socket_beyond_ones_own_is_closed_and_others_are_not_concerned(
    world: World,
) -> None:
    mine, theirs = await token(world, "manager"), await token(world, "requester")
    async with served(world, 2) as place, AsyncExitStack() as stack:
        sockets = [
            await stack.enter_async_context(connect(f"ws://{place}", subprotocols=[PROTOCOL]))
            for _ in range(4)
        ]
        for socket in sockets[:2]:
            await opened(socket, mine)
        with pytest.raises(ConnectionClosed) as caught:
            await opened(sockets[2], mine)
        await opened(sockets[3], theirs)
        await sockets[0].close()
        async with connect(f"ws://{place}", subprotocols=[PROTOCOL]) as again:
            await opened(again, mine)

    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == 4429


async def test_streams_and_sockets_are_counted_together(world: World) -> None:
    headers = await token_for(world, "manager") | EVENTS
    async with (
        served(world, 1) as place,
        httpx2.AsyncClient(headers=headers, timeout=30) as client,
        connect(f"ws://{place}", subprotocols=[PROTOCOL]) as socket,
    ):
        await opened(socket, await token(world, "manager"))
        refused = await client.post(f"http://{place}", json={"query": REQUESTS})
        await socket.close()
        async with client.stream("POST", f"http://{place}", json={"query": REQUESTS}) as taken:
            status = taken.status_code

    assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
    assert refused.json()["errors"][0]["extensions"]["code"] == "too_many_sockets"
    assert status == 200


async def test_a_plain_question_takes_no_line(world: World) -> None:
    headers = await token_for(world, "manager")
    async with (
        served(world, 1) as place,
        httpx2.AsyncClient(headers=headers, timeout=30) as client,
        connect(f"ws://{place}", subprotocols=[PROTOCOL]) as socket,
    ):
        await opened(socket, await token(world, "manager"))
        answer = await client.post(f"http://{place}", json={"query": "{ __typename }"})

    assert answer.status_code == 200
    assert "errors" not in json.loads(answer.text)


async def test_who_does_not_say_who_they_are_is_counted_by_their_address(world: World) -> None:
    async with served(world, 1) as place, AsyncExitStack() as stack:
        for _ in range(STRANGERS):
            await stack.enter_async_context(connect(f"ws://{place}", subprotocols=[PROTOCOL]))
        with pytest.raises(InvalidStatus, match="429"):
            await connect(f"ws://{place}", subprotocols=[PROTOCOL])


def test_a_line_is_given_back_once() -> None:
    lines = Lines(2)
    one, two = lines.take("a"), lines.take("a")
    assert one is not None
    assert lines.take("a") is None
    one.leave()
    one.leave()

    assert lines.take("a") is not None
    assert lines.take("a") is None
    assert two is not None


def test_how_many_there_may_be_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_SOCKETS", "7")

    assert Settings.load().manner.bounds.sockets == 7
