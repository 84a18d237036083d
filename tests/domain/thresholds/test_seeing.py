"""Who sees alerts, and who may handle them."""

from dataclasses import replace

import pytest

from domain.actor import Actor, Door, Role
from domain.errors import Forbidden, Invalid, Missing
from domain.metrics.model import SubjectKind
from domain.people import entering
from domain.people import service as people
from domain.requests.submit import submit
from domain.thresholds import handling, judging, listing, seeing, service, trying
from domain.thresholds.model import Alert
from tests.domain.thresholds.figures import PLAYS, bring, fallen, flat, moved, show_of
from tests.world import ROOT, World


async def lagging(world: World) -> Alert:
    """Return the alert of a campaign whose plays fall."""
    asked = await submit(world.hub, await world.actor("requester"), "campaign", world.brief())
    await service.save(world.hub, ROOT, PLAYS)
    # It runs from 28 November to 12 December.
    moved(world, 13)
    await bring(world.hub, asked.id, flat("90", -7, -11))
    await judging.judge(world.hub)
    (found,) = await listing.listed(ROOT, subject_id=asked.id)
    return found


async def somebody(world: World, role: Role, **limits: str) -> Actor:
    """Return somebody new with one role."""
    user = await people.add_user(world.hub, ROOT, name="Somebody", email="some@hub.example.com")
    await people.grant_role(world.hub, ROOT, user.id, role, **limits)
    actor = await entering.person(world.hub, user.id, Door.API)
    assert actor is not None
    return actor


async def test_alerts_of_a_campaign_are_seen_by_whoever_sees_its_request(world: World) -> None:
    one = await lagging(world)
    stranger = await world.actor("other_requester")
    lists = {
        who: [found.id for found in await listing.listed(await world.actor(who))]
        for who in ("manager", "auditor", "requester", "brand_one", "other_requester")
    }
    with pytest.raises(Missing) as hidden:
        await handling.get(stranger, one.id)
    with pytest.raises(Missing) as absent:
        await handling.get(stranger, "alr_none")
    with pytest.raises(Missing):
        await handling.resolve(world.hub, stranger, one.id, "It is nothing.")

    assert lists == {
        "manager": [one.id],
        "auditor": [one.id],
        "requester": [one.id],
        "brand_one": [one.id],
        "other_requester": [],
    }
    assert hidden.value.code == absent.value.code == "no_such_alert"


async def test_a_threshold_of_one_campaign_is_known_to_whoever_sees_its_request(
    world: World,
) -> None:
    hub, one = world.hub, await lagging(world)
    terms = replace(PLAYS, subject_id=one.subject_id, subject_kind=SubjectKind.CAMPAIGN)
    mine = await service.save(hub, ROOT, terms)
    requester, stranger = [await world.actor(who) for who in ("requester", "other_requester")]
    listed = [[x.id for x in await handling.thresholds(who)] for who in (requester, stranger)]
    tried = [(await trying.try_out(hub, who, terms)).series for who in (requester, stranger)]
    with pytest.raises(Missing) as hidden:
        await handling.threshold(stranger, mine)

    assert [mine in found for found in listed] == [True, False]
    assert (await handling.threshold(requester, mine)).id == mine
    assert tried == [1, 0]
    assert hidden.value.code == "no_such_threshold"


async def test_alerts_of_a_campaign_are_handled_by_roles_for_all_its_markets(world: World) -> None:
    one = await lagging(world)
    within = await somebody(world, Role.MANAGER, market="DE")
    seen = await listing.listed(within)
    with pytest.raises(Forbidden):
        await handling.acknowledge(world.hub, within, one.id)

    assert [found.id for found in seen] == [one.id]
    assert await seeing.handled(within, [one]) == []


async def test_what_is_about_no_brand_is_seen_by_all_and_handled_by_roles_for_all(
    world: World,
) -> None:
    hub, show = world.hub, await show_of(world)
    await service.save(hub, ROOT, PLAYS)
    await bring(hub, show, flat("900", 5, 2))
    moved(world, 3)
    await judging.judge(hub)
    (late,) = await listing.listed(ROOT)
    limited = await somebody(world, Role.MANAGER, brand_id=world.brand_id)
    listed = await listing.listed(limited)
    with pytest.raises(Forbidden):
        await handling.resolve(hub, limited, late.id, "Not mine.")

    assert late.brand_id is None
    assert [one.id for one in listed] == [late.id]
    assert (await handling.get(limited, late.id)).id == late.id


async def test_an_alert_is_given_only_to_somebody_who_may_look_after_it(world: World) -> None:
    _, one = await fallen(world)
    manager = await world.actor("manager")
    for who in ("auditor", "agent"):
        with pytest.raises(Invalid) as refused:
            await handling.assign(world.hub, manager, one.id, world.people[who])
        assert refused.value.code == "not_theirs"

    assert (await handling.get(ROOT, one.id)).assignee_id is None
