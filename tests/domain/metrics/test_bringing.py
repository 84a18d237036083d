"""Figures are brought in, corrected, read back; what cannot be is set aside."""

import asyncio
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.actor import Actor, Role, RoleGrant
from domain.catalog import service as catalog
from domain.database import sql
from domain.errors import Forbidden, Invalid, Missing
from domain.metrics import bringing, keeping, reading, records, rules, sorting
from domain.metrics.bringing import Given
from domain.metrics.model import Brought, Grain, Key, Line, Series, Shown, State
from domain.metrics.reading import Asked
from domain.requests.submit import submit
from tests.world import ROOT, World


class Desk:
    """A show with figures, and who keeps them."""

    def __init__(self, world: World, show: str) -> None:
        self.world, self.show, self.files = world, show, 0

    async def bring(self, *lines: tuple[str, str, str], **changes: Any) -> Brought:
        """Bring lines of metric, day of November, and value in, as a file of its own."""
        self.files += 1
        given: dict[str, Any] = {
            "source": "spotify-ads",
            "name": "one.csv",
            "sha256": f"{self.files:064}",
        }
        given |= {k: changes.pop(k) for k in tuple(changes) if k in given}
        actor = changes.pop("actor", ROOT)
        found = [
            Line(
                n,
                changes.get("subject", self.show),
                metric,
                f"2026-11-{day}",
                value,
                changes.get("dimension", ""),
                changes.get("currency", ""),
            )
            for n, (metric, day, value) in enumerate(lines, 2)
        ]
        return await bringing.bring(self.world.hub, actor, Given(lines=found, **given))

    async def shown(self, metric: str, **changes: Any) -> list[Shown]:
        given = {"first": date(2026, 11, 9), "last": date(2026, 11, 12)}
        asked = Asked(self.show, metric, **given | changes)
        return await reading.metrics_of(self.world.hub, ROOT, asked)


@pytest.fixture
async def desk(world: World) -> Desk:
    show = await catalog.add_show(world.hub, ROOT, "Beans", world.brand_id, "en")
    return Desk(world, show.id)


def counts(done: Brought) -> tuple[int, int, int, int]:
    return done.added, done.changed, done.same, done.aside


async def test_a_correction_shows_what_was_said_first_and_moves_the_totals(desk: Desk) -> None:
    first = await desk.bring(
        ("ad_impressions", "09", "100"),
        ("ad_completes", "09", "80"),
        ("ad_impressions", "10", "0"),
        ("ad_completes", "10", "-5"),
    )
    await desk.bring(("ad_impressions", "09", "160"))
    (days,) = await desk.shown("ad_impressions")
    (weeks,) = await desk.shown("ad_impressions", grain=Grain.WEEK)
    (rate,) = await desk.shown("ad_completion_rate")
    (month,) = await desk.shown("ad_completion_rate", grain=Grain.MONTH)
    (flight,) = await desk.shown("ad_completes", grain=Grain.FLIGHT)

    assert counts(first) == (4, 0, 0, 0)
    assert len(first.touched) == 2
    assert [one.state for one in days.points] == [
        State.VALUE,
        State.ZERO,
        State.MISSING,
        State.MISSING,
    ]
    assert (days.points[0].value, days.points[0].restated_from) == (Decimal(160), Decimal(100))
    assert (days.points[0].revision, days.points[0].as_of) == (2, desk.world.hub.clock.now())
    assert days.settled_to == date(2026, 11, 10)
    assert [(one.day.day, one.value, one.days) for one in weeks.points] == [(9, Decimal(160), 2)]
    assert (rate.points[0].value, rate.points[0].restated_from) == (Decimal("0.5"), Decimal("0.8"))
    assert rate.points[1].state is State.SUPPRESSED
    assert (month.points[0].value, month.points[0].hidden) == (Decimal("0.5"), 1)
    assert (flight.points[0].value, flight.points[0].days, flight.points[0].hidden) == (
        Decimal(80),
        1,
        1,
    )


