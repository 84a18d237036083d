"""A house whose show the hub publishes, and looks at."""

from pathlib import Path

import pytest

from domain.clock import SteppingClock
from tests.domain.shown.window import Window, scene_of
from tests.domain.targets.scene import Scene
from tests.world import World


@pytest.fixture
def window() -> Window:
    return Window()


@pytest.fixture
async def scene(world: World, clock: SteppingClock, files: Path, window: Window) -> Scene:
    return await scene_of(world, clock, files, window)
