"""Packing a hub into a backup, and reading one as the place that rows come from."""

import hashlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Self, cast

from connectors.archives.tape import Reader, Writer, lines
from domain.errors import Invalid
from domain.files import FileStore
from domain.keeping import manifest as manifests
from domain.keeping.carrying import Said, unsaid
from domain.keeping.files import KeptFile, lacking, told_of
from domain.keeping.manifest import Manifest, Packed, damaged
from domain.keeping.model import BATCH, Row, Source, Table
from domain.keeping.rules import Tally, in_order, line, reviver
from domain.secrets import Secrets

#: How backups end.
ENDING = ".tar.gz"

#: What a backup begins with, and how large that may be, in bytes: half a million files.
MANIFEST, MANIFEST_MAX = "manifest.json", 64 << 20


async def pack(
    source: Source, store: FileStore, secrets: Secrets, path: Path, now: datetime, version: str
) -> Manifest:
    """Write everything that a source has, and its files, into a new backup; return what is in it.

    The source is read twice: what a backup holds stands at its beginning, signed. Raises `Invalid`
    for a name of another kind, `Conflict` if there is such a file.
    """
    if not path.name.endswith(ENDING):
        raise Invalid("bad_name", f"A backup is one file whose name ends in {ENDING}.")
    files = await told_of(source)
    lost = frozenset(await lacking(store, files))
    held = Manifest(
        version,
        now,
        tuple(await source.migrations()),
        tuple(one for one in files if one.id not in lost),
        tuple([await _weighed(source, t) for t in in_order(await source.tables())]),
        tuple(sorted(lost)),
    )
    with Writer(path) as tape:
        head = manifests.write(held, secrets)
        await tape.add(MANIFEST, len(head), _one(head))
        for file in held.files:
            stored = await store.find(file.id, file.sha256)
            await tape.add(_file(file), file.size, stored.pieces(0, file.size))
        for packed in held.tables:
            await tape.add(_rows(packed.table), packed.size, _lines(source, packed.table))
    return held


class Backup:
    """A backup that is read from its beginning to its end; see `domain.keeping.model.Source`.

    First `bring_files`, then the rows of each table in order, then `end`.
    """

    def __init__(self, path: Path, secrets: Secrets) -> None:
        self._tape = Reader(path)
        try:
            size = self._tape.next(MANIFEST, most=MANIFEST_MAX)
            self.manifest = manifests.read(b"".join(self._tape.pieces(size)), secrets)
        except BaseException:
            self._tape.__exit__()
            raise
        self._packed = {one.table.name: one for one in self.manifest.tables}

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave it."""
        self._tape.__exit__()

    async def bring_files(self, store: FileStore) -> None:
        """Put every file in its place in a store, each only with the bytes it was taken in with."""
        for file in self.manifest.files:
            self._tape.next(_file(file), file.size)
            async with store.receive(file.id, _pieces(self._tape, file.size), file.size) as came:
                if came.facts.sha256 != file.sha256:
                    raise damaged(f"the file `{file.id}` is another one")
                if await lacking(store, [file]):
                    await came.keep()

    def judge_files(self) -> None:
        """Read every file, and judge whether it is what it was taken in as."""
        for file in self.manifest.files:
            self._tape.next(_file(file), file.size)
            digest = hashlib.sha256()
            for piece in self._tape.pieces(file.size):
                digest.update(piece)
            if digest.hexdigest() != file.sha256:
                raise damaged(f"the file `{file.id}` is another one")

    async def migrations(self) -> frozenset[str]:
        """Return the names of the migrations that its hub had."""
        return frozenset(self.manifest.migrations)

    async def tables(self) -> list[Table]:
        """Return the tables in it."""
        return [one.table for one in self.manifest.tables]

    async def counts(self, tables: Sequence[Table]) -> Mapping[str, int]:
        """Return how many rows each of `tables` has, by name."""
        return {table.name: self._packed[table.name].sum.count for table in tables}

    async def rows(self, table: Table) -> AsyncIterator[Sequence[Row]]:
        """Yield the rows of the table that comes next."""
        packed = self._packed[table.name]
        self._tape.next(_rows(table), packed.size)
        found = cast("Iterator[Row]", lines(self._tape.pieces(packed.size), reviver(table)))
        while batch := list(islice(found, BATCH)):
            yield batch

    def end(self) -> None:
        """Look that nothing follows, and that the whole of it is as it was written."""
        self._tape.end()


async def verify(path: Path, secrets: Secrets, said: Said = unsaid) -> Manifest:
    """Read a backup to its end and return what is in it; `Invalid` if anything is not as it was."""
    with Backup(path, secrets) as found:
        found.judge_files()
        for packed in found.manifest.tables:
            tally = Tally(packed.table)
            async for batch in found.rows(packed.table):
                tally.add(batch)
                said(packed.table.name, len(batch))
            if tally.sum != packed.sum:
                raise damaged(f"the rows of `{packed.table.name}` are others")
        found.end()
    return found.manifest


async def _weighed(source: Source, table: Table) -> Packed:
    tally, size = Tally(table), 0
    async for batch in source.rows(table):
        tally.add(batch)
        size += sum(len(line(row)) for row in batch)
    return Packed(table, tally.sum, size)


async def _lines(source: Source, table: Table) -> AsyncIterator[bytes]:
    async for batch in source.rows(table):
        yield b"".join(line(row) for row in batch)


async def _one(piece: bytes) -> AsyncIterator[bytes]:
    yield piece


async def _pieces(tape: Reader, size: int) -> AsyncIterator[bytes]:
    for piece in tape.pieces(size):
        yield piece


def _file(file: KeptFile) -> str:
    return f"files/{file.id}"


def _rows(table: Table) -> str:
    return f"tables/{table.name}.jsonl"
