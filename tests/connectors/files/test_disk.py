"""Files that were taken in stay, whatever becomes of the machine."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from connectors.files.disk import DiskStore
from domain import ids
from domain.errors import Conflict


async def chunks() -> AsyncIterator[bytes]:
    yield b"The first "
    yield b"cup."


def inode_of(path: Path) -> int:
    return path.stat().st_ino


async def test_who_heard_that_a_file_is_kept_has_it_after_a_power_cut_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bytes are on the disk before it has its place, and its place before anybody hears so."""
    settled = list[tuple[int, int, list[str]]]()

    def noticed(file: int) -> None:
        found = os.fstat(file)
        settled.append((found.st_ino, found.st_size, [path.name for path in tmp_path.iterdir()]))

    monkeypatch.setattr(os, "fsync", noticed)
    store, key = DiskStore(tmp_path), ids.new(ids.Prefix.ASSET)
    async with store.receive(key, chunks(), 100) as received:
        inode = inode_of(received.path)
        await received.keep()
        heard = len(settled)

    (file, size, before), (folder, _, after) = settled
    assert heard == 2
    assert (file, size) == (inode, 14)
    assert key not in before
    assert (folder, after) == (inode_of(tmp_path), [key])


async def test_another_file_is_never_replaced_and_the_same_may_come_again(tmp_path: Path) -> None:
    store, key = DiskStore(tmp_path), ids.new(ids.Prefix.ASSET)
    for _ in range(2):
        async with store.receive(key, chunks(), 100) as received:
            await received.keep()
    (tmp_path / key).write_bytes(b"Another.")

    async with store.receive(key, chunks(), 100) as received:
        with pytest.raises(Conflict, match="such a file already"):
            await received.keep()
    assert await store.load(key) == b"Another."
