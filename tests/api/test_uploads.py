"""A file through the door: announced by mutation, sent by PUT, measured, or refused."""

import asyncio
import os
from collections.abc import MutableMapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from connectors.files.disk import DiskStore
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


class Sender:
    """Somebody who sends an upload by hand, and what the door answers."""

    def __init__(self, front: Door, url: str, *messages: dict[str, Any]) -> None:
        path, _, query = url.partition("?")
        self._messages = list(messages)
        self.answers: list[dict[str, Any]] = []
        headers = [(b"authorization", front.client.headers["authorization"].encode())]
        self.scope: dict[str, Any] = {
            "type": "http",
            "method": "PUT",
            "path": path,
            "query_string": query.encode(),
            "headers": headers,
        }

    async def receive(self) -> dict[str, Any]:
        if not self._messages:
            await asyncio.Event().wait()
        return self._messages.pop(0)

    async def send(self, message: MutableMapping[str, Any]) -> None:
        self.answers.append(dict(message))

    async def put(self, world: World) -> int:
        """Send everything; return the status of the answer."""
        async with asyncio.timeout(60):
            await create_app(world.hub)(self.scope, self.receive, self.send)
        return int(self.answers[0]["status"])


def partials(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "files").glob("*.partial"))


async def test_who_hangs_up_leaves_nothing_behind(world: World, tmp_path: Path) -> None:
    front = await door(world, "requester")
    made = await announced(front, world, 1_000)
    part = {"type": "http.request", "body": b"x" * 10, "more_body": True}
    sender = Sender(front, made["uploadUrl"], part, {"type": "http.disconnect"})

    assert await sender.put(world) == 400  # Nobody hears it; nothing is raised.
    assert partials(tmp_path) == []


async def test_more_than_promised_is_refused_before_it_is_sent(world: World) -> None:
    front = await door(world, "requester")
    made = await announced(front, world, 1_000)
    sender = Sender(front, made["uploadUrl"])
    sender.scope["headers"].append((b"content-length", b"900000000"))

    assert await sender.put(world) == 422


@pytest.mark.parametrize("bound", ["SILENCE_SECONDS", "UPLOAD_SECONDS"])
async def test_who_falls_silent_is_not_waited_for(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    front = await door(world, "requester")
    made = await announced(front, world, 1_000)
    monkeypatch.setattr(f"api.doors.files.{bound}", 0.01)
    part = {"type": "http.request", "body": b"x" * 10, "more_body": True}

    assert await Sender(front, made["uploadUrl"], part).put(world) == 408
    assert partials(tmp_path) == []


def test_what_a_killed_process_left_is_swept_at_the_start(tmp_path: Path) -> None:
    old, new, whole = (tmp_path / name for name in ("a.1.partial", "a.2.partial", "ast_1"))
    for path in (old, new, whole):
        path.write_bytes(b"x")
    for path in (old, whole):
        os.utime(path, (0, 0))
    DiskStore(tmp_path)

    assert not old.exists()
    assert new.exists()
    assert whole.exists()