async def test_the_same_again_changes_nothing_and_what_was_mended_goes_in(desk: Desk) -> None:
    lines = (("clicks", "09", "5"), ("clicks", "31", "5"))
    once = await desk.bring(*lines)
    again = await desk.bring(*lines, sha256=f"{1:064}")
    mended = await desk.bring(("clicks", "09", "5"), ("clicks", "10", "5"))
    kept = await reading.import_of(ROOT, once.number)
    trail = await sql.fetch("SELECT act FROM audit_events WHERE subject = 'metrics-spotify-ads'")

    assert [counts(one) for one in (once, again, mended)] == [
        (1, 0, 0, 1),
        (0, 0, 1, 1),
        (1, 0, 1, 0),
    ]
    assert again.touched == frozenset()
    assert (once.problems[0].line, once.problems[0].reason) == (3, "`2026-11-31` is no day")
    assert kept is not None
    assert kept.problems == tuple(once.problems)
    assert [row["act"] for row in trail] == [bringing.BROUGHT] * 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_of_two_first_imports_at_once_one_chooses_the_currency(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    series_of, asked = records.series_of, list[Brought]()

    async def overtaken(*given: Any) -> dict[Key, Series]:
        found = await series_of(*given)
        if not asked:
            monkeypatch.setattr(records, "series_of", series_of)
            asked.append(await desk.bring(("spend", "09", "8"), currency="EUR"))
        return found

    monkeypatch.setattr(records, "series_of", overtaken)
    late = await desk.bring(("spend", "09", "9"), ("clicks", "09", "1"), currency="USD")
    (spend,) = await desk.shown("spend")

    assert counts(late) == (1, 0, 0, 1)
    assert late.problems[0].reason == "It is in USD, and what is there is in EUR"
    assert (spend.currency, spend.points[0].value) == ("EUR", Decimal(8))


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_imports_at_once_wait_for_each_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sort, both_looked = sorting.sort, asyncio.Barrier(2)

    async def sorted_together(*given: Any) -> Any:
        found = await sort(*given)
        await both_looked.wait()
        return found

    monkeypatch.setattr(bringing, "sort", sorted_together)
    parts = [f"ad={n}" for n in range(20)]

    async def bring(currency: str, named: list[str]) -> Brought:
        lines = [Line(2, desk.show, "spend", "2026-11-09", "8", one, currency) for one in named]
        given = Given("spotify-ads", currency, currency, lines)
        return await bringing.bring(desk.world.hub, ROOT, given)

    done = await asyncio.gather(bring("EUR", parts), bring("USD", parts[::-1]))

    assert sorted(counts(one)[::3] for one in done) == [(0, 20), (20, 0)]
    assert len({one.currency for one in await desk.shown("spend")}) == 1


async def test_what_is_not_here_and_what_is_in_other_money_is_set_aside(desk: Desk) -> None:
    await desk.bring(("spend", "09", "12.5"), currency="EUR")
    dollars = await desk.bring(("spend", "10", "12.5"), currency="USD")
    nobody = await desk.bring(("clicks", "09", "1"), subject="shw_nobody")
    await desk.bring(("ad_impressions", "09", "2000"))
    (spend,) = await desk.shown("spend")
    (cost,) = await desk.shown("ecpm")

    assert dollars.problems[0].reason == "It is in USD, and what is there is in EUR"
    assert nobody.problems[0].reason == "There is nothing `shw_nobody` here"
    assert (spend.currency, spend.points[0].value) == ("EUR", Decimal("12.5"))
    assert (cost.currency, cost.points[0].value) == ("EUR", Decimal("6.25"))


async def test_what_contradicts_itself_is_set_aside_and_the_rest_goes_in(desk: Desk) -> None:
    done = await desk.bring(
        ("ad_impressions", "09", "10"),
        ("ad_completes", "09", "11"),
        ("clicks", "09", "2"),
        ("clicks", "09", "3"),
        ("clicks", "09", "2"),
        ("clicks", "10", "4"),
        ("clicks", "10", "4"),
    )
    (clicks,) = await desk.shown("clicks")

    assert counts(done) == (2, 0, 1, 4)
    assert [one.line for one in done.problems] == [3, 4, 5, 6]
    assert [one.value for one in clicks.points] == [None, 4, None, None]
    assert await desk.shown("ad_completes") == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_ratio_of_a_week_is_of_the_days_both_parts_have(desk: Desk) -> None:
    await desk.bring(
        *(("ad_impressions", f"{day:02}", "100") for day in range(9, 16)),
        *(("ad_completes", f"{day:02}", "80") for day in (9, 10)),
        ("ad_completes", "11", "-5"),
        ("ad_completes", "02", "1"),
    )
    (weeks,) = await desk.shown(
        "ad_completion_rate", grain=Grain.WEEK, first=date(2026, 11, 3), last=date(2026, 11, 9)
    )
    (flight,) = await desk.shown("ad_completion_rate", grain=Grain.FLIGHT)

    assert [(one.value, one.state, one.days, one.hidden) for one in weeks.points] == [
        (None, State.MISSING, 0, 0),
        (Decimal("0.8"), State.VALUE, 2, 1),
    ]
    assert (flight.points[0].value, flight.points[0].days) == (Decimal("0.8"), 2)


async def test_a_trial_leaves_nothing(desk: Desk) -> None:
    line = Line(2, desk.show, "clicks", "2026-11-09", "5")
    tried = await bringing.try_out(
        desk.world.hub, ROOT, Given("other", "one.csv", "a" * 64, [line])
    )

    assert counts(tried) == (1, 0, 0, 0)
    assert await desk.shown("clicks") == []


async def test_figures_are_for_whom_they_concern(desk: Desk, world: World) -> None:
    agent: Actor = await world.actor("agent")
    asked = Asked(desk.show, "ad_reach", date(2026, 11, 9), date(2026, 11, 12), Grain.WEEK)
    with pytest.raises(Forbidden):
        await desk.bring(("clicks", "09", "5"), actor=agent)
    with pytest.raises(Forbidden):
        await reading.metrics_of(world.hub, agent, asked)
    with pytest.raises(Invalid, match="do not add up over days"):
        await reading.metrics_of(world.hub, ROOT, asked)
    with pytest.raises(Missing):
        await reading.metrics_of(
            world.hub, ROOT, Asked("shw_none", "clicks", asked.first, asked.last)
        )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_figures_of_a_campaign_are_for_who_sees_its_request(desk: Desk, world: World) -> None:
    asker, other = await world.actor("requester"), await world.actor("other_requester")
    campaign = (await submit(world.hub, asker, "campaign", world.brief(markets=["DE", "AT"]))).id
    manager = await world.actor("manager")

    def of(*markets: str) -> Actor:
        return replace(manager, roles=tuple(RoleGrant(Role.MANAGER, market=m) for m in markets))

    async def reason(actor: Actor) -> str:
        done = await desk.bring(("clicks", "09", "5"), actor=actor, subject=campaign)
        return done.problems[0].reason if done.problems else ""

    said = [await reason(of(*markets)) for markets in (("DE", "AT"), ("DE",), ("FR",))]
    asked = Asked(campaign, "clicks", date(2026, 11, 9), date(2026, 11, 9))
    seen = [await reading.metrics_of(world.hub, one, asked) for one in (asker, of("DE"))]
    for one in (other, of("FR")):
        with pytest.raises(Missing, match="There is nothing"):
            await reading.metrics_of(world.hub, one, asked)

    assert said == [
        "",
        f"{manager.name} may not bring in figures of `{campaign}`",
        f"There is nothing `{campaign}` here",
    ]
    assert [shown.points[0].value for (shown,) in seen] == [5, 5]


async def test_days_are_settled_when_they_stand_still_and_were_brought_in(desk: Desk) -> None:
    page_views = "conversion_page_views"
    await desk.bring(("clicks", "09", "5"), (page_views, "09", "5"))
    (before,) = await desk.shown("clicks")
    await desk.bring((page_views, "20", "5"))
    (clicks,) = await desk.shown("clicks")
    (views,) = await desk.shown(page_views)
    await keeping.forget_before(desk.world.hub.clock.now(), rules.day_number(date(2026, 11, 21)))
    (forgotten,) = await desk.shown("clicks")

    assert before.settled_to == date(2026, 11, 9)
    assert clicks.settled_to == date(2026, 11, 19)
    assert views.settled_to == date(2026, 10, 22)
    assert forgotten.settled_to == date(2024, 10, 21)


async def test_old_points_are_forgotten_and_what_they_added_up_to_stays(desk: Desk) -> None:
    await desk.bring(("clicks", "09", "5"), ("clicks", "10", "7"))
    await keeping.forget_before(desk.world.hub.clock.now(), rules.day_number(date(2026, 11, 10)))
    (days,) = await desk.shown("clicks")
    (week,) = await desk.shown("clicks", grain=Grain.WEEK)

    assert [one.value for one in days.points] == [None, 7, None, None]
    assert week.points[0].value == 12


async def test_too_many_series_are_asked_for_by_part(desk: Desk) -> None:
    parts = [
        Line(number, desk.show, "clicks", "2026-11-09", "5", f"city={number}")
        for number in range(reading.SERIES_MAX)
    ]
    await bringing.bring(desk.world.hub, ROOT, Given("spotify-ads", "parts", "p" * 64, parts))
    whole = await desk.shown("clicks", dimension="")
    await desk.bring(("clicks", "09", "50"))
    with pytest.raises(Invalid, match="51 series"):
        await desk.shown("clicks")
    (found,) = await desk.shown("clicks", dimension="")

    assert whole == []
    assert found.points[0].value == 50
