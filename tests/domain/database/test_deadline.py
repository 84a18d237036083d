"""What runs out of time either never happened or is answered."""

import asyncio

import pytest

from domain.database import deadline, sql, transaction
from domain.database.deadline import within
from domain.hub import Hub
from domain.jobs import bucket_records

#: What takes a database a minute, on each engine.
LONG = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000)"
    " SELECT max(i) FROM n",
    "postgres": "SELECT pg_sleep(60)",
}


@pytest.fixture
def long(database_url: str) -> str:
    return LONG[database_url.partition("://")[0].replace("postgresql", "postgres")]


async def kept(key: str, hub: Hub) -> float:
    return (await bucket_records.bucket(key, 7.0, hub.clock.now()))[0]


async def test_a_statement_that_takes_too_long_is_stopped_in_the_database(
    hub: Hub, long: str
) -> None:
    with pytest.raises(TimeoutError):
        async with within(0.2):
            await sql.fetch(long)
    async with asyncio.timeout(20):  # Nobody waits for it to end.
        assert await kept("a", hub) == 7.0


async def test_what_was_written_before_is_taken_back(hub: Hub, long: str) -> None:
    with pytest.raises(TimeoutError):
        async with within(0.5), transaction():
            await bucket_records.bucket("a", 1.0, hub.clock.now())
            await sql.fetch(long)
    async with asyncio.timeout(20):
        assert await kept("a", hub) == 7.0


async def test_what_has_come_to_its_commit_has_all_the_time_it_takes(hub: Hub) -> None:
    async with within(60):
        running = deadline._running.get()
        assert running is not None
        async with transaction():
            await bucket_records.bucket("a", 1.0, hub.clock.now())
            assert running.when() is not None

        assert running.when() is None
    assert await kept("a", hub) == 1.0


async def test_time_that_ran_out_just_before_a_commit_keeps_it_from_happening(hub: Hub) -> None:
    with pytest.raises(TimeoutError):
        async with within(60), transaction():
            await bucket_records.bucket("a", 1.0, hub.clock.now())
            running = deadline._running.get()
            assert running is not None
            getattr(running, "_on_timeout")()  # noqa: B009  As the loop calls it.

    assert await kept("a", hub) == 7.0
