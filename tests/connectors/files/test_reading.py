"""Reading parts of files that are what they were when they were compared."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from connectors.files import reading
from connectors.files.disk import DiskStore
from connectors.files.reading import PIECE_BYTES, OnDisk
from domain import ids
from domain.errors import Conflict, Missing

CONTENT = bytes(range(256)) * (PIECE_BYTES // 128)


@pytest.fixture
async def kept(tmp_path: Path) -> tuple[DiskStore, str, str]:
    """A store with a file of two pieces, its key and checksum."""
    store, key = DiskStore(tmp_path), ids.new(ids.Prefix.ASSET)

    async def chunks() -> AsyncIterator[bytes]:
        yield CONTENT

    async with store.receive(key, chunks(), len(CONTENT)) as received:
        await received.keep()
        return store, key, received.facts.sha256


async def read(file: OnDisk, first: int, stop: int) -> list[bytes]:
    return [piece async for piece in file.pieces(first, stop)]


async def test_a_part_comes_in_pieces(kept: tuple[DiskStore, str, str]) -> None:
    store, key, sha256 = kept
    file = await store.find(key, sha256)
    found = await read(file, 10, len(CONTENT) - 3)

    assert file.size == len(CONTENT)
    assert [len(piece) for piece in found] == [PIECE_BYTES, PIECE_BYTES - 13]
    assert b"".join(found) == CONTENT[10:-3]


async def test_a_file_is_hashed_once_until_it_is_another(
    kept: tuple[DiskStore, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, key, sha256 = kept
    hashed: list[Path] = []
    by_hand = reading._hashed

    def noting(path: Path) -> tuple[reading.Mark, str]:
        hashed.append(path)
        return by_hand(path)

    monkeypatch.setattr(reading, "_hashed", noting)
    for _ in range(3):
        await store.find(key, sha256)
    os.utime(tmp_path / key, (1, 1))
    await store.find(key, sha256)

    assert hashed == [tmp_path / key] * 2


async def test_a_file_that_was_written_over_is_not_found_even_with_its_old_time(
    kept: tuple[DiskStore, str, str], tmp_path: Path
) -> None:
    store, key, sha256 = kept
    await store.find(key, sha256)
    path = tmp_path / key
    before = path.stat()
    path.write_bytes(b"\0" * len(CONTENT))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    with pytest.raises(Conflict):
        await store.find(key, sha256)


@pytest.mark.parametrize("exchanged", [True, False], ids=["exchanged", "written over"])
async def test_what_changes_while_it_is_read_ends_there(
    kept: tuple[DiskStore, str, str], tmp_path: Path, *, exchanged: bool
) -> None:
    store, key, sha256 = kept
    file = await store.find(key, sha256)
    pieces = file.pieces(0, file.size)
    first = await anext(pieces)
    if exchanged:
        (tmp_path / "other").write_bytes(b"\0" * len(CONTENT))
        (tmp_path / "other").replace(tmp_path / key)
    else:
        (tmp_path / key).write_bytes(b"\0" * len(CONTENT))

    assert first == CONTENT[:PIECE_BYTES]
    with pytest.raises(Conflict):
        await anext(pieces)


async def test_a_file_that_was_cut_off_ends_in_no_endless_reading(
    kept: tuple[DiskStore, str, str], tmp_path: Path
) -> None:
    store, key, sha256 = kept
    file = await store.find(key, sha256)
    os.truncate(tmp_path / key, 5)

    with pytest.raises(Conflict):
        await read(file, 0, file.size)


async def test_a_file_that_is_gone_is_missing(
    kept: tuple[DiskStore, str, str], tmp_path: Path
) -> None:
    store, key, sha256 = kept
    file = await store.find(key, sha256)
    (tmp_path / key).unlink()

    with pytest.raises(Missing):
        await store.find(key, sha256)
    with pytest.raises(Conflict):
        await read(file, 0, 1)


async def test_a_key_that_is_no_id_leads_nowhere(kept: tuple[DiskStore, str, str]) -> None:
    with pytest.raises(Exception, match="not an id of this hub"):
        await kept[0].find("../secret", kept[2])
