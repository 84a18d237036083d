"""What a takedown and its receipt end: what they name, where they name it."""

from domain.database import transaction
from domain.exposures import service
from domain.handovers.service import acknowledge
from domain.requests.model import RequestState
from domain.requests.revise import revise
from domain.requests.submit import submit
from domain.rights.live import records
from tests.domain.exposures.scene import ADDRESS, Scene, voted


async def by_hand(scene: Scene, **named: object) -> None:
    """Have somebody ask for a takedown in Germany, and see it through to its receipt."""
    hub, world = scene.world.hub, scene.world
    brief = {"name": "Down", "brand_id": world.brand_id, "markets": ["DE"], "reason": "rights"}
    asked = await submit(hub, scene.manager, "takedown", {**brief, "details": "Gone.", **named})
    await voted(scene, asked.id)
    await scene.undone()
    await acknowledge(hub, await world.actor("publisher"), asked.id, "Gone, I looked.")
    await scene.work()


async def test_a_takedown_by_hand_ends_what_is_at_its_address_where_it_says(scene: Scene) -> None:
    await scene.granted()
    live = await scene.live("DE", "AT")
    await by_hand(scene, address=ADDRESS)
    (rest, *_) = await records.of_subject(scene.episode, 10, None)

    assert not (await scene.kept(live)).live
    assert (rest.live, rest.shown.include) == (True, ("AT",))


async def test_a_takedown_of_a_request_ends_all_that_it_brought_about_there(scene: Scene) -> None:
    hub, world = scene.world.hub, scene.world
    campaign = await submit(hub, await world.actor("requester"), "campaign", world.brief())
    shown = [scene.shown(outside_id=f"{ADDRESS}/{one}") for one in ("a", "b")]
    async with transaction():
        await service.follow(hub, campaign, shown, live=True)
    await by_hand(scene, subject_id=campaign.id)
    left = await records.live_of_request(campaign.id)

    assert [one.shown.include for one in left] == [("AT",), ("AT",)]


async def test_a_receipt_ends_only_what_its_request_named(scene: Scene) -> None:
    hub, manager = scene.world.hub, scene.manager
    await scene.granted()
    live = await scene.live("DE", "CH")
    await scene.prohibited("DE", "CH")
    await scene.work()
    both = await scene.takedown(live)
    assert both is not None
    await revise(hub, manager, both.id, {**both.payload, "territories": []})
    await voted(scene, both.id)
    await scene.undone()
    await acknowledge(hub, await scene.world.actor("publisher"), both.id, "Gone, I looked.")
    await scene.work()
    (rest, *_) = await records.of_subject(scene.episode, 10, None)
    anew = await scene.takedown(rest)

    assert (both.markets, both.payload["territories"]) == (("DE",), ["CH"])
    assert (rest.live, rest.shown.include) == (True, ("CH",))
    assert anew is not None
    assert (anew.markets, anew.payload["territories"]) == ((), ["CH"])


async def test_a_receipt_for_somewhere_else_ends_nothing_and_it_is_asked_anew(scene: Scene) -> None:
    hub, manager = scene.world.hub, scene.manager
    await scene.granted()
    live = await scene.live("DE")
    await scene.prohibited("DE")
    await scene.work()
    first = await scene.takedown(live)
    assert first is not None
    await revise(hub, manager, first.id, {**first.payload, "markets": ["FR"]})
    await voted(scene, first.id)
    await scene.undone()
    await acknowledge(hub, await scene.world.actor("publisher"), first.id, "Gone, I looked.")
    await scene.work()
    anew = await scene.takedown(live)

    assert (await scene.kept(live)).live
    assert anew is not None
    assert anew.id != first.id
    assert (anew.state, anew.markets) == (RequestState.IN_REVIEW, ("DE",))
