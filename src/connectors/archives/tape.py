"""A packed tape, written and read from its beginning to its end, a piece at a time.

Who reads says beforehand what comes next, by name and size: nothing else is ever unpacked, so no
name leads out of a folder, and nothing grows beyond what was said.
"""

import gzip
import os
import secrets
import tarfile
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from domain.errors import Conflict, Invalid
from domain.keeping.manifest import damaged

#: How much is read at once, in bytes.
PIECE = 1 << 18

#: How much work packing takes, of 9. Audio hardly shrinks, and rows do at once.
LEVEL = 3

#: What a file of ours begins with: no name, no time, neither best nor quickest. Source: RFC 1952.
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

#: How a file is begun that must not be there yet.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL

#: How many bytes of nothing may end a tape: the two blocks, and what fills it up. Source: POSIX.
_END_MAX = tarfile.RECORDSIZE


class Writer:
    """Writes a tape beside its place, and gives it that place once it is whole.

    What is begun is called by chance, since processes in containers share their numbers; of two
    that write to one place the first to end has it, and the other hears so.
    """

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise _taken(path)
        beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}.partial")
        self._path, self._beside = path, beside
        # It tells of people, so it is read by nobody but who makes it.
        self._file: IO[bytes] = os.fdopen(os.open(self._beside, _NEW, 0o600), "wb")
        self._tape = gzip.GzipFile("", "wb", LEVEL, self._file, mtime=0)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """End the tape, and give it its place; forget it after an error."""
        try:
            if error is None:
                self._tape.write(bytes(2 * tarfile.BLOCKSIZE))
            self._tape.close()
            self._file.flush()
            os.fsync(self._file.fileno())
            if error is None:
                self._give_place()
        finally:
            self._file.close()
            self._beside.unlink(missing_ok=True)

    def _give_place(self) -> None:
        try:
            os.link(self._beside, self._path)  # Never in the place of something.
        except FileExistsError:
            raise _taken(self._path) from None
        except OSError:  # Some disks know no second name of a file.
            if self._path.exists():
                raise _taken(self._path) from None
            self._beside.replace(self._path)

    async def add(self, name: str, size: int, pieces: AsyncIterator[bytes]) -> None:
        """Write a file of `size` bytes; `Conflict` if they are not as many."""
        head = tarfile.TarInfo(name)
        head.size, head.mode = size, 0o600
        self._tape.write(head.tobuf(tarfile.GNU_FORMAT))
        written = 0
        async for piece in pieces:
            self._tape.write(piece)
            written += len(piece)
        if written != size:
            raise Conflict("changed_meanwhile", f"`{name}` changed while it was written; again.")
        self._tape.write(bytes(-size % tarfile.BLOCKSIZE))


class Reader:
    """Reads a tape; `Invalid` says how it is damaged."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise Invalid("no_backup", f"{path} cannot be read ({error.strerror}).") from error
        head = self._file.read(len(_HEAD))
        self._file.seek(0)
        if head != _HEAD:
            self._file.close()
            raise damaged("it does not begin as a backup does")
        self._tape = gzip.GzipFile(fileobj=self._file, mode="rb")

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave it."""
        self._tape.close()
        self._file.close()

    def next(self, name: str, size: int | None = None, *, most: int = 0) -> int:
        """Go to the file that has to come next, and return its size: `size`, or up to `most`."""
        with _whole():
            block = self._exactly(tarfile.BLOCKSIZE)
            found = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        fits = found.size == size if size is not None else 0 <= found.size <= most
        if not found.isreg() or found.name != name or not fits:
            raise damaged(f"`{name}` should come next, and something else does")
        return found.size

    def pieces(self, size: int) -> Iterator[bytes]:
        """Yield the `size` bytes of the file that it went to, some at a time."""
        left = size
        while left:
            with _whole():
                piece = self._exactly(min(left, PIECE))
            left -= len(piece)
            yield piece
        with _whole():
            self._exactly(-size % tarfile.BLOCKSIZE)

    def end(self) -> None:
        """Read what is left, which has to be nothing, and with it the checksum of it all."""
        with _whole():
            rest = self._tape.read(_END_MAX + 1)
            more = self._tape.read(1)
        if more or any(rest) or len(rest) < 2 * tarfile.BLOCKSIZE:
            raise damaged("it does not end where it should")

    def _exactly(self, size: int) -> bytes:
        found = self._tape.read(size)
        if len(found) != size:
            raise EOFError
        return found


def _taken(path: Path) -> Conflict:
    return Conflict("file_exists", f"{path} is there already; give another name.")


@contextmanager
def _whole() -> Iterator[None]:
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile, tarfile.TarError) as error:
        why = "it was cut off" if isinstance(error, EOFError) else "its bytes were changed"
        raise damaged(why) from error


def lines(pieces: Iterator[bytes], use: Callable[[bytes], object]) -> Iterator[object]:
    """Yield what `use` makes of each line of a file."""
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        for one in whole:
            try:
                yield use(one)
            except ValueError as error:
                raise damaged("a row of it cannot be read") from error
    if rest:
        raise damaged("its last row is not whole")
