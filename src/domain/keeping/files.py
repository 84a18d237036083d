"""The files that rows tell of: which there are, and whether each is there as it was taken in."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.catalog.model import AssetState
from domain.errors import Conflict, Missing
from domain.files import FileStore
from domain.keeping.model import Source
from domain.keeping.picking import picked

#: The table of archives of the record, whose files are carried too.
ARCHIVES = "audit_archives"

#: The table of files, and what is carried of each.
ASSETS, ID, SIZE, SHA256, STATE = "assets", "id", "size", "sha256", "state"

#: In these states a file has its place; one that was refused was never given any.
_PLACED = frozenset({AssetState.READY, AssetState.TAKEN_BACK})


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in its place: its bytes, and their SHA-256 as hexadecimal digits."""

    id: str
    size: int
    sha256: str


async def told_of(source: Source) -> list[KeptFile]:
    """Return every file that a source tells of, by id."""
    found = [
        KeptFile(*told)
        async for state, *told in picked(source, ASSETS, STATE, ID, SIZE, SHA256)
        if state in _PLACED
    ]
    found += [
        KeptFile(id_, size, sha256)
        async for id_, size, sha256 in picked(source, ARCHIVES, ID, SIZE, SHA256)
        if sha256 is not None
    ]
    return sorted(found, key=lambda one: one.id)


async def lacking(store: FileStore, files: Sequence[KeptFile]) -> list[str]:
    """Return the ids of those that are not in a store, or have other bytes there."""
    return [one.id for one in files if not await is_there(store, one)]


async def is_there(store: FileStore, file: KeptFile) -> bool:
    """Whether a file is in its place, with the bytes that were taken in."""
    try:
        await store.find(file.id, file.sha256)
    except (Missing, Conflict):
        return False
    return True
