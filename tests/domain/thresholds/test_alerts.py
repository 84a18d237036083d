"""Alerts from figures that come in, late, corrected, not at all; and what people do meanwhile."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.audit import service as audit
from domain.database import sql, transaction
from domain.errors import Conflict, Invalid
from domain.requests.submit import submit
from domain.thresholds import (
    checking,
    judging,
    records,
    service,
    trying,
)
from domain.thresholds.lifecycle import Step
from domain.thresholds.model import (
    AlertMove,
    AlertSeverity,
    Condition,
    Reason,
    Terms,
    ThresholdKind,
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
    show_of,
)
from tests.world import ROOT, World


async def test_an_alert_opens_once_recovers_by_clear_days_and_is_told_in_its_trail(
    world: World,
) -> None:
    hub, show = world.hub, await show_of(world)
    await service.save(hub, ROOT, replace(PLAYS, recover_margin=Decimal(5)))
    await bring(hub, show, flat("90", 5, 2))
    opened, again = await judging.judge(hub), await judging.judge(hub)
    moved(world, 2)
    await bring(hub, show, {days_ago(1): "110", TODAY: "102"})
    await judging.judge(hub)
    (almost,) = await alerts()
    await bring(hub, show, {TODAY: "106"})
    await judging.judge(hub)
    (over,) = await alerts()

    assert (opened, again) == (1, 0)
    assert (almost.condition, almost.evidence["value"]) == (Condition.RECOVERING, "102")
    assert (over.condition, over.reason) == (Condition.RESOLVED, Reason.RECOVERED)
    assert [one.act for one in await audit.trail(over.id)] == [
        "alert.opened",
        "alert.recovering",
        "alert.resolved",
    ]


async def test_what_is_corrected_is_restated_and_what_lacks_keeps_what_was(world: World) -> None:
    hub, show, other = world.hub, await show_of(world), await show_of(world)
    await service.save(hub, ROOT, PLAYS)
    await bring(hub, show, flat("90", 5, 2))
    await bring(hub, other, flat("900", 5, 2))
    await judging.judge(hub)
    moved(world, 1)
    await bring(hub, other, {days_ago(1): "900"})
    await judging.judge(hub)
    (unsure,) = await alerts()
    await bring(hub, show, {**flat("120", 3, 2), days_ago(1): "90"})
    await judging.judge(hub)
    (over,) = await alerts()

    assert (unsure.condition, unsure.evidence["why"]) == (
        Condition.UNKNOWN,
        "2 of 3 days are known",
    )
    assert (over.reason, over.evidence["first"], over.evidence["corrected"]) == (
        Reason.RESTATED,
        "90",
        "120",
    )


async def test_a_late_source_is_one_alert_and_opens_nothing_else(world: World) -> None:
    hub = world.hub
    shows = [await show_of(world) for _ in range(3)]
    await service.save(hub, ROOT, PLAYS)
    for show in shows:
        await bring(hub, show, flat("150", 5, 2))
    quiet = await judging.judge(hub)
    moved(world, 3)
    await judging.judge(hub)
    (late,) = await alerts()
    await judging.judge(hub)
    for show in shows:
        await bring(hub, show, flat("150", 1, -1))
    await judging.judge(hub)
    found = await alerts()

    assert quiet == 0
    assert (late.threshold_id, late.source, late.evidence["day"]) == (None, "other", "2026-11-22")
    assert [(one.id, one.reason) for one in found] == [(late.id, Reason.RECOVERED)]


async def test_two_looks_at_the_same_figures_change_an_alert_once(world: World) -> None:
    hub, (_, one) = world.hub, await fallen(world)
    worse = Step(AlertMove.WORSENED, Condition.FIRING, AlertSeverity.CRITICAL)
    now = hub.clock.now()
    async with transaction():
        done = [await records.move(one, worse, one.evidence, now) for _ in range(2)]

    assert done == [True, False]


async def test_a_threshold_that_changes_or_is_retired_ends_what_it_opened(world: World) -> None:
    hub = world.hub
    shows = [await show_of(world) for _ in range(2)]
    threshold = await service.save(hub, ROOT, PLAYS)
    await bring(hub, shows[0], flat("90", 5, 2))
    await bring(hub, shows[1], flat("10", 5, 2))
    await judging.judge(hub)
    await service.save(hub, ROOT, replace(PLAYS, warning=Decimal(50)), threshold, 1)
    with pytest.raises(Conflict):
        await service.save(hub, ROOT, PLAYS, threshold, 1)
    await judging.judge(hub)
    after = {one.subject_id: one.reason for one in await alerts()}
    await service.retire(hub, ROOT, threshold, 2)
    await judging.judge(hub)
    ended = {one.subject_id: one.reason for one in await alerts()}

    assert after == {shows[0]: Reason.THRESHOLD_CHANGED, shows[1]: None}
    assert ended[shows[1]] is Reason.THRESHOLD_RETIRED


async def test_an_import_has_what_it_touched_judged_and_nothing_else(world: World) -> None:
    hub = world.hub
    shows = [await show_of(world) for _ in range(2)]
    await service.save(hub, ROOT, PLAYS)
    for show in shows:
        await bring(hub, show, flat("90", 5, 2))
    asked = await sql.fetch("SELECT details FROM jobs WHERE kind = $1 ORDER BY id", judging.TOUCHED)
    ((first,), (second,)) = [sql.document(row["details"])["series"] for row in asked]
    await judging.judge(hub, [second])
    (one,) = await alerts()
    await judging.judge(hub, [first])

    assert one.subject_id == shows[1]
    assert {each.subject_id for each in await alerts()} == set(shows)


async def test_what_opens_three_times_in_a_fortnight_takes_a_week_to_end(world: World) -> None:
    hub, show = world.hub, await show_of(world)
    await service.save(hub, ROOT, replace(PLAYS, days=1, recover_days=1))
    for ago in range(2, -9, -1):
        good = ago in {1, -1} or ago < -2
        await bring(hub, show, {days_ago(ago): "150" if good else "50"})
        await judging.judge(hub)
        moved(world, 1)
    newest, *older = await alerts()

    assert [one.unstable for one in (newest, *older)] == [True, False, False]
    assert [one.opened_day - older[-1].opened_day for one in (newest, *older)] == [4, 2, 0]
    # It was good from the fifth day on: six clear days were too few.
    assert newest.condition is Condition.RECOVERING
    await bring(hub, show, {days_ago(-9): "150"})
    await judging.judge(hub)
    assert (await alerts())[0].reason is Reason.RECOVERED


async def test_pace_is_judged_in_the_flight_and_ends_with_it(world: World) -> None:
    hub = world.hub
    requester = await world.actor("requester")
    brief = world.brief(budget={"amount": "2000.00", "currency": "EUR"})
    request = await submit(hub, requester, "campaign", brief)
    await service.save(hub, ROOT, service.TEMPLATES["pace_behind"].terms)
    # It runs from 28 November to 12 December.
    moved(world, 13)
    await bring(hub, request.id, flat("10", -7, -11), "spend")
    await judging.judge(hub)
    (one,) = await alerts()
    moved(world, 12)
    await judging.judge(hub)
    (over,) = await alerts()

    assert one.evidence["value"] == "-0.308333"
    assert (over.id, over.reason) == (one.id, Reason.SUBJECT_ENDED)


async def test_of_one_key_one_alert_is_open_whoever_looks_at_the_same_time(world: World) -> None:
    hub, show = world.hub, await show_of(world)
    await service.save(hub, ROOT, PLAYS)
    await bring(hub, show, flat("90", 5, 2))
    await judging.judge(hub)
    (one,) = await alerts()
    async with transaction():
        kept = await records.open_new(replace(one, id="alr_another"))

    assert not kept
    assert [found.id for found in await alerts(still_open=True)] == [one.id]


async def test_a_trial_tells_what_would_have_been_and_keeps_nothing(world: World) -> None:
    hub, show = world.hub, await show_of(world)
    values = flat("150", 60, 2) | flat("50", 50, 46) | flat("40", 20, 15) | flat("30", 4, 2)
    await bring(hub, show, values)
    terms = replace(PLAYS, subject_id=show)
    found = await trying.try_out(hub, ROOT, terms)

    assert [(one.opened, one.resolved) for one in found.episodes] == [
        (days_ago(48), days_ago(44)),
        (days_ago(18), days_ago(13)),
        (days_ago(2), None),
    ]
    assert (found.series, found.open_now, await alerts()) == (1, 1, [])
    # Of 90 days 59 have figures.
    assert found.unknown == 31


def refusal(terms: Terms) -> tuple[str, ...]:
    with pytest.raises(Invalid) as refused:
        checking.check(terms)
    return tuple(refused.value.path)


def test_terms_that_cannot_be_judged_are_refused_by_field() -> None:
    compared = replace(PLAYS, kind=ThresholdKind.BASELINE, warning=Decimal("0.2"))

    assert refusal(replace(PLAYS, metric="nonsense")) == ("metric",)
    assert refusal(replace(PLAYS, days=0)) == ("days",)
    assert refusal(replace(PLAYS, critical=Decimal(101))) == ("critical",)
    assert refusal(replace(compared, critical=Decimal("0.1"))) == ("critical",)
    assert refusal(replace(compared, recover_margin=Decimal("0.2"))) == ("recover_margin",)
    assert refusal(replace(compared, metric="ad_reach")) == ("kind",)
    assert refusal(replace(PLAYS, metric="ecpm")) == ("subject_id",)
    assert refusal(replace(PLAYS, warning=Decimal("NaN"))) == ("warning",)
    assert refusal(replace(compared, kind=ThresholdKind.PACING)) == ("metric",)


@pytest.mark.parametrize("key", service.TEMPLATES)
def test_templates_can_be_kept_as_they_are(key: str) -> None:
    checking.check(service.TEMPLATES[key].terms)


def test_terms_are_read_as_they_were_written() -> None:
    for one in service.TEMPLATES.values():
        assert records.read(records.written(one.terms)) == one.terms
