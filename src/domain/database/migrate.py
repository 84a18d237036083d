"""Bringing a database to the present schema.

On SQLite a migration that rebuilds a table drops it, which deletes the children of every
`ON DELETE CASCADE` key while keys are enforced. So migrations run with enforcement off and the
keys are checked afterwards.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pkgutil import iter_modules

from tortoise import Tortoise
from tortoise.connection import get_connection
from tortoise.exceptions import DBConnectionError, OperationalError
from tortoise.migrations.api import migrate as run_migrations

from domain import migrations
from domain.database import sql
from domain.database.address import connect, reaching
from domain.database.pool import Limits
from domain.database.session import configuration
from domain.database.sole import taking_turns
from domain.errors import Conflict, Unavailable

#: The lock of who migrates. A session's lock, of a space of its own: two words' worth.
MIGRATING = 0x67726E6C << 32

#: A migration takes as long as it takes.
_PATIENT = Limits(statement_seconds=0)


async def migrate(url: str) -> None:
    """Apply every migration that `url` does not have yet; safe to repeat, by several at once."""
    config = configuration(url, _PATIENT, foreign_keys=False)
    try:
        with _reaching(), _complete():
            async with _alone(url):
                await run_migrations(config=config, direction="forward")
        await _check_foreign_keys()
    finally:
        await Tortoise.close_connections()


@cache
def newest() -> str:
    """Return the name of the last migration that this code knows."""
    return max(_known())


def _known() -> set[str]:
    return {module.name for module in iter_modules(migrations.__path__) if module.name[0] == "0"}


async def require_current() -> None:
    """Raise unless the open database has every migration, and no unknown one.

    `Unavailable` if it does not answer, `Conflict` if its schema is older or newer than this code.
    """
    known = _known()
    try:
        with _reaching():
            rows = await sql.fetch("SELECT name FROM tortoise_migrations")
        applied = {row["name"] for row in rows}
    except OperationalError:
        applied = set()
    if known - applied:
        raise Conflict("not_migrated", "The database has an older schema; `greenlight migrate`.")
    if applied - known:
        raise Conflict(
            "newer_schema", "The database was migrated by a newer Greenlight; run that one."
        )


@asynccontextmanager
async def _alone(url: str) -> AsyncIterator[None]:
    """Hold back everybody else who wants to migrate."""
    if url.startswith("sqlite://"):
        async with taking_turns(url):
            yield
        return
    connection = await connect(url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", MIGRATING)
        yield
    finally:
        await connection.close()


@contextmanager
def _reaching() -> Iterator[None]:
    try:
        with reaching():
            yield
    except DBConnectionError as error:
        raise Unavailable(
            "database_unreachable", f"The database does not let us in ({error})."
        ) from error


@contextmanager
def _complete() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise Conflict(
            "migration_failed",
            f"The schema could not be brought up to date ({error}). What was done stays; nothing"
            " is lost. Keep the database as it is, and report this.",
        ) from error


async def _check_foreign_keys() -> None:
    connection = get_connection("default")
    if connection.capabilities.dialect != "sqlite":
        return
    _, broken = await connection.execute_query("PRAGMA foreign_key_check")
    if broken:
        tables = sorted({str(row["table"]) for row in broken})
        raise Conflict(
            "broken_references",
            f"After migrating, rows of {', '.join(tables)} point to nothing. "
            "Restore the backup taken before and report this.",
        )
