"""Reading parts of files that were compared with their checksums.

A file is hashed whole before its first byte is given out, and again only once it is another: what
tells that is its place on the disk, its size, and when its bytes and its entry changed last. Each
piece is read only while that still holds, so whatever is exchanged or written over under the eyes
of who reads it ends there, and nobody gets a byte of it that was never compared.
"""

import asyncio
import hashlib
import os
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from domain.errors import Conflict

#: How much is read at once, in bytes. Ours: a hundred readers hold 26 MB.
PIECE_BYTES = 262_144

#: How many files are hashed at once, and of how many it is known what they were. Ours.
HASHED_AT_ONCE, KNOWN_MAX = 2, 4_096

#: What tells one state of a file from another: device, number, size, and both times in ns.
Mark = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A file as it was when it was compared."""

    path: Path
    mark: Mark

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.mark[2]

    async def pieces(self, first: int, stop: int) -> AsyncGenerator[bytes]:
        """Yield the bytes from `first` until before `stop`; `Conflict` once it is another file."""
        try:
            file = await asyncio.to_thread(FileIO, self.path)
        except FileNotFoundError as error:
            raise _changed() from error
        with file:
            while first < stop:
                piece = await asyncio.to_thread(self._piece, file, first, stop)
                yield piece
                first += len(piece)

    def _piece(self, file: FileIO, first: int, stop: int) -> bytes:
        found = os.pread(file.fileno(), min(PIECE_BYTES, stop - first), first)
        # After the reading: what was written over before it shows by now.
        if not found or _mark(os.fstat(file.fileno())) != self.mark:
            raise _changed()
        return found


class Compared:
    """What files were found to be, for as long as they do not change."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[Mark, str]] = {}
        self._hashing = asyncio.Semaphore(HASHED_AT_ONCE)

    async def find(self, path: Path, sha256: str) -> OnDisk:
        """Return a file; `Conflict` if its bytes have another checksum.

        Raises `FileNotFoundError`.
        """
        mark, digest = await self._digest(path)
        if digest != sha256:
            raise _changed()
        return OnDisk(path, mark)

    async def _digest(self, path: Path) -> tuple[Mark, str]:
        mark = _mark(await asyncio.to_thread(path.stat))
        if (known := self._known.get(path)) and known[0] == mark:
            return known
        async with self._hashing:
            # Whoever waited finds what the one before found out.
            if (known := self._known.get(path)) and known[0] == mark:
                return known
            found = await asyncio.to_thread(_hashed, path)
        self._known.pop(path, None)
        self._known[path] = found
        if len(self._known) > KNOWN_MAX:
            del self._known[next(iter(self._known))]
        return found


def _hashed(path: Path) -> tuple[Mark, str]:
    """Return what a file is, and its checksum; the mark is from before, so a change shows."""
    with path.open("rb") as file:
        mark = _mark(os.fstat(file.fileno()))
        return mark, hashlib.file_digest(file, "sha256").hexdigest()


def _mark(found: os.stat_result) -> Mark:
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _changed() -> Conflict:
    return Conflict("file_changed", "The file is not what it was when it was taken in.")
