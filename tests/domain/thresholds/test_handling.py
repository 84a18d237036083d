"""What people do about alerts: who may, what holds, and what opens anew."""

from datetime import timedelta

import pytest

from domain.audit import service as audit
from domain.errors import Conflict, Forbidden, HubError, Invalid, Missing
from domain.thresholds import (
    handling,
    judging,
    lifecycle,
    service,
)
from domain.thresholds.model import (
    Handling,
    Reason,
)
from tests.domain.thresholds.figures import (
    PLAYS,
    TODAY,
    alerts,
    bring,
    days_ago,
    fallen,
    flat,
    moved,
)
from tests.world import ROOT, World


async def test_what_people_do_about_an_alert_is_how_it_stands(world: World) -> None:
    hub, (_, one) = world.hub, await fallen(world)
    manager, requester = await world.actor("manager"), await world.actor("requester")
    now = hub.clock.now()

    async def stands() -> Handling:
        return lifecycle.handling_of(await handling.get(ROOT, one.id), now)

    await handling.acknowledge(hub, requester, one.id, "Looking at it.")
    acked = await stands()
    await handling.snooze(hub, requester, one.id, None)
    snoozed = await stands()
    await handling.silence(hub, manager, one.id, now + timedelta(days=3), "Holidays.")
    silenced = await stands()
    await handling.take_back(hub, requester, one.id)
    await handling.assign(hub, manager, one.id, world.people["requester"])

    assert (acked, snoozed, silenced) == (
        Handling.ACKNOWLEDGED,
        Handling.SNOOZED,
        Handling.SILENCED,
    )
    assert (await handling.get(ROOT, one.id)).assignee_id == world.people["requester"]


async def test_what_one_may_not_do_about_an_alert_is_refused(world: World) -> None:
    hub, (_, one) = world.hub, await fallen(world)
    manager = await world.actor("manager")
    agent, auditor = await world.actor("agent"), await world.actor("auditor")
    for who, act in (
        (auditor, handling.acknowledge(hub, auditor, one.id)),
        (agent, handling.acknowledge(hub, agent, one.id)),
        (manager, handling.assign(hub, manager, one.id, "usr_nobody")),
        (manager, handling.snooze(hub, manager, one.id, hub.clock.now() - timedelta(days=1))),
        (manager, handling.resolve(hub, manager, one.id, " ")),
        (auditor, service.save(hub, auditor, PLAYS)),
    ):
        with pytest.raises(HubError) as refused:
            await act
        assert type(refused.value) in {Forbidden, Missing, Invalid}, who.name


async def test_what_somebody_resolved_opens_anew_by_figures_of_another_day(world: World) -> None:
    hub, (threshold, one) = world.hub, await fallen(world)
    manager, later = await world.actor("manager"), hub.clock.now() + timedelta(days=3)
    await handling.silence(hub, manager, one.id, later, "Holidays.")
    await handling.resolve(hub, manager, one.id, "A known fault of the player.")
    with pytest.raises(Conflict, match="resolved on 2026-11-21"):
        await handling.acknowledge(hub, manager, one.id)
    same_day = await judging.judge(hub)
    moved(world, 1)
    await bring(hub, str(one.subject_id), {days_ago(1): "80"})
    await judging.judge(hub)
    newest, oldest = await alerts()

    assert same_day == 0
    assert (oldest.id, oldest.reason) == (one.id, Reason.MANUAL)
    assert (newest.previous_id, newest.threshold_id) == (oldest.id, threshold)
    assert lifecycle.handling_of(newest, hub.clock.now()) is Handling.SILENCED


async def test_an_alert_that_stays_as_bad_says_what_figures_say_by_now(world: World) -> None:
    hub, (_, one) = world.hub, await fallen(world)
    moved(world, 2)
    await bring(hub, str(one.subject_id), flat("80", 1, 0))
    done, again = await judging.judge(hub), await judging.judge(hub)
    (now,) = await alerts()

    assert (done, again) == (0, 0)
    assert (now.evidence["day"], now.evidence["value"]) == (TODAY.isoformat(), "80")
    assert now.evidence["first"] == "90"
    assert [one.act for one in await audit.trail(one.id)] == ["alert.opened"]


async def test_what_somebody_resolved_days_after_it_opened_stays_so_that_day(world: World) -> None:
    hub, (_, one) = world.hub, await fallen(world)
    moved(world, 2)
    await bring(hub, str(one.subject_id), flat("80", 1, 0))
    await judging.judge(hub)
    await handling.resolve(hub, await world.actor("manager"), one.id, "A known fault.")
    await judging.judge(hub)

    assert [found.id for found in await alerts()] == [one.id]


async def test_a_late_source_that_somebody_ended_is_told_again_on_another_day_alone(
    world: World,
) -> None:
    hub, (_, one) = world.hub, await fallen(world)
    moved(world, 2)
    await judging.judge(hub)
    (late, _) = await alerts()
    await handling.resolve(hub, await world.actor("manager"), late.id, "They told us.")
    await judging.judge(hub)
    same_day = await alerts(still_open=True)
    moved(world, 1)
    await judging.judge(hub)
    next_day = await alerts(still_open=True)

    assert late.threshold_id is None
    assert [found.id for found in same_day] == [one.id]
    assert len(next_day) == 2
