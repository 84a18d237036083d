"""A house whose brand can connect an account."""

import pytest

from domain.clock import SteppingClock
from tests.connectors.spotify.web.house import House, house_of
from tests.world import World


@pytest.fixture
def house(world: World, clock: SteppingClock) -> House:
    return house_of(world, clock)
