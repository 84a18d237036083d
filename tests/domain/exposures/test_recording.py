"""That something is live: how it is known, by whom it is said, and who may say so."""

from datetime import timedelta

import pytest

from domain.actor import Actor, Role
from domain.campaigns.orders import place
from domain.database import transaction
from domain.errors import Forbidden, Invalid
from domain.exposures import policies, service
from domain.people import service as people
from domain.placements.model import PlacementState
from domain.requests.submit import submit
from domain.rights.live import policy_records, records
from domain.rights.live.model import Mode, Policy
from tests.domain.exposures.scene import Scene
from tests.world import ROOT


async def german(scene: Scene) -> Actor:
    """Return somebody who manages Germany only."""
    user = await people.add_user(
        scene.world.hub, ROOT, name="Ger Man", email="german@hub.example.com"
    )
    await people.grant_role(scene.world.hub, ROOT, user.id, Role.MANAGER, market="DE")
    scene.world.people["german"] = user.id
    return await scene.world.actor("german")


async def test_the_same_is_known_once_and_a_change_of_places_ends_what_was(scene: Scene) -> None:
    first = await scene.live("DE")
    scene.clock.advance(timedelta(hours=1))
    same = await scene.live("DE")
    wider = await scene.live("DE", "FR")

    assert same.id == first.id
    assert wider.id != first.id
    assert (await scene.kept(first)).live_to == scene.now
    assert wider.live_from == scene.now


async def test_who_may_and_what_cannot_be(scene: Scene) -> None:
    hub = scene.world.hub
    requester = await scene.world.actor("requester")
    with pytest.raises(Forbidden):
        await service.record(hub, requester, scene.shown(), scene.now)
    with pytest.raises(Forbidden):
        await policies.put(hub, requester, Policy("", Mode.AUTOMATIC))
    with pytest.raises(Invalid, match="https"):
        await service.record(hub, scene.manager, scene.shown(outside_id="x"), scene.now)
    with pytest.raises(Invalid, match="not what will be"):
        await service.record(hub, scene.manager, scene.shown(), scene.now + timedelta(seconds=1))
    with pytest.raises(Invalid, match="no territory"):
        await scene.live("XX")
    with pytest.raises(Forbidden, match="these markets"):
        await service.record(hub, await german(scene), scene.shown("DE", "FR"), scene.now)


async def test_who_manages_one_market_ends_nothing_elsewhere(scene: Scene) -> None:
    live = await scene.live("WORLD")
    with pytest.raises(Forbidden, match="these markets"):
        await service.record(scene.world.hub, await german(scene), scene.shown("DE"), scene.now)

    assert (await scene.kept(live)).live


@pytest.mark.parametrize("mode", [Mode.LIST, Mode.AUTOMATIC])
async def test_who_manages_one_market_sets_and_removes_no_policy(scene: Scene, mode: Mode) -> None:
    hub, actor = scene.world.hub, await german(scene)
    policy = Policy("", mode, scene.world.brand_id)
    with pytest.raises(Forbidden, match="these markets"):
        await policies.put(hub, actor, policy)
    kept = await policies.put(hub, scene.manager, policy)
    with pytest.raises(Forbidden, match="these markets"):
        await policies.remove(hub, actor, kept.id)

    assert await policy_records.listed() == [kept]


async def test_what_a_campaign_puts_live_is_known_and_ends_when_it_stops(scene: Scene) -> None:
    hub, requester = scene.world.hub, await scene.world.actor("requester")
    request = await submit(hub, requester, "campaign", scene.world.brief())
    outside = {"campaign": "spotify-1"}
    known = []
    for state in (
        PlacementState.IN_PUBLISHER_REVIEW,
        PlacementState.LIVE,
        PlacementState.LIVE,
        PlacementState.STOPPED,
    ):
        scene.clock.advance(timedelta(hours=1))
        async with transaction():
            await place(hub, request, outside, state)
        known.append(await records.live_of_request(request.id))

    assert [len(one) for one in known] == [0, 3, 3, 0]
    assert known[1] == known[2]
    assert {one.shown.subject.ref for one in known[1]} == set(scene.world.assets.values())
    assert {one.shown.include for one in known[1]} == {("AT", "DE")}
    assert {one.owner_id for one in known[1]} == {requester.user_id}
    assert (await scene.kept(known[1][0])).live_to == scene.now
