"""Subscriptions over a real socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from api.app import create_app
from api.endpoint.sockets import SUBSCRIPTIONS_MAX
from domain.actor import Scope
from domain.people import records, service, tokens
from domain.requests.revise import withdraw
from domain.requests.submit import submit
from tests.listening import listening
from tests.world import ROOT, World

PROTOCOL = Subprotocol("graphql-transport-ws")
FOLLOW = "subscription($id: ID!) { requestChanged(id: $id) { state note } }"


@asynccontextmanager
async def served(world: World) -> AsyncIterator[str]:
    async with listening(create_app(world.hub)) as port:
        yield f"ws://127.0.0.1:{port}/graphql"


async def token(world: World, who: str) -> str:
    expires = world.hub.clock.now() + timedelta(days=1)
    actor = await world.actor(who)
    _, secret = await tokens.issue_token(world.hub, actor, "t", frozenset(Scope), expires)
    return secret


async def opened(socket: ClientConnection, secret: str) -> None:
    payload = {"authorization": f"Bearer {secret}"}
    await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
    assert (await heard(socket))["type"] == "connection_ack"


async def heard(socket: ClientConnection) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), 30))
    return found


async def test_a_request_is_followed_from_now_on(world: World) -> None:
    requester = await world.actor("requester")
    request = await submit(world.hub, requester, "campaign", world.brief())
    async with served(world) as url, connect(url, subprotocols=[PROTOCOL]) as socket:
        await opened(socket, await token(world, "manager"))
        payload = {"query": FOLLOW, "variables": {"id": request.id}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        first = await heard(socket)
        await withdraw(world.hub, requester, request.id, "Not now.")
        second = await heard(socket)

    assert first["payload"]["data"]["requestChanged"]["state"] == "IN_REVIEW"
    changed = {"state": "WITHDRAWN", "note": "Not now."}
    assert second["payload"]["data"]["requestChanged"] == changed


async def test_somebody_else_hears_nothing_of_it(world: World) -> None:
    request = await submit(world.hub, await world.actor("requester"), "campaign", world.brief())
    async with served(world) as url, connect(url, subprotocols=[PROTOCOL]) as socket:
        await opened(socket, await token(world, "rival"))
        payload = {"query": FOLLOW, "variables": {"id": request.id}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        answer = await heard(socket)

    assert "IN_REVIEW" not in json.dumps(answer)


async def test_a_socket_without_a_token_is_closed(world: World) -> None:
    async with served(world) as url, connect(url, subprotocols=[PROTOCOL]) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": {}}))
        with pytest.raises(ConnectionClosed) as caught:
            await socket.recv()

    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == 4403


async def test_a_foreign_origin_gets_no_socket(world: World) -> None:
    async with served(world) as url:
        with pytest.raises(InvalidStatus, match="403"):
            await connect(url, subprotocols=[PROTOCOL], origin="https://evil.example.com")  # type: ignore[arg-type]


async def test_a_document_it_cannot_read_is_answered_and_the_socket_stays(world: World) -> None:
    async with served(world) as url, connect(url, subprotocols=[PROTOCOL]) as socket:
        await opened(socket, await token(world, "manager"))
        for number, document in enumerate(["{ me {", "{ nobody }"]):
            payload = {"query": document}
            await socket.send(
                json.dumps({"id": str(number), "type": "subscribe", "payload": payload})
            )
            answer = await heard(socket)
            assert (answer["id"], answer["type"]) == (str(number), "error")
        await socket.send(json.dumps({"type": "ping"}))
        assert (await heard(socket))["type"] == "pong"


async def test_a_socket_takes_only_so_many_operations(world: World) -> None:
    request = await submit(world.hub, await world.actor("requester"), "campaign", world.brief())
    payload = {"query": FOLLOW, "variables": {"id": request.id}}
    async with served(world) as url, connect(url, subprotocols=[PROTOCOL]) as socket:
        await opened(socket, await token(world, "manager"))
        for number in range(SUBSCRIPTIONS_MAX + 1):
            subscribe = {"id": str(number), "type": "subscribe", "payload": payload}
            await socket.send(json.dumps(subscribe))
        answers = [await heard(socket) for _ in range(SUBSCRIPTIONS_MAX + 1)]

    (refused,) = [answer for answer in answers if answer["type"] == "error"]
    assert refused["id"] == str(SUBSCRIPTIONS_MAX)
    assert refused["payload"][0]["extensions"]["code"] == "too_many_operations"


async def test_a_socket_ends_with_its_token(world: World) -> None:
    requester = await world.actor("requester")
    request = await submit(world.hub, requester, "campaign", world.brief())
    manager = await world.actor("manager")
    async with served(world) as url, connect(url, subprotocols=[PROTOCOL]) as socket:
        await opened(socket, await token(world, "manager"))
        payload = {"query": FOLLOW, "variables": {"id": request.id}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        await heard(socket)
        (held,) = await records.tokens_of(world.people["manager"])
        await tokens.revoke_token(world.hub, manager, held.id)
        await withdraw(world.hub, requester, request.id, "A secret reason.")
        told = await heard(socket)
        await socket.send(json.dumps({"id": "2", "type": "subscribe", "payload": payload}))
        with pytest.raises(ConnectionClosed) as caught:
            while True:
                told = {**told, **(await heard(socket))}

    assert "secret reason" not in json.dumps(told)
    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == 4403


async def test_a_barred_person_acts_no_more_through_an_open_socket(world: World) -> None:
    async with served(world) as url, connect(url, subprotocols=[PROTOCOL]) as socket:
        await opened(socket, await token(world, "manager"))
        await service.deactivate(world.hub, ROOT, world.people["manager"])
        payload = {"query": "{ viewer { user { name } } }"}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        with pytest.raises(ConnectionClosed):
            await heard(socket)


async def test_what_is_no_text_or_costs_too_much_is_answered_and_the_socket_stays(
    world: World,
) -> None:
    costly = "{ " + " ".join(f"a{n}: requests(first: 100) {{ ...p }}" for n in range(20)) + " }"
    costly += " fragment p on RequestConnection { edges { node { stages { id key title } } } }"
    asked = [{"query": FOLLOW, "variables": {"id": "req_\x00"}}, {"query": costly}]
    async with served(world) as url, connect(url, subprotocols=[PROTOCOL]) as socket:
        await opened(socket, await token(world, "manager"))
        codes = []
        for number, payload in enumerate(asked):
            sent = {"id": str(number), "type": "subscribe", "payload": payload}
            await socket.send(json.dumps(sent))
            answer = await heard(socket)
            codes.append((answer["type"], answer["payload"][0]["extensions"]["code"]))

    assert codes == [("error", "control_character"), ("error", "too_complex")]


async def test_half_a_character_closes_the_socket(world: World) -> None:
    async with served(world) as url, connect(url, subprotocols=[PROTOCOL]) as socket:
        await opened(socket, await token(world, "manager"))
        payload = {"query": FOLLOW, "variables": {"id": "\ud800"}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        with pytest.raises(ConnectionClosed) as caught:
            await heard(socket)

    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code < 4500
    assert caught.value.rcvd.code != 1011
