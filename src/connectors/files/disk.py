"""A file store on the local disk.

A file is written beside its place and moved there once it is whole, so that nobody ever reads
half of one. Keys are ids of ours; anything else is refused, so a key can never leave the folder.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

from connectors.files.media import measure
from domain import ids
from domain.errors import Invalid, Missing
from domain.files import MediaFacts


class DiskStore:
    """Keeps files in one folder, by id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def save(self, key: str, chunks: AsyncIterator[bytes], size_max: int) -> MediaFacts:
        """Keep what `chunks` yields and say what it is; `Invalid` beyond `size_max` bytes."""
        target = self._path(key)
        partial = target.with_suffix(".partial")
        digest, size = hashlib.sha256(), 0
        try:
            with partial.open("wb") as file:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > size_max:
                        raise Invalid("too_large", f"More than the {size_max} bytes promised.")
                    digest.update(chunk)
                    await asyncio.to_thread(file.write, chunk)
            found = await asyncio.to_thread(measure, partial)
            partial.replace(target)
        finally:
            with contextlib.suppress(FileNotFoundError):
                partial.unlink()
        return MediaFacts(size=size, sha256=digest.hexdigest(), **found)

    async def load(self, key: str) -> bytes:
        """Return a whole file; `Missing` if there is none."""
        try:
            return await asyncio.to_thread(self._path(key).read_bytes)
        except FileNotFoundError as error:
            raise Missing("no_such_file", f"The file of `{key}` is not there.") from error

    async def delete(self, key: str) -> None:
        """Forget a file; nothing happens if there is none."""
        with contextlib.suppress(FileNotFoundError):
            self._path(key).unlink()

    def _path(self, key: str) -> Path:
        ids.kind_of(key)
        return self._folder / key
