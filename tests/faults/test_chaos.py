"""Everything that goes wrong outside, at random: at rest it stands as approved, and once."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from domain.audit import service as audit
from domain.clock import SteppingClock
from tests.faults.chaos.campaigns import Campaign
from tests.faults.chaos.outsides import EPISODES
from tests.faults.chaos.play import Play, Playlists
from tests.world import World

#: Seeds by engine; those of the long run are by far the most.
RUNS = [
    *(("sqlite", seed) for seed in range(4)),
    ("postgres", 4),
    *(pytest.param("sqlite", seed, marks=pytest.mark.long) for seed in range(5, 390)),
    *(pytest.param("postgres", seed, marks=pytest.mark.long) for seed in range(390, 400)),
]


@pytest.mark.parametrize(("database_url", "seed"), RUNS, indirect=["database_url"])
@pytest.mark.parametrize("name", EPISODES)
async def test_an_episode_stands_as_approved_and_once_whatever_goes_wrong(
    world: World, clock: SteppingClock, files: Path, name: str, seed: int
) -> None:
    async with AsyncExitStack() as stack:
        await _judged(await Play.open(name, world, clock, files, seed, stack))


@pytest.mark.parametrize(("database_url", "seed"), RUNS, indirect=["database_url"])
async def test_a_playlist_stands_as_approved_and_once_whatever_goes_wrong(
    world: World, clock: SteppingClock, files: Path, seed: int
) -> None:
    async with AsyncExitStack() as stack:
        await _judged(await Playlists.open("playlist", world, clock, files, seed, stack))


@pytest.mark.parametrize(("database_url", "seed"), RUNS, indirect=["database_url"])
async def test_a_campaign_is_live_as_people_said_last_and_once_whatever_goes_wrong(
    world: World, clock: SteppingClock, seed: int
) -> None:
    async with AsyncExitStack() as stack:
        await _judged(await Campaign.open(world, clock, seed, stack))


async def _judged(play: Play | Campaign) -> None:
    await play.goes()
    wrong = await play.wrong()
    assert not wrong, play.trouble.account(wrong)
    assert any("publish" in one for one in play.trouble.told)
    assert await audit.verify(play.hub.secrets) == []
