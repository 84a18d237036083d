"""Drawing a request waits for nobody who changes it."""

import asyncio

import pytest

from bot.gathered import dossier
from domain.database import transaction
from domain.requests import ledger
from tests.domain.requests.acts import asked
from tests.world import World


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_dossier_is_drawn_while_another_transaction_holds_the_request(
    world: World,
) -> None:
    request = await asked(world)
    held, drawn = asyncio.Event(), asyncio.Event()

    async def decides() -> None:
        async with transaction():
            await ledger.load(request.id)
            held.set()
            await drawn.wait()

    deciding = asyncio.create_task(decides())
    try:
        async with asyncio.timeout(30):
            await held.wait()
            found = await dossier.load(request.id)
    finally:
        drawn.set()
        await deciding

    assert found is not None
    assert found.request == request
    assert [stage.key for stage in found.stages] == ["brand", "readiness", "finance"]
