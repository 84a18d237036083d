"""Bringing a database to what this version wants: the hub's tables, and those of its engine."""

from collections.abc import Sequence

from connectors.jobs import pgqueuer
from domain.clock import SystemClock
from domain.database import open_database
from domain.database.address import address
from domain.database.locks import Keeps, lock_of, tables_made
from domain.database.migrate import Say, plan
from domain.database.migrate import migrate as migrate_hub
from domain.database.steps import Planned
from domain.decisions import in_force


async def migrate(url: str, say: Say = lambda _: None) -> dict[str, bool]:
    """Apply everything that `url` does not have yet; safe to repeat, and by several at once.

    `say` is told what is done. Returns, by table, which decision tables came in, and whether they
    count.
    """
    await migrate_hub(url, say)
    if not url.startswith("sqlite://"):
        await pgqueuer.install(url)
    database = await open_database(url)
    try:
        return await in_force.ship(SystemClock().now())
    finally:
        await database.close()


async def pending(url: str) -> list[str]:
    """Return the lines about what `migrate` would do to the hub's tables, and whom that stops."""
    return [line for step in await plan(url) for line in _told(step)]


def _told(step: Planned) -> Sequence[str]:
    statements = step.statements
    locks = {lock_of(one, tables_made(statements[:n])) for n, one in enumerate(statements)}
    held = sorted(
        f"  {one.table or 'an index'}: {one.keeps}"
        for one in locks
        if one.keeps is not Keeps.NOBODY
    )
    return [f"{step.name}: {len(step.statements)} statements", *held]


def named(url: str) -> str:
    """Return `url` as it may be shown: without the password in it."""
    return url if url.startswith("sqlite://") else address(url).shown
