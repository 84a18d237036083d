"""What the hub needs from outside for files: a place to keep them, and a look at what they are."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What was found by looking at a file: bytes, SHA-256, real type, and its measures.

    `media_type` is judged by content, never by name, and None where it is nothing known.
    """

    size: int
    sha256: str
    media_type: str | None
    duration_ms: int | None
    width: int | None
    height: int | None


class FileStore(Protocol):
    """Keeps files by key. A key is an id of ours, never a name from outside."""

    async def save(self, key: str, chunks: AsyncIterator[bytes], size_max: int) -> MediaFacts:
        """Keep what `chunks` yields and say what it is; `Invalid` beyond `size_max` bytes."""
        ...

    async def load(self, key: str) -> bytes:
        """Return a whole file; `Missing` if there is none."""
        ...

    async def delete(self, key: str) -> None:
        """Forget a file; nothing happens if there is none."""
        ...
