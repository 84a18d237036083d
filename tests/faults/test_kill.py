"""kill -9 at any instant and in every step: nothing is lost, nothing is doubled but what may be.

The hub is killed in the middle of what it does, at calls drawn from a fixed seed, again and again,
while people keep asking and clicking; and once at each of the calls it makes to the outside, before
it is heard and after.
"""

from pathlib import Path

import pytest

from tests.faults.town import AFTER_VOTE, Death, Town

#: Every call the hub makes between asking and publishing.
STEPS = {
    "card sent": ("POST", r"/chat\.postMessage$"),
    "card edited": ("POST", r"/chat\.update$"),
    "file announced": ("POST", r"/assets$"),
    "file uploaded": ("POST", r"/upload$"),
    "campaign drafted": ("POST", r"/drafts/campaigns$"),
    "ad set drafted": ("POST", r"/drafts/ad_sets$"),
    "ad drafted": ("POST", r"/drafts/ads$"),
    "draft validated or published": ("POST", r"/drafts/campaigns/[^/]+$"),
}


@pytest.mark.parametrize(
    ("requests", "kills"),
    [(3, 3), pytest.param(60, 60, marks=pytest.mark.long)],
)
async def test_kill_9_loses_nothing_and_doubles_nothing(
    migrated: Path, tmp_path: Path, requests: int, kills: int
) -> None:
    town = await Town.build(migrated, tmp_path)
    async with town.served():
        await town.story(requests, kills)
        states = await town.states()
    assert town.deaths == kills
    await town.judge(states, requests)


@pytest.mark.parametrize(
    "heard",
    [pytest.param(False, id="unheard", marks=pytest.mark.long), pytest.param(True, id="heard")],
)
@pytest.mark.parametrize("step", STEPS)
async def test_kill_9_at_a_step(migrated: Path, tmp_path: Path, step: str, *, heard: bool) -> None:
    await _one_death(migrated, tmp_path, Death(*STEPS[step], heard=heard))


async def test_kill_9_when_a_vote_was_recorded(migrated: Path, tmp_path: Path) -> None:
    await _one_death(migrated, tmp_path, AFTER_VOTE)


async def _one_death(migrated: Path, folder: Path, death: Death) -> None:
    town = await Town.build(migrated, folder)
    async with town.served():
        await town.story_of(death)
        states = await town.states()
    assert town.deaths == 1
    await town.judge(states, 1)
