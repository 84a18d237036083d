"""A file store on the local disk.

A file is written beside its place, under a name of its own, and moved there once it is whole and
somebody claimed the place for it. So nobody ever reads half of a file, and two who send the same
one never write into each other's. Keys are ids of ours; anything else is refused, so a key can
never leave the folder.
"""

import asyncio
import contextlib
import errno
import hashlib
import os
import secrets
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import structlog

from connectors.files.media import measure
from connectors.files.reading import Compared, OnDisk
from domain import ids
from domain.errors import Conflict, Invalid, Missing, Upstream
from domain.files import MediaFacts

#: How many files are looked at at once. Ours: they share the threads with everything else.
MEASURED_AT_ONCE = 2

#: From how long without a byte on nobody writes a file any more, in seconds; uploads end long
#: before.
LEFT_SECONDS = 3_600

#: What a disk says that is full, or whose owner has no more of it.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Partial:
    """A whole file beside the place it may get."""

    path: Path
    target: Path
    facts: MediaFacts

    async def keep(self) -> None:
        """Move it to its place; `Conflict` if there is another file, which is never replaced.

        The same one may lie there: of a process that ended between moving it and writing that down.
        Whoever has heard that it is kept has it after the power was cut as well.
        """
        await asyncio.to_thread(self._keep)

    def _keep(self) -> None:
        if self.target.exists() and not self._lies_there():
            raise Conflict("file_exists", "There is such a file already; ask for a new upload.")
        self.path.replace(self.target)
        folder = os.open(self.target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _lies_there(self) -> bool:
        with self.target.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.facts.sha256


class DiskStore:
    """Keeps files in one folder, by id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._looking = asyncio.Semaphore(MEASURED_AT_ONCE)
        self._compared = Compared()
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)

    @contextlib.asynccontextmanager
    async def receive(
        self, key: str, chunks: AsyncIterator[bytes], size_max: int
    ) -> AsyncIterator["Partial"]:
        """Take in what `chunks` yields, for the block; `Invalid` beyond `size_max` bytes.

        `Upstream` if the disk is full. What is not kept in the block is forgotten after it.
        """
        target = self._path(key)
        partial = target.with_suffix(f".{secrets.token_hex(8)}.partial")
        try:
            with _room():
                size, digest = await _write(partial, chunks, size_max)
            async with self._looking:
                found = await asyncio.to_thread(measure, partial)
            yield Partial(partial, target, MediaFacts(size=size, sha256=digest, **found))
        finally:
            partial.unlink(missing_ok=True)

    async def load(self, key: str) -> bytes:
        """Return a whole file; `Missing` if there is none."""
        try:
            return await asyncio.to_thread(self._path(key).read_bytes)
        except FileNotFoundError as error:
            raise _no_such_file(key) from error

    async def find(self, key: str, sha256: str) -> OnDisk:
        """Return a file to read parts of, if its bytes have this checksum.

        `Missing` if there is none, `Conflict` if they have another.
        """
        try:
            return await self._compared.find(self._path(key), sha256)
        except FileNotFoundError as error:
            raise _no_such_file(key) from error

    def _path(self, key: str) -> Path:
        ids.kind_of(key)
        return self._folder / key


@contextlib.contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        log.exception("disk_full")
        raise Upstream(
            "no_room", "The hub has no room for this file just now; send it again later."
        ) from error


def _no_such_file(key: str) -> Missing:
    return Missing("no_such_file", f"The file of `{key}` is not there.")


def _sweep(folder: Path) -> None:
    """Remove what processes left behind that were killed while they took a file in."""
    for path in folder.glob("*.partial"):
        # Another process, sharing the folder, may do the same.
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > LEFT_SECONDS:  # noqa: TID251  The disk's clock is this one.
                path.unlink()


async def _write(path: Path, chunks: AsyncIterator[bytes], size_max: int) -> tuple[int, str]:
    """Write what `chunks` yields; return how many bytes that was, and their SHA-256."""
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        async for chunk in chunks:
            size += len(chunk)
            if size > size_max:
                raise Invalid("too_large", f"More than the {size_max} bytes promised.")
            digest.update(chunk)
            await asyncio.to_thread(file.write, chunk)
        await asyncio.to_thread(_settle, file)
    return size, digest.hexdigest()


def _settle(file: BinaryIO) -> None:
    """Have what was written on the disk itself."""
    file.flush()
    os.fsync(file.fileno())
