"""Moving a hub to another database, backing it up, and bringing it back."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.console.asking import CONSOLE
from app.console.progressing import drawn
from app.jobs.inward import INWARD
from app.keeping.migrating import migrate, named
from app.released import version
from app.settings import Settings
from connectors.archives.packing import Backup, pack, verify
from connectors.files.disk import DiskStore
from domain.audit import service as audit
from domain.clock import Clock
from domain.database import open_database, transaction
from domain.database.pool import Limits
from domain.database.sole import sole_server
from domain.errors import Conflict, Invalid
from domain.jobs import restored
from domain.keeping import carrying
from domain.keeping.carrying import Said
from domain.keeping.files import lacking, told_of
from domain.keeping.manifest import Manifest
from domain.keeping.model import Source, Sum
from domain.keeping.opening import (
    reading,
    require_free,
    require_known,
    require_there,
    require_unserved,
)
from domain.keeping.rules import in_order
from domain.secrets import Secrets

#: The chain of the record that says where a hub was moved to, and whence it came back.
SUBJECT = "hub"

#: What carries a whole hub takes its time.
_PATIENT = Limits(connections=2, statement_seconds=0)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was moved or restored; `held` are jobs that wait for a person since."""

    sums: Mapping[str, Sum]
    files: int
    held: int = 0

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(one.count for one in self.sums.values())


async def move(
    settings: Settings, clock: Clock, whence: str, whither: str, *, dry_run: bool, quiet: bool
) -> Kept:
    """Carry a hub from one database to another; a `dry_run` looks whether that can be done.

    Raises `Missing` where there is no source, `Conflict` where anybody serves it, the target holds
    anything, files are not there, or what arrived is not what was sent; nothing is written then.
    """
    if whence == whither:
        raise Invalid("same_database", "`--from` and `--to` are the same database.")
    require_there(whence)
    keys, store = _keys(settings), DiskStore(settings.files)
    with sole_server(whence), sole_server(whither):
        await require_unserved(whence, clock.now())
        await require_free(whither)
        async with reading(whence) as source:
            files = await told_of(source)
            if lost := await lacking(store, files):
                raise Conflict(
                    "files_lacking",
                    f"{len(lost)} files are not in {settings.files} as they were taken in, such as"
                    f" {lost[0]}. Say where they are with `--files`, or bring them back.",
                )
            with _progress(await _rows(source), quiet=quiet) as said:
                if dry_run:
                    return Kept(await carrying.read(source, said), len(files))
                async with _filling(whither):
                    sums = await carrying.fill(source, keys, said)
                    details = {"from": named(whence), "rows": sum(s.count for s in sums.values())}
                    await audit.record(clock.now(), CONSOLE, "hub.moved", SUBJECT, details)
                    # Whoever began to serve it meanwhile has written what is not here.
                    await require_unserved(whence, clock.now())
    return Kept(sums, len(files))


async def back_up(settings: Settings, clock: Clock, path: Path) -> Manifest:
    """Write everything the hub knows, as it stands now, into a new file; who works goes on."""
    keys = _keys(settings)
    async with reading(settings.database_url) as source:
        store, now = DiskStore(settings.files), clock.now()
        return await pack(source, store, keys, path, now, version())


async def judge(settings: Settings, path: Path, *, quiet: bool) -> Manifest:
    """Read a backup to its end, and return what is in it."""
    with _progress(None, quiet=quiet) as said:
        return await verify(path, _keys(settings), said)


async def restore(settings: Settings, clock: Clock, path: Path, *, quiet: bool) -> Kept:
    """Bring a backup back into the empty database and the folder of the settings.

    What acts outside and was open is held then: it may have been done since.
    """
    keys, url = _keys(settings), settings.database_url
    with sole_server(url), Backup(path, keys) as backup:
        require_known(await backup.migrations())
        await require_free(url)
        await backup.bring_files(DiskStore(settings.files))
        held = backup.manifest
        with _progress(held.rows, quiet=quiet) as said:
            async with _filling(url):
                sums = await carrying.fill(backup, keys, said, held.sums)
                backup.end()
                jobs = await restored.hold(INWARD, clock.now())
                details = {"created": held.created.isoformat(), "rows": held.rows, "held": jobs}
                await audit.record(clock.now(), CONSOLE, "hub.restored", SUBJECT, details)
    return Kept(sums, len(held.files), jobs)


def for_programs(kept: Kept) -> dict[str, Any]:
    """Return what was moved or restored as JSON takes it."""
    tables = {name: {"rows": s.count, "digest": s.digest} for name, s in kept.sums.items()}
    return {"rows": kept.rows, "files": kept.files, "held": kept.held, "tables": tables}


@asynccontextmanager
async def _filling(url: str) -> AsyncIterator[None]:
    """Bring a database to this version's schema, and open it for one transaction."""
    await migrate(url)
    database = await open_database(url, _PATIENT)
    try:
        async with transaction():
            yield
    finally:
        await database.close()


@contextmanager
def _progress(rows: int | None, *, quiet: bool) -> Iterator[Said]:
    with drawn(quiet=quiet) as progress:
        task = progress.add_task("Rows", total=rows)

        def said(table: str, passed: int) -> None:
            progress.update(task, advance=passed, description=table)

        yield said


async def _rows(source: Source) -> int:
    return sum((await source.counts(in_order(await source.tables()))).values())


def _keys(settings: Settings) -> Secrets:
    others = [one.get_secret_value() for one in settings.secrets_accepted]
    return Secrets.of(settings.secret.get_secret_value() if settings.secret else "", others)
