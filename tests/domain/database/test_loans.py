"""One connection for all that a block asks: taken once it is needed, and always given back."""

import asyncio

import pytest

from domain.database import loans, pool, sql, transaction
from domain.hub import Hub

COUNT = "SELECT COUNT(*) AS n FROM counters"


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The connections that were taken."""
    found: list[object] = []
    usual = pool.take

    async def take(*given: object) -> object:
        found.append(await usual(*given))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(loans, "take", take)
    return found


@pytest.fixture
def used(hub: Hub) -> None:
    """An open PostgreSQL; a file has one connection only."""
    if sql.sole():
        pytest.skip("a file has one connection")


@pytest.mark.usefixtures("used")
async def test_all_that_a_block_asks_is_asked_on_one_connection(taken: list[object]) -> None:
    async with sql.on_one_connection():
        await sql.fetch(COUNT)
        await sql.fetch_all((COUNT, ()), (COUNT, ()))
        await sql.fetch(COUNT)
        assert sql.connections()["used"] == 1

    assert len(taken) == 1
    assert sql.connections()["used"] == 0


@pytest.mark.usefixtures("used")
async def test_a_block_that_asks_nothing_takes_none(taken: list[object]) -> None:
    async with sql.on_one_connection():
        pass

    assert not taken


@pytest.mark.usefixtures("used")
async def test_what_fails_gives_the_connection_back_and_the_block_goes_on_with_another(
    taken: list[object],
) -> None:
    async with sql.on_one_connection():
        with pytest.raises(Exception, match="nowhere"):
            await sql.fetch("SELECT * FROM nowhere")
        assert sql.connections()["used"] == 0
        assert await sql.fetch(COUNT)

    assert len(taken) == 2
    assert sql.connections()["used"] == 0


@pytest.mark.usefixtures("used")
async def test_whoever_is_cancelled_gives_it_back() -> None:
    begun = asyncio.Event()

    async def ask() -> None:
        async with sql.on_one_connection():
            await sql.fetch(COUNT)
            begun.set()
            await sql.fetch("SELECT pg_sleep(60)")

    task = asyncio.create_task(ask())
    await begun.wait()
    task.cancel()
    await asyncio.wait([task])

    assert task.cancelled()
    assert sql.connections()["used"] == 0


async def test_in_a_transaction_it_is_the_transactions(hub: Hub) -> None:
    async with transaction():
        await sql.execute("INSERT INTO counters (name, value) VALUES ('a', 7)")
        async with sql.on_one_connection():
            found = await sql.fetch_one("SELECT value FROM counters WHERE name = 'a'")

    assert found
    assert found["value"] == 7
