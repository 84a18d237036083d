"""A process that adds one to a number again and again: it reads it, and writes what is one more."""

import asyncio

from domain.database import open_database, sql, transaction

#: How often each of them does.
TIMES = 50


def add(url: str) -> None:
    """Add to the counter `n` of a database, as the act of a `Child`."""
    asyncio.run(_add(url))


async def _add(url: str) -> None:
    database = await open_database(url)
    for _ in range(TIMES):
        async with transaction():
            row = await sql.fetch_one(sql.locking("SELECT value FROM counters WHERE name = 'n'"))
            assert row is not None
            await sql.write("UPDATE counters SET value = $1 WHERE name = 'n'", row["value"] + 1)
    await database.close()
