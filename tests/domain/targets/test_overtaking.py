"""Of two requests for the same thing the later one counts, whatever comes late of the earlier."""

from domain.targets.model import Report, Standing
from tests.domain.targets.scene import HOUR, Scene
from tests.domain.targets.stand import Stand
from tests.domain.targets.test_following import published


async def test_what_is_live_late_does_not_end_what_was_handed_over_after_it(
    scene: Scene, stand: Stand
) -> None:
    stand.said = Report(Standing.PROCESSING)
    first = await published(scene)
    second = await scene.approved(name="The first cup, again")
    stand.said = Report(Standing.LIVE)
    await scene.desk.work(seconds=HOUR, rounds=1)
    between = await scene.look(first)
    await scene.opens()
    (exposure,) = await scene.live()

    assert (between["state"], (await scene.look(second))["state"]) == ("LIVE", "LIVE")
    assert exposure.request_id == second["id"]


async def test_an_earlier_request_is_not_put_in_the_place_of_a_later_one(
    scene: Scene, stand: Stand
) -> None:
    first = await published(scene)
    second = await scene.approved(name="The first cup, again")
    stand.said = Report(Standing.PROCESSING)
    await scene.opens()
    await scene.republishes(first)
    await scene.desk.work(seconds=HOUR, rounds=1)

    assert [one.request_id for one in stand.there.values()] == [second["id"]]


async def test_what_waits_for_a_later_request_says_so_once_on_both(
    scene: Scene, stand: Stand
) -> None:
    first = await published(scene)
    second = await scene.approved(name="The first cup, again")
    stand.said = Report(Standing.PROCESSING)
    await scene.opens()
    await scene.republishes(first)
    for _ in range(3):
        await scene.desk.work(seconds=HOUR, rounds=1)
    one, other = await scene.look(first), await scene.look(second)

    assert one["trouble"].startswith("It waits: #2 The first cup, again brings the same")
    assert [each["act"] for each in one["auditTrail"]].count("request.waits_for_later") == 1
    assert [each["act"] for each in other["auditTrail"]].count("request.waited_for") == 1
    assert other["trouble"] is None
