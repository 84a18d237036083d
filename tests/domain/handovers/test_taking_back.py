"""What is over is taken back from those it was handed to."""

import pytest

from domain.clock import SteppingClock
from domain.handovers.service import take_back
from domain.jobs.model import Job, JobState
from domain.requests.model import RequestState
from domain.requests.revise import withdraw
from domain.requests.submit import submit
from domain.targets.connected import Targets
from tests.domain.exposures.scene import ADDRESS, Scene, acts, set_up, voted
from tests.world import World


@pytest.fixture
async def scene(world: World, clock: SteppingClock) -> Scene:
    return await set_up(world, clock)


async def test_a_worker_that_died_after_taking_back_has_it_recorded_once(scene: Scene) -> None:
    hub, manager = scene.world.hub, scene.manager
    brief = {"name": "Down", "brand_id": scene.world.brand_id, "markets": ["DE"]}
    said = {"reason": "rights", "details": "Gone.", "address": ADDRESS}
    asked = await submit(hub, manager, "takedown", brief | said)
    await voted(scene, asked.id)
    await scene.undone()
    over = await withdraw(hub, manager, asked.id, "It may stay.")
    about = {"request_id": over.id, "version": over.version}
    job = Job("job_1", "k", "x", "l", about, scene.now, JobState.OPEN, 1, 1, None)
    await take_back(hub, Targets(), job)
    await take_back(hub, Targets(), job)

    assert over.state is RequestState.WITHDRAWN
    assert (await acts(asked.id)).count("placement.withdrawn") == 1
