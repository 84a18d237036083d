"""A file through the door: announced by mutation, sent by PUT, measured, or refused."""

from datetime import timedelta
from typing import Any

import pytest

from domain.clock import SteppingClock
from tests.api.door import Door, client, door
from tests.world import World, square, tone

ANNOUNCE = """mutation($i: CreateUploadInput!) { done: createUpload(input: $i) {
  asset { id state } uploadUrl errors { ... on UserError { code path } } } }"""


async def announced(front: Door, world: World, length: int, **changes: Any) -> dict[str, Any]:
    given = {"brandId": world.brand_id, "kind": "IMAGE", "name": "a.png", "size": length}
    done: dict[str, Any] = (await front.data(ANNOUNCE, i=given | changes))["done"]
    return done


async def test_a_file_is_sent_measured_and_listed(world: World) -> None:
    front, content = await door(world, "requester"), tone(3)
    made = await announced(front, world, len(content), kind="AUDIO", name="spot.wav")
    sent = await front.client.put(made["uploadUrl"], content=content)
    ask = "query($b: ID!) { assets(brandId: $b) { id mediaType durationMs size } }"
    (found,) = [
        asset
        for asset in (await front.data(ask, b=world.brand_id))["assets"]
        if asset["id"] == made["asset"]["id"]
    ]

    assert (sent.status_code, sent.json()["state"]) == (200, "ready")
    assert found["durationMs"] == 3000
    assert (found["mediaType"], found["size"]) == ("audio/wav", len(content))


async def test_another_type_is_refused_with_a_reason(world: World) -> None:
    front, content = await door(world, "requester"), tone(1)
    made = await announced(front, world, len(content))
    sent = await front.client.put(made["uploadUrl"], content=content)

    assert sent.status_code == 422
    assert sent.json()["state"] == "refused"
    assert sent.json()["problem"]


async def test_more_than_announced_is_refused(world: World) -> None:
    front, content = await door(world, "requester"), square(64)
    made = await announced(front, world, len(content) - 1)
    sent = await front.client.put(made["uploadUrl"], content=content)

    assert sent.status_code == 422
    assert "More than" in sent.json()["message"]


async def test_a_file_is_sent_once(world: World) -> None:
    front, content = await door(world, "requester"), square(64)
    made = await announced(front, world, len(content))
    await front.client.put(made["uploadUrl"], content=content)

    assert (await front.client.put(made["uploadUrl"], content=content)).status_code == 409


@pytest.mark.parametrize("path", ["?token=1.x", "", "?token=9999999999.00", "/../x?token=1"])
async def test_a_forged_link_is_refused(world: World, path: str) -> None:
    front, content = await door(world, "requester"), square(64)
    made = await announced(front, world, len(content))
    sent = await front.client.put(f"/uploads/{made['asset']['id']}{path}", content=content)

    assert sent.status_code in {403, 404}


async def test_a_link_ends(world: World, clock: SteppingClock) -> None:
    front, content = await door(world, "requester"), square(64)
    made = await announced(front, world, len(content))
    clock.advance(timedelta(minutes=16))

    assert (await front.client.put(made["uploadUrl"], content=content)).status_code == 403


async def test_nobody_in_particular_sends_nothing(world: World) -> None:
    front, content = await door(world, "requester"), square(64)
    made = await announced(front, world, len(content))

    assert (await client(world).put(made["uploadUrl"], content=content)).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"size": 0},
        {"size": -5},
        {"size": 2_000_000_000},
        {"name": "../../etc/passwd"},
        {"name": ""},
        {"name": "a\u202e.png"},
        {"brandId": "brd_none"},
    ],
)
async def test_what_cannot_be_is_not_announced(world: World, change: dict[str, Any]) -> None:
    made = await announced(await door(world, "requester"), world, 10, **change)

    assert made["uploadUrl"] is None
    assert len(made["errors"]) == 1


async def test_a_key_promises_one_file(world: World) -> None:
    front = await door(world, "requester")
    first = await announced(front, world, 10, idempotencyKey="k")
    second = await announced(front, world, 10, idempotencyKey="k")

    assert second["asset"] == first["asset"]
    assert second["uploadUrl"] is None
