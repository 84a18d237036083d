"""Bringing a database to what this version wants: the hub's tables, and those of its engine."""

from connectors.jobs import pgqueuer
from domain.database.address import address
from domain.database.migrate import migrate as migrate_hub


async def migrate(url: str) -> None:
    """Apply everything that `url` does not have yet; safe to repeat, and by several at once."""
    await migrate_hub(url)
    if not url.startswith("sqlite://"):
        await pgqueuer.install(url)


def named(url: str) -> str:
    """Return `url` as it may be shown: without the password in it."""
    return url if url.startswith("sqlite://") else address(url).shown
