"""Bringing a database to what this version wants: the hub's tables, and those of its engine."""

from connectors.jobs import pgqueuer
from domain.clock import SystemClock
from domain.database import open_database
from domain.database.address import address
from domain.database.migrate import migrate as migrate_hub
from domain.decisions import in_force


async def migrate(url: str) -> dict[str, bool]:
    """Apply everything that `url` does not have yet; safe to repeat, and by several at once.

    Returns, by table, which decision tables came in, and whether they count.
    """
    await migrate_hub(url)
    if not url.startswith("sqlite://"):
        await pgqueuer.install(url)
    database = await open_database(url)
    try:
        return await in_force.ship(SystemClock().now())
    finally:
        await database.close()


def named(url: str) -> str:
    """Return `url` as it may be shown: without the password in it."""
    return url if url.startswith("sqlite://") else address(url).shown
