"""The scene of each test of exposures."""

import pytest

from domain.clock import SteppingClock
from tests.domain.exposures.scene import Scene, set_up
from tests.world import World


@pytest.fixture
async def scene(world: World, clock: SteppingClock) -> Scene:
    return await set_up(world, clock)
