"""Bringing a database to the present schema.

On SQLite a migration that rebuilds a table drops it, which deletes the children of every
`ON DELETE CASCADE` key while keys are enforced. So migrations run with enforcement off and the
keys are checked afterwards.

On PostgreSQL others serve meanwhile. A step that waits for a lock keeps everybody waiting who comes
after it, so it waits shortly, lets them by, and tries again.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from functools import cache
from pkgutil import iter_modules
from typing import Any

from tortoise import Tortoise
from tortoise.connection import get_connection
from tortoise.exceptions import DBConnectionError, OperationalError
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.schema_generator.state import State

from domain import migrations
from domain.database import sql
from domain.database.address import connect, reaching
from domain.database.locks import CONTRACTS
from domain.database.pool import Limits
from domain.database.session import APP, configuration
from domain.database.sole import require_database, taking_turns
from domain.database.steps import Planned, planned
from domain.errors import Busy, Conflict, Unavailable

#: The lock of who migrates. A session's lock, of a space of its own: two words' worth.
MIGRATING = 0x67726E6C << 32

#: How long whoever waits for their turn waits before they ask again, in seconds.
AGAIN_SECONDS = 0.5

#: A migration takes as long as it takes.
_PATIENT = Limits(statement_seconds=0)


#: How long a step waits for a lock, which is how long it keeps others waiting, and how long it lets
#: them by then, in seconds.
LOCK_SECONDS, PAUSE_SECONDS = 1.0, 2.0

#: How often a step is tried: some ten minutes.
TRIES_MAX = 200

Say = Callable[[str], None]


async def migrate(
    url: str,
    say: Say = lambda _: None,
    *,
    lock: float = LOCK_SECONDS,
    pause: float = PAUSE_SECONDS,
) -> None:
    """Apply every migration that `url` does not have yet; safe to repeat, by several at once.

    `say` is told of each step, and what is waited for. A step waits `lock` seconds for a lock, and
    is tried again after `pause`; `Busy` if it never gets it. `Conflict` where `url` is something
    else than a database.
    """
    require_database(url)
    config = _config(url, lock)
    try:
        with _reaching(), _complete():
            async with _alone(url, say):
                await _carry(config, say, pause)
        await _check_foreign_keys()
    finally:
        await Tortoise.close_connections()


def known_migrations() -> frozenset[str]:
    """Return the names of the migrations that this code has."""
    return frozenset(m.name for m in iter_modules(migrations.__path__) if m.name[0] == "0")


@cache
def newest() -> str:
    """Return the name of the last migration that this code has."""
    return max(known_migrations())


async def plan(url: str) -> list[Planned]:
    """Return the steps that `url` does not have yet, with what they would do; does nothing."""
    require_database(url)
    config = _config(url, LOCK_SECONDS)
    try:
        with _reaching():
            await Tortoise.init(config=config, init_connections=False)
            applied = await _applied()
        return await planned(config, applied)
    finally:
        await Tortoise.close_connections()


async def _carry(config: dict[str, Any], say: Say, pause: float) -> None:
    def progress(event: str, _: str, name: str) -> None:
        if event == "apply_start":
            say(f"{name} ...")

    await Tortoise.init(config=config, init_connections=False)
    executor = _Patient(get_connection("default"), config["apps"])
    latest = [MigrationTarget(APP, "__latest__")]
    for left in reversed(range(TRIES_MAX)):
        try:
            await executor.migrate(latest, direction="forward", progress=progress)
        except Busy as error:
            if not left:
                raise Busy(
                    "migration_waits",
                    "The schema could not be brought up to date: somebody holds a table all the"
                    " time (`SELECT * FROM pg_stat_activity WHERE xact_start < now() - interval"
                    " '1 minute'`). What was done stays; end what holds it, and migrate again.",
                ) from error
            say(f"somebody holds the table; let by, and tried again in {pause:g} s")
            await asyncio.sleep(pause)
        else:
            return


class _Patient(MigrationExecutor):
    """Carries steps out; one that is tried again does not cost what leads there once more."""

    _before: tuple[frozenset[MigrationKey], State] | None = None

    async def _project_state(
        self, applied: set[MigrationKey], *, upto: MigrationKey | None = None
    ) -> State:
        """Return how things stand; a copy, for whoever fails with it has changed it."""
        if self._before is None or self._before[0] != applied:
            self._before = frozenset(applied), await super()._project_state(applied, upto=upto)
        return self._before[1].clone()


def _config(url: str, lock: float) -> dict[str, Any]:
    """Return the configuration of who migrates, who waits `lock` seconds for each lock."""
    config = configuration(url, _PATIENT, foreign_keys=False)
    credentials = config["connections"]["default"]["credentials"]
    if "address" in credentials:
        found = credentials["address"]
        bounded = {"lock_timeout": f"{int(lock * 1000)}ms"}
        arguments = {**found.arguments, "server_settings": bounded}
        credentials["address"] = replace(found, arguments=arguments)
    return config


async def require_current() -> None:
    """Raise unless the open database has every migration, and none that took something away.

    `Unavailable` if it does not answer, `Conflict` if its schema is older than this code, or so
    much newer that this code reads what is there no more. What a newer Greenlight added is fine.
    """
    known = known_migrations()
    with _reaching():
        applied = await _applied()
    if known - applied:
        raise Conflict("not_migrated", "The database has an older schema; `greenlight migrate`.")
    if any(CONTRACTS in name for name in applied - known):
        raise Conflict(
            "newer_schema", "The database was migrated by a newer Greenlight; run that one."
        )


async def _applied() -> set[str]:
    """Return the steps that the database has."""
    try:
        rows = await sql.fetch("SELECT name FROM tortoise_migrations")
    except OperationalError:
        return set()
    return {row["name"] for row in rows}


@asynccontextmanager
async def _alone(url: str, say: Say) -> AsyncIterator[None]:
    """Hold back everybody else who wants to migrate."""
    if url.startswith("sqlite://"):
        async with taking_turns(url):
            yield
        return
    connection = await connect(url)
    try:
        waiting = False
        # Asked again and again: a statement that waits is one that indexes beside us wait for.
        while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", MIGRATING):
            if not waiting:
                say("somebody else migrates; waiting for them")
            waiting = True
            await asyncio.sleep(AGAIN_SECONDS)
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
