"""A transaction goes on where somebody adds a column while it runs."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from domain.database import open_database, sql, transaction
from domain.database.pool import Limits
from domain.errors import Busy

READ, OTHERS = "SELECT * FROM things WHERE id = $1", "SELECT * FROM others"

pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


@pytest.fixture
async def plain(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Somebody else's connection; the hub has one of its own, which has prepared what is asked."""
    database = await open_database(database_url, Limits(connections=1))
    connection = await asyncpg.connect(database_url)
    await connection.execute("CREATE TABLE things (id INT PRIMARY KEY, count INT NOT NULL)")
    await connection.execute("CREATE TABLE others (id INT); INSERT INTO things VALUES (1, 0)")
    async with transaction():
        await sql.fetch(READ, 1)
        await sql.fetch(OTHERS)
    yield connection
    await database.close()
    await connection.execute("DROP TABLE things, others")
    await connection.close()


async def test_what_it_did_before_is_done_again_and_once(plain: asyncpg.Connection) -> None:
    await plain.execute("ALTER TABLE things ADD COLUMN colour TEXT")
    async with transaction():
        await sql.execute("INSERT INTO own_writes VALUES ($1, 'usr_1', now())", "one")
        (row,) = await sql.fetch(READ, 1)
        await sql.execute("UPDATE things SET count = count + 1 WHERE id = $1", 1)

    assert row["colour"] is None
    assert await plain.fetchval("SELECT count FROM things") == 1
    assert await plain.fetchval("SELECT count(*) FROM own_writes") == 1


async def test_where_something_comes_out_otherwise_it_is_taken_back(
    plain: asyncpg.Connection,
) -> None:
    with pytest.raises(Busy, match="try again shortly"):
        async with transaction():
            await sql.fetch("SELECT count(*) AS n FROM things")
            await sql.execute("INSERT INTO own_writes VALUES ($1, 'usr_1', now())", "one")
            await plain.execute("INSERT INTO things VALUES (2, 0)")
            await plain.execute("ALTER TABLE others ADD COLUMN colour TEXT")
            await sql.fetch(OTHERS)

    assert await plain.fetchval("SELECT count(*) FROM own_writes") == 0
