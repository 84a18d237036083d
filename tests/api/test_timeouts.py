"""What takes too long is told so, and leaves the hub as it was."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest

from api.app import create_app
from api.callers.profiles import Bounds, Manner
from tests.api.door import token_for
from tests.world import World

SHORT = Manner(bounds=Bounds(seconds=0.2))
JSON = {"content-type": "application/json"}


async def front(world: World) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app=create_app(world.hub, manner=SHORT))
    token = await token_for(world, "requester")
    return httpx2.AsyncClient(transport=transport, base_url="http://hub", headers=token)


async def test_an_operation_that_takes_too_long_is_told_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    client = await front(world)
    monkeypatch.setattr("api.catalog.entries.records.brands", never)
    response = await client.post("/graphql", json={"query": "{ brands { id } }"})
    (error,) = response.json()["errors"]
    after = await client.post("/graphql", json={"query": "{ __typename }"})

    assert (response.status_code, error["extensions"]["code"]) == (503, "too_slow")
    assert "first" in error["message"]
    assert "data" not in response.json()
    assert after.json()["data"] == {"__typename": "Query"}


async def test_a_body_that_trickles_in_is_not_waited_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def trickling() -> AsyncIterator[bytes]:
        yield b'{"query":'
        await asyncio.Event().wait()

    monkeypatch.setattr("api.callers.timely.BODY_SECONDS", 0.1)
    response = await (await front(world)).post("/graphql", content=trickling(), headers=JSON)

    assert response.status_code == 408
    assert response.json()["errors"][0]["extensions"]["code"] == "too_slow"
