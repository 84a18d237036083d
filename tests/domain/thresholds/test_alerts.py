"""Alerts from figures that come in, late, corrected, not at all; and what people do meanwhile."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.audit import service as audit
from domain.catalog import service as catalog
from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.errors import Conflict, Forbidden, HubError, Invalid, Missing
from domain.hub import Hub
from domain.metrics import bringing
from domain.metrics.bringing import Given
from domain.metrics.model import Line
from domain.requests.submit import submit
from domain.thresholds import (
    checking,
    handling,
    judging,
    lifecycle,
    listing,
    records,
    service,
    trying,
)
from domain.thresholds.lifecycle import Step
from domain.thresholds.model import (
    Alert,
    AlertMove,
    AlertSeverity,
    Condition,
    Handling,
    Reason,
    Side,
    Terms,
    ThresholdKind,
)
from tests.conftest import START
from tests.world import ROOT, World

TODAY = START.date()

PLAYS = Terms("Plays fell", "plays", ThresholdKind.TARGET, Side.BELOW, Decimal(100))


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


async def bring(hub: Hub, subject: str, values: dict[date, str], metric: str = "plays") -> None:
    lines = [
        Line(at, subject, metric, day.isoformat(), value, currency="EUR" * (metric == "spend"))
        for at, (day, value) in enumerate(values.items(), 1)
    ]
    digest = hashlib.sha256(repr(lines).encode()).hexdigest()
    done = await bringing.bring(hub, ROOT, Given("other", "figures", digest, lines))
    assert not done.problems


def flat(value: str, first: int, last: int) -> dict[date, str]:
    """Return the same value from `first` to `last` days ago."""
    return {days_ago(ago): value for ago in range(first, last - 1, -1)}


async def show_of(world: World) -> str:
    return (await catalog.add_show(world.hub, ROOT, "Beans", world.brand_id, "en")).id


async def alerts(**changes: Any) -> list[Alert]:
    return await listing.listed(ROOT, **changes)


def moved(world: World, days: int) -> None:
    assert isinstance(world.hub.clock, SteppingClock)
    world.hub.clock.advance(timedelta(days=days))


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


async def fallen(world: World) -> tuple[str, Alert]:
    """Return a threshold that a manager keeps, and the alert that a show has opened by it."""
    threshold = await service.save(world.hub, await world.actor("manager"), PLAYS)
    await bring(world.hub, await show_of(world), flat("90", 5, 2))
    await judging.judge(world.hub)
    (one,) = await alerts()
    return threshold, one


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


async def test_two_looks_at_the_same_figures_change_an_alert_once(world: World) -> None:
    hub, (_, one) = world.hub, await fallen(world)
    worse = Step(AlertMove.WORSENED, Condition.FIRING, AlertSeverity.CRITICAL)
    now = hub.clock.now()
    async with transaction():
        done = [await records.move(one, worse, one.evidence, now) for _ in range(2)]

    assert done == [True, False]


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
