"""A house whose show the hub publishes, and looks at."""

from pathlib import Path

import pytest

from domain.clock import SteppingClock
from domain.targets.connected import Targets
from tests.domain.shown.window import Window
from tests.domain.targets.addresses import Addresses
from tests.domain.targets.scene import Scene
from tests.domain.targets.stand import Stand
from tests.stories.desk import OneProcess
from tests.stories.house import house
from tests.world import World


@pytest.fixture
def window() -> Window:
    return Window()


@pytest.fixture
async def scene(world: World, clock: SteppingClock, files: Path, window: Window) -> Scene:
    desk, stand = OneProcess.open(world, clock, files), Stand()
    desk.publishes_to(Targets((stand,), media=Addresses(), pages=window))
    found = Scene(await house(desk), desk, stand)
    await found.sets("FEED", "beans")
    return found
