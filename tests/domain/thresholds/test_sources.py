"""What is wrong with a source is one alert of the source, and none of each thing it speaks of."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.audit import service as audit
from domain.errors import Invalid
from domain.thresholds import handling, judging, lifecycle, service
from domain.thresholds.model import Alert, Handling, Reason, Side
from tests.domain.thresholds.figures import (
    PLAYS,
    alerts,
    bring,
    days_ago,
    flat,
    moved,
    show_of,
)
from tests.world import ROOT, World


async def shows_of(world: World, many: int) -> list[str]:
    """Return shows that were played every day until two days ago, when nobody played any."""
    shows = [await show_of(world) for _ in range(many)]
    await service.save(world.hub, ROOT, replace(PLAYS, days=1, recover_days=1))
    for show in shows:
        await bring(world.hub, show, flat("150", 9, 3) | {days_ago(2): "0"})
    return shows


async def test_a_metric_that_is_zero_of_everything_at_once_is_one_alert(world: World) -> None:
    shows = await shows_of(world, 3)
    await judging.judge(world.hub)
    (one,) = await alerts()
    moved(world, 12)
    for show in shows:
        await bring(world.hub, show, flat("0", 1, -10))
    later = await judging.judge(world.hub)
    moved(world, 1)
    for show in shows:
        await bring(world.hub, show, {days_ago(-11): "0" if show == shows[0] else "150"})
    await judging.judge(world.hub)
    found = await alerts()

    assert (one.threshold_id, one.source, one.evidence["metric"]) == (None, "other", "plays")
    assert one.evidence["why"] == (
        "Plays: Another source says zero of everything since 2026-11-19, so it changed"
    )
    assert later == 0
    assert [(each.subject_id, each.reason) for each in found] == [
        (shows[0], None),
        (None, Reason.RECOVERED),
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_two_things_at_zero_are_two_things_at_zero(world: World) -> None:
    shows = await shows_of(world, 2)
    await judging.judge(world.hub)

    assert {one.subject_id for one in await alerts()} == set(shows)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_one_still_has_is_not_zero_of_everything(world: World) -> None:
    shows = await shows_of(world, 3)
    await bring(world.hub, await show_of(world), flat("150", 9, 2))
    await judging.judge(world.hub)

    assert {one.subject_id for one in await alerts()} == set(shows)


async def test_what_somebody_ended_by_hand_stays_ended_for_the_same_zero(world: World) -> None:
    shows = await shows_of(world, 3)
    await judging.judge(world.hub)
    (one,) = await alerts()
    await handling.resolve(world.hub, ROOT, one.id, "Nobody plays in the strike.")
    await judging.judge(world.hub)

    assert {each.subject_id for each in await alerts(still_open=True)} == set()
    assert len(shows) == 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_takes_a_month_to_settle_is_judged_a_month_later(world: World) -> None:
    hub, show = world.hub, await show_of(world)
    views = replace(PLAYS, metric="conversion_page_views", days=1)
    await service.save(hub, ROOT, views)
    await bring(hub, show, {days_ago(2): "1", days_ago(29): "1"}, "conversion_page_views")
    await judging.judge(hub)
    fresh = await alerts()
    await bring(hub, show, {days_ago(30): "1"}, "conversion_page_views")
    await judging.judge(hub)
    (one,) = await alerts()

    assert fresh == []
    assert one.evidence["day"] == days_ago(30).isoformat()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_source_is_late_by_its_own_days_and_not_by_those_of_a_slow_metric(
    world: World,
) -> None:
    hub, show = world.hub, await show_of(world)
    views = "conversion_page_views"
    for metric in ("plays", views):
        await service.save(hub, ROOT, replace(PLAYS, metric=metric, days=1))
        await bring(hub, show, flat("150", 40, 3), metric)
    await judging.judge(hub)
    (late,) = await alerts()

    assert (late.subject_id, late.evidence["day"]) == (None, days_ago(2).isoformat())


async def snoozed(world: World, worse_by: str, **changes: Any) -> tuple[str, Alert]:
    """Return a show that fell to 90, and its alert, snoozed until it is so much worse."""
    show = await show_of(world)
    await service.save(world.hub, ROOT, replace(PLAYS, **changes))
    await bring(world.hub, show, flat("90", 5, 2))
    await judging.judge(world.hub)
    (one,) = await alerts()
    await handling.snooze(world.hub, ROOT, one.id, None, Decimal(worse_by))
    return show, await handling.get(ROOT, one.id)


async def test_a_snooze_ends_when_it_is_worse_by_so_much(world: World) -> None:
    show, one = await snoozed(world, "20")
    found: list[tuple[Handling, int]] = []
    for value in ("70", "69", "60"):
        await bring(world.hub, show, {days_ago(2): value})
        changed = await judging.judge(world.hub)
        stands = lifecycle.handling_of(await handling.get(ROOT, one.id), world.hub.clock.now())
        found.append((stands, changed))

    assert one.snoozed_beyond == 70
    assert found == [(Handling.SNOOZED, 0), (Handling.NONE, 1), (Handling.NONE, 0)]
    assert (await audit.trail(one.id))[-1].act == "alert.woken"


async def test_a_snooze_that_is_over_is_not_ended_again_by_what_is_worse(world: World) -> None:
    show, one = await snoozed(world, "20")
    until = world.hub.clock.now() + timedelta(hours=1)
    await handling.snooze(world.hub, ROOT, one.id, until, Decimal(20))
    moved(world, 1)
    await bring(world.hub, show, {days_ago(1): "60"})
    changed = await judging.judge(world.hub)

    assert changed == 0
    assert (await audit.trail(one.id))[-1].act == "alert.snoozed"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_worse_is_more_where_much_is_bad(world: World) -> None:
    _, one = await snoozed(world, "20", side=Side.ABOVE, warning=Decimal(50))

    assert one.snoozed_beyond == 110


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_cannot_worsen_is_snoozed_by_time_alone(world: World) -> None:
    await shows_of(world, 3)
    await judging.judge(world.hub)
    (source,) = await alerts()
    refused = []
    for worse_by in ("1", "0", "NaN"):
        with pytest.raises(Invalid) as error:
            await handling.snooze(world.hub, ROOT, source.id, None, Decimal(worse_by))
        refused.append(error.value.code)
    until = world.hub.clock.now() + timedelta(days=1)
    await handling.snooze(world.hub, ROOT, source.id, until)

    assert refused == ["no_value", "bad_worse_by", "bad_worse_by"]
