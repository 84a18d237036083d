"""graphql-transport-ws to the letter: what closes a socket, with which code, and what does not."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from api.callers.profiles import STANDARD, Manner, Profile, manner_of
from api.endpoint.sockets import ID_LENGTH_MAX
from domain.errors import Upstream
from domain.requests.revise import withdraw
from domain.requests.submit import submit
from tests.api.served import served
from tests.api.test_profiles import BRANDS, DIGEST
from tests.api.test_socket import FOLLOW, PROTOCOL, heard, opened, token
from tests.world import World

#: A document that is answered, and what says so.
NAME = "{ viewer { name } }"


@asynccontextmanager
async def socket_of(
    world: World, manner: Manner = STANDARD, who: str | None = "manager"
) -> AsyncIterator[ClientConnection]:
    """A socket that said who it is; one that said nothing yet where `who` is None."""
    async with (
        served(world, manner) as place,
        connect(f"ws://{place}/graphql", subprotocols=[PROTOCOL]) as socket,
    ):
        if who is not None:
            await opened(socket, await token(world, who))
        yield socket


async def subscribe(socket: ClientConnection, operation: str, **payload: Any) -> None:
    await socket.send(json.dumps({"id": operation, "type": "subscribe", "payload": payload}))


async def code_of(socket: ClientConnection) -> int:
    """Return the code that the socket is closed with, whatever is said before."""
    with pytest.raises(ConnectionClosed) as caught:
        while True:
            await asyncio.wait_for(socket.recv(), 30)
    assert caught.value.rcvd is not None
    return caught.value.rcvd.code


NO_MESSAGES = {
    "no JSON": "{",
    "no object": "7",
    "no type": "{}",
    "another type": '{"type": 7}',
    "an unknown type": json.dumps({"type": "x" * 5_000}),
    "bytes": b'{"type": "ping"}',
    "no id": '{"type": "subscribe", "payload": {"query": "{ viewer { name } }"}}',
    "an id that is a list": '{"type": "subscribe", "id": [], "payload": {"query": "{ a }"}}',
    "an empty id": '{"type": "subscribe", "id": "", "payload": {"query": "{ a }"}}',
    "an id without end": json.dumps({"type": "complete", "id": "x" * (ID_LENGTH_MAX + 1)}),
    "no payload": '{"type": "subscribe", "id": "1"}',
    "a payload that is a list": '{"type": "subscribe", "id": "1", "payload": []}',
    "a query that is a number": '{"type": "subscribe", "id": "1", "payload": {"query": 7}}',
    "variables in a list": '{"type": "subscribe", "id": "1", "payload": {"variables": []}}',
    "a greeting that is a list": '{"type": "connection_init", "payload": [1]}',
}


@pytest.mark.parametrize("sent", NO_MESSAGES.values(), ids=NO_MESSAGES.keys())
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_is_no_message_closes_with_4400(world: World, sent: str | bytes) -> None:
    async with socket_of(world) as socket:
        await socket.send(sent)

        assert await code_of(socket) == 4400


async def test_who_asks_before_they_are_let_in_is_closed_out_with_4401(world: World) -> None:
    async with socket_of(world, who=None) as socket:
        await subscribe(socket, "1", query=NAME)

        assert await code_of(socket) == 4401


async def test_who_says_nothing_in_time_is_closed_out_with_4408(world: World) -> None:
    async with socket_of(world, replace(STANDARD, init_seconds=0.01), who=None) as socket:
        assert await code_of(socket) == 4408


async def test_two_operations_of_one_name_close_with_4409(world: World) -> None:
    request = await submit(world.hub, await world.actor("requester"), "campaign", world.brief())
    async with socket_of(world) as socket:
        for _ in range(2):
            await subscribe(socket, "1", query=FOLLOW, variables={"id": request.id})

        assert await code_of(socket) == 4409


async def test_a_name_may_be_used_again_once_its_operation_is_over(world: World) -> None:
    async with socket_of(world) as socket:
        for _ in range(2):
            await subscribe(socket, "1", query=NAME)
            assert [(await heard(socket))["type"] for _ in range(2)] == ["next", "complete"]


async def test_who_says_twice_who_they_are_is_closed_out_with_4429(world: World) -> None:
    async with socket_of(world) as socket:
        await socket.send(json.dumps({"type": "connection_init"}))

        assert await code_of(socket) == 4429


async def test_a_token_that_cannot_be_judged_now_closes_with_1013(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(*_: object) -> None:
        raise Upstream("issuer_silent", "The issuer does not answer.")

    secret = await token(world, "manager")
    async with socket_of(world, who=None) as socket:
        monkeypatch.setattr("api.context.authenticate", silent)
        payload = {"authorization": f"Bearer {secret}"}
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))

        assert await code_of(socket) == 1013


async def test_a_socket_of_another_protocol_closes_with_4406(world: World) -> None:
    async with served(world) as place, connect(f"ws://{place}/graphql") as socket:
        assert await code_of(socket) == 4406


async def test_a_ping_is_answered_before_anybody_said_who_they_are(world: World) -> None:
    async with socket_of(world, who=None) as socket:
        for sent in ({"type": "pong"}, {"type": "ping", "payload": {"at": 1}}):
            await socket.send(json.dumps(sent))

        assert (await heard(socket))["type"] == "pong"


async def test_what_goes_wrong_with_one_operation_leaves_the_others_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("the password is hunter2")

    requester = await world.actor("requester")
    request = await submit(world.hub, requester, "campaign", world.brief())
    monkeypatch.setattr("api.catalog.entries.records.brands", broken)
    wrong = {
        "syntax": "{ viewer {",
        "validation": "{ nobody }",
        "nothing": "",
        "none chosen": "query A { viewer { name } } query B { viewer { name } }",
        "masked": "{ brands { id } }",
    }
    codes = {}
    async with socket_of(world) as socket:
        await subscribe(socket, "kept", query=FOLLOW, variables={"id": request.id})
        assert (await heard(socket))["id"] == "kept"
        for name, query in wrong.items():
            await subscribe(socket, name, query=query)
            answer = await heard(socket)
            payload = answer["payload"]
            errors = payload if answer["type"] == "error" else payload["errors"]
            codes[answer["id"]] = (answer["type"], errors[0]["extensions"]["code"])
            assert "hunter2" not in json.dumps(answer)
        assert (await heard(socket))["type"] == "complete"
        await withdraw(world.hub, requester, request.id, "Not now.")
        last = await heard(socket)

    assert codes == {
        "syntax": ("error", "syntax_error"),
        "validation": ("error", "invalid_operation"),
        "nothing": ("error", "malformed_request"),
        "none chosen": ("error", "operation_unnamed"),
        "masked": ("next", "internal"),
    }
    assert last["payload"]["data"]["requestChanged"]["state"] == "WITHDRAWN"


@pytest.mark.parametrize(
    "payload",
    [
        {"documentId": DIGEST},
        {"documentId": f"sha256:{DIGEST}"},
        {"extensions": {"documentId": DIGEST}},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": DIGEST}}, "query": ""},
        {"query": BRANDS},
    ],
    ids=["the specification", "with its kind", "beside", "Apollo", "the whole text"],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_document_of_the_manifest_runs_over_a_socket(
    world: World, payload: dict[str, Any]
) -> None:
    async with socket_of(world, manner_of(Profile.HARDENED, {DIGEST: BRANDS})) as socket:
        await subscribe(socket, "1", **payload)
        answer = await heard(socket)

    assert answer["payload"]["data"]["brands"]


async def test_no_other_document_runs_over_a_socket_which_stays(world: World) -> None:
    refused = [{"query": NAME}, {"documentId": "0" * 64}, {"documentId": "0" * 64, "query": NAME}]
    async with socket_of(world, manner_of(Profile.HARDENED, {DIGEST: BRANDS})) as socket:
        for payload in refused:
            await subscribe(socket, "1", **payload)
            answer = await heard(socket)
            assert (answer["type"], answer["id"]) == ("error", "1")
            assert answer["payload"][0]["extensions"]["code"] == "document_unknown"
        await subscribe(socket, "1", documentId=DIGEST)

        assert (await heard(socket))["type"] == "next"


async def test_a_hub_without_documents_says_so_over_a_socket(world: World) -> None:
    async with socket_of(world) as socket:
        await subscribe(socket, "1", documentId=DIGEST)

        assert (await heard(socket))["payload"][0]["extensions"]["code"] == "documents_off"
