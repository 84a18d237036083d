"""What `greenlight doctor` says of webhooks that fail."""

from app.doctor.attending import health
from app.settings import Settings
from domain.clock import SteppingClock
from tests.domain.webhooks.scene import Scene
from tests.world import World


async def test_a_webhook_that_was_paused_needs_a_person_and_one_that_fails_is_named(
    world: World, clock: SteppingClock
) -> None:
    scene = Scene(world, clock)
    failing, _ = await scene.registers("requester", name="Failing")
    gone, _ = await scene.registers("requester", name="Gone")
    scene.answers(500)
    await scene.tries(failing)
    scene.answers(410)
    await scene.tries(gone)
    said, well = await health(scene.world.hub, Settings(), connect=False, as_json=False)

    assert not well
    assert f"webhook Failing ({failing}): its last 1 attempts failed, and it is tried again" in said
    assert f"needs a person: webhook Gone ({gone}) is paused: its receiver is gone" in said
