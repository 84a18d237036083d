"""What is handed over anew is not undone by what was on its way for what was there before."""

from dataclasses import replace
from datetime import timedelta

from domain.database import transaction
from domain.jobs.model import RetryLater
from domain.targets import records, removing
from domain.targets.connected import Targets
from tests.domain.targets.scene import HOUR, Scene
from tests.domain.targets.stand import Stand
from tests.domain.targets.test_taking_down import taken_down


async def test_what_is_handed_over_anew_is_not_put_there_before_its_day_by_an_older_takedown(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    await scene.opens()
    stand.next_answers = [RetryLater(60, "busy")]
    await taken_down(scene, request, "AT")
    (before,) = await records.of_request(request["id"])
    now = scene.desk.clock.now()
    anew = replace(before, revision=2, opens_at=now + timedelta(days=3), handed_at=now)
    async with transaction():
        await records.hand(anew)
    calls = list(stand.calls)
    await scene.desk.work(seconds=HOUR, rounds=3)

    assert "publish known" not in stand.calls[len(calls) :]


async def test_a_last_day_that_was_put_off_this_very_moment_ends_nothing(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    await scene.opens()
    (one,) = await records.of_request(request["id"])
    ended = replace(one, ends_at=scene.desk.clock.now(), handed_at=scene.desk.clock.now())
    async with transaction():
        before = await records.hand(ended)
        await records.hand(replace(ended, ends_at=scene.desk.clock.now() + timedelta(days=9)))
    await removing.ask_as_it_is(
        scene.house.world.hub, Targets((stand,)), before, "its last day is over"
    )
    (after,) = await records.of_request(request["id"])
    await removing.ask_as_it_is(
        scene.house.world.hub, Targets((stand,)), after, "its last day is over"
    )
    (going,) = await records.of_request(request["id"])

    assert after.going_since is None
    assert going.going_since is not None
