"""What the hub needs from outside for files: a place to keep them, and a look at what they are."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What was found by looking at a file: bytes, SHA-256, real type, and its measures.

    Audio has a length, and a rate and a number of channels where its head tells them; it
    `ends_foreign` where something that is no sound was appended to it. A picture has a width and a
    height.

    `media_type` is judged by content, never by name, and None where it is nothing known.
    """

    size: int
    sha256: str
    media_type: str | None
    duration_ms: int | None
    width: int | None
    height: int | None
    sample_rate_hz: int | None = None
    channels: int | None = None
    ends_foreign: bool = False


class Received(Protocol):
    """A file that is here and has no place yet."""

    @property
    def facts(self) -> MediaFacts:
        """What it is."""
        ...

    async def keep(self) -> None:
        """Give it its place for good; `Conflict` if there is another file, which stays."""
        ...


class Stored(Protocol):
    """A file in its place, whose bytes were compared with their checksum."""

    @property
    def size(self) -> int:
        """How many bytes it has."""
        ...

    def pieces(self, first: int, stop: int) -> AsyncGenerator[bytes]:
        """Yield the bytes from `first` until before `stop`, never the whole file at once.

        Raises `Conflict` once the file is not the one any more that was compared.
        """
        ...


class FileStore(Protocol):
    """Keeps files by key. A key is an id of ours, never a name from outside."""

    def receive(
        self, key: str, chunks: AsyncIterator[bytes], size_max: int
    ) -> AbstractAsyncContextManager[Received]:
        """Take in what `chunks` yields, for the block; `Invalid` beyond `size_max` bytes.

        What is not kept in the block is forgotten after it.
        """
        ...

    async def load(self, key: str) -> bytes:
        """Return a whole file; `Missing` if there is none."""
        ...

    async def find(self, key: str, sha256: str) -> Stored:
        """Return a file to read parts of, if its bytes have this checksum.

        `Missing` if there is none, `Conflict` if they have another.
        """
        ...
