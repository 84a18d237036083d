"""A file that cannot be kept, or was kept by a process that died: it is sent again by its link."""

import errno
from pathlib import Path

import pytest

from connectors.files import disk
from tests.api.door import door
from tests.api.test_uploads import announced
from tests.world import World, square


async def test_where_the_disk_is_full_the_sender_is_told_to_come_again_and_may(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> tuple[int, str]:
        raise OSError(errno.ENOSPC, "No space left on device")

    front, content = await door(world, "requester"), square(64)
    made = await announced(front, world, len(content))
    with monkeypatch.context() as patched:
        patched.setattr(disk, "_write", full)
        refused = await front.client.put(made["uploadUrl"], content=content)
    sent = await front.client.put(made["uploadUrl"], content=content)

    assert (refused.status_code, refused.json()["error"]) == (503, "no_room")
    assert refused.headers["retry-after"]
    assert (sent.status_code, sent.json()["state"]) == (200, "ready")


async def test_a_file_that_was_moved_to_its_place_but_not_written_down_is_sent_again(
    world: World, files: Path
) -> None:
    front, content = await door(world, "requester"), square(64)
    made = await announced(front, world, len(content))
    (files / made["asset"]["id"]).write_bytes(content)

    sent = await front.client.put(made["uploadUrl"], content=content)

    assert (sent.status_code, sent.json()["state"]) == (200, "ready")


async def test_another_file_in_that_place_is_never_replaced(world: World, files: Path) -> None:
    front, content = await door(world, "requester"), square(64)
    made = await announced(front, world, len(content))
    place = files / made["asset"]["id"]
    place.write_bytes(b"another")

    sent = await front.client.put(made["uploadUrl"], content=content)

    assert (sent.status_code, sent.json()["error"]) == (409, "file_exists")
    assert place.read_bytes() == b"another"
