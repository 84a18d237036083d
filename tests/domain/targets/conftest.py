"""A house whose show is published by the hub itself."""

from pathlib import Path

import pytest

from domain.clock import SteppingClock
from domain.targets.connected import Targets
from tests.domain.targets.addresses import Addresses
from tests.domain.targets.scene import Scene
from tests.domain.targets.stand import Stand
from tests.stories.desk import OneProcess
from tests.stories.house import house
from tests.world import World


@pytest.fixture
def stand() -> Stand:
    return Stand()


@pytest.fixture
def addresses() -> Addresses:
    return Addresses()


@pytest.fixture
async def scene(
    world: World, clock: SteppingClock, files: Path, stand: Stand, addresses: Addresses
) -> Scene:
    desk = OneProcess.open(world, clock, files)
    desk.publishes_to(Targets((stand,), media=addresses))
    found = Scene(await house(desk), desk, stand)
    await found.sets("FEED", "beans")
    return found
