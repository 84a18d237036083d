"""What is handed over anew is not undone by what was on its way for what was there before."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from domain.database import transaction
from domain.jobs.model import RetryLater
from domain.targets import handing, records, removing
from domain.targets.connected import Targets
from domain.targets.model import Publication, Report
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


class Slow(Stand):
    """A target that takes things down while they are handed over anew."""

    async def remove(self, what: Publication, outside: Mapping[str, str]) -> Report:
        report = await super().remove(what, outside)
        if self.during is not None:
            await self.during()
        return report


async def test_what_is_handed_over_while_it_is_taken_down_is_published(scene: Scene) -> None:
    slow = Slow()
    scene.desk.publishes_to(Targets((slow,)))
    request = await scene.approved()
    await scene.opens()
    hub, targets = scene.house.world.hub, Targets((slow,))
    (before,) = await records.of_request(request["id"])

    async def handed_anew() -> None:
        slow.during = None
        async with transaction():
            kept = await records.hand(replace(before, revision=2, handed_at=hub.clock.now()))
            await handing.ask(hub, targets, kept)

    slow.during = handed_anew
    await removing.ask_as_it_is(hub, targets, before, "its last day is over")
    await scene.desk.work(seconds=HOUR, rounds=3)
    (after,) = await records.of_request(request["id"])

    assert slow.calls.index("remove") < len(slow.calls) - 1
    assert (after.revision, after.closed_at) == (2, None)
    assert before.name in slow.there
