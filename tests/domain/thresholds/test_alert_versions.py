"""A threshold that is said otherwise, and the alerts that its earlier version opened."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from domain.audit import service as audit
from domain.thresholds import judging, service
from domain.thresholds.model import (
    Alert,
    Condition,
    Reason,
    Terms,
)
from tests.domain.thresholds.figures import (
    PLAYS,
    TODAY,
    alerts,
    bring,
    days_ago,
    flat,
    moved,
    show_of,
)
from tests.world import ROOT, World


async def changed(
    world: World, terms: Terms, values: dict[date, str], **said: Any
) -> tuple[Alert, list[str]]:
    """Have plays fall, say the threshold anew, and bring more in; return the alert and its trail.

    It opened by 90 plays of two and three days ago, which are the last settled ones.
    """
    hub, show = world.hub, await show_of(world)
    threshold = await service.save(hub, ROOT, terms)
    await bring(hub, show, flat("90", 6, 2))
    await judging.judge(hub)
    await service.save(hub, ROOT, replace(terms, **said), threshold, 1)
    moved(world, 2)
    await bring(hub, show, values)
    await judging.judge(hub)
    (one,) = await alerts()
    return one, [event.act for event in await audit.trail(one.id)]


async def test_a_first_good_day_does_not_end_what_the_new_version_would_have_opened(
    world: World,
) -> None:
    days = {days_ago(1): "90", TODAY: "120"}
    one, acts = await changed(world, PLAYS, days, name="Plays fell far")
    moved(world, 1)
    await bring(world.hub, str(one.subject_id), {days_ago(-1): "120"})
    await judging.judge(world.hub)
    (over,) = await alerts()

    assert (one.condition, acts) == (Condition.RECOVERING, ["alert.opened", "alert.recovering"])
    assert (over.reason, over.version, over.judged_by) == (Reason.RECOVERED, 1, 2)


async def test_what_the_new_version_finds_nothing_bad_of_ends_and_says_both_versions(
    world: World,
) -> None:
    one, acts = await changed(world, PLAYS, flat("70", 1, 0), warning=Decimal(60))
    last = (await audit.trail(one.id))[-1]

    assert (one.reason, one.version, one.judged_by) == (Reason.THRESHOLD_CHANGED, 1, 2)
    assert acts == ["alert.opened", "alert.resolved"]
    assert last.details["version"] == 2


async def test_a_version_that_waits_longer_says_nothing_before_a_day_of_the_alert_is_settled(
    world: World,
) -> None:
    days = {days_ago(1): "90", TODAY: "90"}
    one, _ = await changed(world, PLAYS, days, settle_days=5)
    moved(world, 1)
    await judging.judge(world.hub)
    (later,) = await alerts()

    assert (one.open, later.open, later.condition) == (True, True, Condition.FIRING)
