"""Operations are paid for: what they cost is told, and who has spent all of it waits."""

import json
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from api.app import create_app
from api.callers.profiles import Bounds, Manner
from api.operations.cost import COST_MAX, SCHEMA_COST
from api.operations.spending import REFUSED_COST
from domain.clock import SteppingClock
from tests.api.door import door, token_for
from tests.api.served import served
from tests.world import World

LIMIT = 10_000
TIGHT = Manner(bounds=Bounds(points=LIMIT, anonymous_points=LIMIT))


def tight(world: World, headers: dict[str, str] | None = None, by: str = "") -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(
        app=create_app(world.hub, manner=TIGHT), client=(by or "192.0.2.1", 1)
    )
    return httpx2.AsyncClient(transport=transport, base_url="http://hub", headers=headers)


async def ask(front: httpx2.AsyncClient, query: str) -> tuple[httpx2.Response, dict[str, Any]]:
    response = await front.post("/graphql", json={"query": query})
    return response, response.json()


async def test_every_answer_tells_what_it_cost_and_what_is_left(world: World) -> None:
    answer = await (await door(world, "requester")).send("{ requests(first: 7) { totalCount } }")
    cost = answer["extensions"]["cost"]

    assert (cost["requested"], cost["max"]) == (8, COST_MAX)
    assert cost["rate"]["remaining"] == cost["rate"]["limit"] - 8


async def test_it_can_be_asked_for_as_a_field(world: World) -> None:
    front = await door(world, "requester")
    answer = await front.send("{ rateLimit { cost limit remaining resetAt } brands { id } }")
    rate = answer["extensions"]["cost"]["rate"]

    assert answer["data"]["rateLimit"] == {
        "cost": answer["extensions"]["cost"]["requested"],
        **rate,
    }


@pytest.mark.parametrize("query", ["{ nothing", "{ nothing }", "{" * 60_000])
async def test_what_is_refused_costs_something_as_well(world: World, query: str) -> None:
    front = await door(world, "requester")
    refused = await front.send(query)
    after = await front.send("{ __typename }")

    assert refused["extensions"]["cost"]["requested"] == REFUSED_COST
    rate = after["extensions"]["cost"]["rate"]
    assert rate["limit"] - rate["remaining"] == REFUSED_COST + 1


async def test_who_has_spent_all_waits_and_nobody_else_does(
    world: World, clock: SteppingClock
) -> None:
    front = tight(world, await token_for(world, "requester"))
    schema = "{ __schema { queryType { name } } }"
    for _ in range(LIMIT // SCHEMA_COST):
        assert (await ask(front, schema))[0].status_code == 200
    response, answer = await ask(front, schema)
    again, _ = await ask(front, "{ __typename }")
    other, _ = await ask(tight(world, await token_for(world, "requester")), schema)
    clock.advance(timedelta(seconds=float(response.headers["retry-after"])))
    later, _ = await ask(front, schema)

    assert response.status_code == again.status_code == 429
    assert answer["errors"][0]["extensions"]["code"] == "rate_limited"
    assert "data" not in answer
    assert other.status_code == later.status_code == 200


async def test_who_sends_no_token_shares_with_their_address(world: World) -> None:
    front = tight(world)
    schema = "{ __schema { queryType { name } } }"
    statuses = [(await ask(front, schema))[0].status_code for _ in range(3)]
    elsewhere, _ = await ask(tight(world, by="198.51.100.7"), schema)
    inside, _ = await ask(tight(world, await token_for(world, "manager")), schema)

    assert statuses == [200, 200, 429]
    assert (elsewhere.status_code, inside.status_code) == (200, 200)


async def test_two_processes_share_what_a_token_has(world: World) -> None:
    token = await token_for(world, "manager")
    fronts = [tight(world, token), tight(world, token)]
    schema = "{ __schema { queryType { name } } }"
    statuses = [(await ask(fronts[turn % 2], schema))[0].status_code for turn in range(4)]

    assert statuses == [200, 200, 429, 429]


async def test_over_a_socket_it_is_told_as_an_error(world: World) -> None:
    token = await token_for(world, "manager")
    protocol = Subprotocol("graphql-transport-ws")
    async with (
        served(world, TIGHT) as host,
        connect(f"ws://{host}/graphql", subprotocols=[protocol]) as socket,
    ):
        await socket.send(json.dumps({"type": "connection_init", "payload": token}))
        await socket.recv()
        told = []
        for number in range(3):
            payload = {"query": "{ __schema { queryType { name } } }"}
            message = {"id": str(number), "type": "subscribe", "payload": payload}
            await socket.send(json.dumps(message))
            told.append(json.loads(await socket.recv()))
            if told[-1]["type"] == "next":
                await socket.recv()

    assert [one["type"] for one in told] == ["next", "next", "error"]
    assert told[2]["payload"][0]["extensions"]["code"] == "rate_limited"
