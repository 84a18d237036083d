"""The chat door, open."""

from collections.abc import AsyncIterator

import pytest

from tests.bot.office import Office, office
from tests.world import World


@pytest.fixture
async def desk(world: World) -> AsyncIterator[Office]:
    async with office(world) as found:
        yield found
