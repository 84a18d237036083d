"""The scene of webhooks."""

import pytest

from domain.clock import SteppingClock
from tests.domain.webhooks.scene import Scene
from tests.world import World


@pytest.fixture
def scene(world: World, clock: SteppingClock) -> Scene:
    return Scene(world, clock)
