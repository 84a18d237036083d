"""Bringing a database to the present schema.

On SQLite a migration that rebuilds a table drops it, which deletes the children of every
`ON DELETE CASCADE` key while keys are enforced. So migrations run with enforcement off and the
keys are checked afterwards.
"""

from pathlib import Path

from tortoise import Tortoise
from tortoise.connection import get_connection
from tortoise.migrations.api import migrate as run_migrations

from domain.database.session import configuration
from domain.errors import Conflict


async def migrate(url: str) -> None:
    """Apply every migration that `url` does not have yet; safe to repeat."""
    if url.startswith("sqlite://"):
        path = Path(url.removeprefix("sqlite://").partition("?")[0])
        path.parent.mkdir(parents=True, exist_ok=True)
    config = configuration(url, foreign_keys=False)
    try:
        await run_migrations(config=config, direction="forward")
        await _check_foreign_keys()
    finally:
        await Tortoise.close_connections()


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
