"""Opening a database to be read as it stands, whichever engine it is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from domain.database.migrate import known_migrations
from domain.errors import Conflict, Invalid
from domain.keeping import on_sqlite
from domain.keeping.carrying import require_empty
from domain.keeping.model import Source
from domain.keeping.on_postgres import reading_server
from domain.keeping.on_sqlite import reading_file
from domain.keeping.picking import picked
from domain.processes.model import ALIVE

#: Where processes say that they live.
_PROCESSES, _NAME, _HEARD = "processes", "name", "heard_at"


def file_of(url: str) -> Path | None:
    """Return the file of a SQLite database; None for another one. `Invalid` for one in memory."""
    if not url.startswith("sqlite://"):
        return None
    name = url.removeprefix("sqlite://").partition("?")[0]
    if not name or ":memory:" in name:
        raise Invalid("no_file", "A database in memory ends with its process; name a file.")
    return Path(name)


@asynccontextmanager
async def reading(url: str) -> AsyncIterator[Source]:
    """Open a hub's database to be read in one consistent state.

    `Missing` if there is none, `Conflict` unless it has the schema that this version knows.
    """
    path = file_of(url)
    async with reading_file(path) if path else reading_server(url) as source:
        require_known(await source.migrations())
        yield source


def require_known(found: frozenset[str]) -> None:
    """Raise `Conflict` unless these are the migrations that this version knows."""
    known = known_migrations()
    if found - known:
        raise Conflict(
            "newer_schema", "It was migrated by a newer Greenlight; use that version for this."
        )
    if known - found:
        raise Conflict(
            "not_migrated",
            "It has an older schema, or none; bring it to this version's first, by"
            " `greenlight migrate`.",
        )


def require_there(url: str) -> None:
    """Raise `Missing` where a database is a file, and is not there."""
    if path := file_of(url):
        on_sqlite.require_there(path)


async def require_free(url: str) -> None:
    """Raise `Conflict` unless a database is empty, or has nothing but what `migrate` leaves.

    A file that is not there yet is empty.
    """
    path = file_of(url)
    if path is not None and not path.exists():
        return
    async with reading_file(path) if path else reading_server(url) as target:
        await require_empty(target)


async def require_unserved(url: str, now: datetime) -> None:
    """Raise `Conflict` if processes serve a database, or did less than a minute ago."""
    async with reading(url) as source:
        alive = [
            name
            async for name, heard_at in picked(source, _PROCESSES, _NAME, _HEARD)
            if heard_at > now - ALIVE
        ]
    if alive:
        raise Conflict(
            "served",
            f"{len(alive)} processes serve it, such as {alive[0]}. Stop them; one that was killed"
            f" counts for {ALIVE.total_seconds():.0f} s more.",
        )
