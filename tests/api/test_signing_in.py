"""Entering by a token of the issuer that is trusted: over HTTP and over a socket."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from connectors.oidc.connector import STALE
from domain.actor import Role
from domain.catalog.model import AssetKind
from domain.catalog.uploads import promise_asset
from domain.clock import SteppingClock
from domain.people import service
from domain.requests.revise import withdraw
from domain.requests.submit import submit
from tests.api.door import Door, client
from tests.api.test_socket import FOLLOW, PROTOCOL, heard, opened, served
from tests.api.test_socket import token as token_of_ours
from tests.connectors.oidc.authority import Authority
from tests.world import ROOT, World

VIEWER = "{ viewer { name scopes } }"
CREATE_USER = (
    "mutation($i: CreateUserInput!) { createUser(input: $i) { user { id } errors { ...e } } }"
    " fragment e on UserError { code message }"
)


@pytest.fixture
def authority(clock: SteppingClock) -> Authority:
    return Authority(clock)


@pytest.fixture
async def house(world: World, authority: Authority) -> World:
    """The hub that trusts the authority."""
    return replace(world, hub=replace(world.hub, identities=authority.identities()))


def front(house: World, token: str) -> Door:
    return Door(client(house, {"authorization": f"Bearer {token}"}))


async def refused(house: World, token: str, status: int = 401) -> tuple[str, str]:
    """Return what is said of a token, in the body and in the header."""
    body = {"query": VIEWER}
    answer = await front(house, token).client.post("/graphql", json=body)
    error = answer.json()["errors"][0]
    assert answer.status_code == status
    assert token not in answer.text + str(answer.headers)
    return error["message"], answer.headers.get("www-authenticate", "")


async def test_a_token_of_the_issuer_lets_its_person_in(house: World, authority: Authority) -> None:
    found = await front(house, authority.token()).data(VIEWER)

    assert found["viewer"]["name"] == "Requester"
    assert sorted(found["viewer"]["scopes"]) == ["READ", "WRITE"]


async def test_addresses_are_the_same_in_upper_and_lower_case(
    house: World, authority: Authority
) -> None:
    found = await front(house, authority.token(email="Requester@HUB.example.com")).data(VIEWER)

    assert found["viewer"]["name"] == "Requester"


@pytest.mark.parametrize(
    "email", ["reque\u017fter@hub.example.com", "\uff52equester@hub.example.com"]
)
async def test_an_address_that_only_looks_alike_is_another(
    house: World, authority: Authority, email: str
) -> None:
    assert "Nobody who may enter here" in (await refused(house, authority.token(email=email)))[0]


async def test_our_own_tokens_go_on(house: World, authority: Authority) -> None:
    found = await front(house, await token_of_ours(house, "manager")).data(VIEWER)

    assert found["viewer"]["name"] == "Manager"
    assert authority.fetched == []


@pytest.mark.parametrize("scope", [None, "greenlight:write", "greenlight:admin"])
async def test_administration_takes_the_issuers_word_and_the_role(
    house: World, authority: Authority, scope: str | None
) -> None:
    given = {"i": {"name": "New", "email": "new@hub.example.com", "roles": []}}
    codes = {}
    for who in ("admin", "manager"):
        token = authority.token(email=f"{who}@hub.example.com", scope=scope)
        data = await front(house, token).data(CREATE_USER, **given)
        codes[who] = [error["code"] for error in data["createUser"]["errors"]]

    allowed = scope == "greenlight:admin"
    assert codes["admin"] == ([] if allowed else ["scope_missing"])
    assert codes["manager"] == (["not_allowed"] if allowed else ["scope_missing"])


async def test_somebody_unknown_is_not_added_by_coming(house: World, authority: Authority) -> None:
    said, challenge = await refused(house, authority.token(email="new@hub.example.com"))

    assert "Nobody who may enter here has the address in this token" in said
    assert challenge == f'Bearer error="invalid_token", error_description="{said}"'


async def test_somebody_barred_stays_out(house: World, authority: Authority) -> None:
    token = authority.token()
    await front(house, token).data(VIEWER)
    await service.deactivate(house.hub, ROOT, house.people["requester"])

    assert "Nobody who may enter here" in (await refused(house, token))[0]


async def test_an_unverified_address_lets_nobody_in(house: World, authority: Authority) -> None:
    said, _ = await refused(house, authority.token(email_verified=False))

    assert "not verified" in said


@pytest.mark.parametrize("token", ["garbage", "a.b.c", "x" * 50_000, "glt_guessed", "e30.e30.e30"])
async def test_what_is_no_token_is_refused_with_a_reason(house: World, token: str) -> None:
    said, challenge = await refused(house, token)

    assert said.startswith("This token is")
    assert challenge.startswith('Bearer error="invalid_token", error_description="This token is')


async def test_a_foreign_token_is_unknown_where_no_issuer_is_trusted(
    world: World, authority: Authority
) -> None:
    assert (await refused(world, authority.token()))[0].startswith("This token is unknown")


async def test_an_issuer_that_is_out_is_not_the_callers_fault(
    house: World, authority: Authority
) -> None:
    authority.down = True
    answer = await front(house, authority.token()).client.post("/graphql", json={"query": VIEWER})

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert answer.json()["errors"][0]["extensions"]["code"] == "issuer_unreachable"


@pytest.mark.parametrize("good", [True, False])
async def test_files_are_received_with_such_a_token(
    house: World,
    authority: Authority,
    good: bool,  # noqa: FBT001  A case.
) -> None:
    actor = await house.actor("requester")
    asset, right = await promise_asset(
        house.hub, actor, house.brand_id, AssetKind.IMAGE, "a.png", 10
    )
    way = front(house, authority.token(exp=None if not good else 4_000_000_000)).client
    answer = await way.put(f"/uploads/{asset.id}?token={right}", content=b"0123456789")

    assert answer.status_code == (422 if good else 401)
    assert ("www-authenticate" in answer.headers) is not good


async def subscribed(socket: ClientConnection, number: str, request_id: str) -> None:
    payload = {"query": FOLLOW, "variables": {"id": request_id}}
    await socket.send(json.dumps({"id": number, "type": "subscribe", "payload": payload}))


async def closed(socket: ClientConnection) -> tuple[int, list[dict[str, Any]]]:
    """Return with which code a socket closes, and what it said before."""
    said = []
    with pytest.raises(ConnectionClosed) as caught:
        while True:
            said.append(await heard(socket))
    assert caught.value.rcvd is not None
    return caught.value.rcvd.code, said


async def test_a_socket_ends_with_the_issuers_token(
    house: World, authority: Authority, clock: SteppingClock
) -> None:
    requester = await house.actor("requester")
    request = await submit(house.hub, requester, "campaign", house.brief())
    async with served(house) as url, connect(url, subprotocols=[PROTOCOL]) as socket:
        await opened(socket, authority.token(email="manager@hub.example.com"))
        await subscribed(socket, "1", request.id)
        first = await heard(socket)
        clock.advance(timedelta(hours=1, seconds=30))
        await withdraw(house.hub, requester, request.id, "A secret reason.")
        told = await heard(socket)
        await subscribed(socket, "2", request.id)
        code, said = await closed(socket)

    assert first["payload"]["data"]["requestChanged"]["state"] == "IN_REVIEW"
    assert told["payload"]["errors"][0]["extensions"]["code"] == "unauthenticated"
    assert "secret reason" not in json.dumps([told, *said])
    assert code == 4403


@pytest.mark.parametrize("out", [True, False])
async def test_a_socket_does_not_open_by_a_bad_token(
    house: World,
    authority: Authority,
    out: bool,  # noqa: FBT001  A case.
) -> None:
    authority.down = out
    token = authority.token() if out else authority.token(aud="another")
    async with served(house) as url, connect(url, subprotocols=[PROTOCOL]) as socket:
        payload = {"authorization": f"Bearer {token}"}
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        code, said = await closed(socket)

    assert (code, said) == (1013 if out else 4403, [])


async def test_a_socket_may_come_back_when_its_issuer_does(
    house: World, authority: Authority, clock: SteppingClock
) -> None:
    exp = int(clock.now().timestamp()) + 100_000
    async with served(house) as url, connect(url, subprotocols=[PROTOCOL]) as socket:
        await opened(socket, authority.token(exp=exp))
        authority.down = True
        clock.advance(STALE)
        await subscribed(socket, "1", "req_none")
        code, _ = await closed(socket)

    assert code == 1013


async def test_a_role_that_is_taken_away_ends_at_once(house: World, authority: Authority) -> None:
    token = authority.token(email="manager@hub.example.com")
    await service.revoke_role(house.hub, ROOT, house.people["manager"], Role.MANAGER)
    answer = await front(house, token).send("{ users { name } }")

    assert answer["errors"][0]["extensions"]["code"] == "not_allowed"
