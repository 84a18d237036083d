"""Everything that goes wrong outside, at random: at rest it stands as approved, and once."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from domain.audit import service as audit
from domain.clock import SteppingClock
from tests.faults.chaos.outsides import EPISODES
from tests.faults.chaos.play import Play
from tests.world import World

SHORT = [*range(7), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(7, 400))]


@pytest.mark.parametrize("seed", SHORT)
@pytest.mark.parametrize("name", EPISODES)
async def test_an_episode_stands_as_approved_and_once_whatever_goes_wrong(
    world: World, clock: SteppingClock, files: Path, name: str, seed: int
) -> None:
    async with AsyncExitStack() as stack:
        play = await Play.open(name, world, clock, files, seed, stack)
        await play.goes()
        wrong = await play.wrong()
    assert not wrong, play.told(wrong)
    assert await audit.verify(world.hub.secrets) == []
