"""What an import says against itself, against what is kept, and against what stood still."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.audit import service as audit
from domain.catalog import service as catalog
from domain.metrics import bringing, contradictions, reading, rules
from domain.metrics import catalogue as measured
from domain.metrics.bringing import Given
from domain.metrics.contradictions import Place, against, bounds
from domain.metrics.model import Brought, Figure, Line
from domain.money import MINOR_DIGITS
from tests.world import ROOT, World

ADS, TODAY = measured.source("spotify-ads"), date(2026, 11, 21)


def figure(metric: str, value: str, day: int = 9, currency: str = "EUR") -> Figure:
    line = Line(day, "x", metric, f"2026-11-{day:02}", value, currency=currency)
    return rules.read(line, ADS, TODAY)


def days_of(spend: str, count: str, *days: int, currency: str = "EUR") -> list[Figure]:
    """Return what was spent on so many impressions on each of some days."""
    return [
        one
        for day in days
        for one in (figure("ad_impressions", count, day), figure("spend", spend, day, currency))
    ]


def kept(metric: str, value: int) -> dict[Place, int]:
    return {contradictions.place_of(figure(metric, "1"), metric): value}


@pytest.mark.parametrize(
    ("spend", "currency", "fits"),
    [
        ("15", "EUR", True),
        ("0.5", "EUR", True),
        ("0.4", "EUR", False),
        ("15000000", "EUR", False),
        ("1500", "EUR", False),
        ("1500", "JPY", True),
        ("150000000", "JPY", False),
        ("0", "EUR", True),
    ],
)
def test_spend_costs_what_impressions_cost(spend: str, currency: str, *, fits: bool) -> None:
    found = against(days_of(spend, "1000", 9, currency=currency), {})

    assert (list(found) == []) is fits


def test_a_day_of_bonus_impressions_passes_beside_usual_ones() -> None:
    bonus = days_of("0.1", "50000", 11)

    assert against([*days_of("150", "10000", 9, 10, 12), *bonus], {}) == {}
    assert list(against(bonus, {})) == [1]


def test_spend_is_held_against_impressions_that_are_kept() -> None:
    (problem,) = against([figure("spend", "15000000")], kept("ad_impressions", 1_000)).values()

    assert problem.reason == (
        "A thousand of 1000 ad impressions would cost EUR 15000000.0000, which is outside 0.5 to"
        " 200"
    )
    assert "millionths" in problem.cure


def test_every_currency_has_bounds_that_hold_a_cost_of_fifteen_euros() -> None:
    assert set(contradictions.A_EURO) <= set(MINOR_DIGITS)
    for currency in MINOR_DIGITS:
        least, most = bounds(currency)
        assert least < Decimal(15) * contradictions.A_EURO.get(currency, 1) < most


def test_a_part_is_held_against_a_whole_that_is_kept_and_a_whole_against_its_part() -> None:
    part = against([figure("ad_completes", "11")], kept("ad_impressions", 10))
    whole = against([figure("ad_impressions", "10")], kept("ad_completes", 11))
    fits = against([figure("ad_impressions", "11")], kept("ad_completes", 11))

    assert [one.reason for one in (*part.values(), *whole.values())] == [
        "Ads played to the end are 11, more than ad impressions, 10 brought in before",
        "Ad impressions are 10, fewer than ads played to the end, 11 before",
    ]
    assert fits == {}


def counts(done: Brought) -> tuple[bool, int, int, int]:
    return done.held, done.added, done.changed, done.aside


async def test_what_changes_much_of_what_stood_still_waits_to_be_confirmed(world: World) -> None:
    show = await catalog.add_show(world.hub, ROOT, "Beans", world.brand_id, "en")
    lines = [
        Line(n, show.id, "ad_impressions", f"2026-{month:02}-{day:02}", "100")
        for n, (month, day) in enumerate(((m, d) for m in (9, 10) for d in range(1, 31)), 2)
    ]
    given = Given("spotify-ads", "one.csv", "a" * 64, lines)

    def with_changed(many: int, **changes: Any) -> Given:
        other = [replace(one, value="90") for one in lines[:many]]
        return replace(given, lines=[*other, *lines[many:]], **changes)

    await bringing.bring(world.hub, ROOT, given)
    few = await bringing.bring(world.hub, ROOT, with_changed(18))
    back = await bringing.bring(world.hub, ROOT, given)
    held = await bringing.bring(world.hub, ROOT, with_changed(19))
    report = await reading.import_of(ROOT, held.number)
    confirmed = await bringing.bring(world.hub, ROOT, with_changed(19, confirmed=True))
    told = (await audit.trail("metrics-spotify-ads"))[-2:]

    assert [counts(one) for one in (few, back)] == [(False, 0, 18, 0)] * 2
    assert counts(held) == (True, 0, 0, 19)
    assert report is not None
    assert report.held
    assert (report.problems[0].line, report.problems[0].reason) == (
        2,
        "Ad impressions stood still at 100, and would be 90",
    )
    assert counts(confirmed) == (False, 0, 19, 0)
    assert [one.act for one in told] == [bringing.HELD, bringing.BROUGHT]
    assert [(one.details["moved"], one.details["settled"]) for one in told] == [(19, 60)] * 2


async def test_days_that_still_move_and_a_few_by_hand_need_nobody(world: World) -> None:
    show = await catalog.add_show(world.hub, ROOT, "Beans", world.brand_id, "en")

    async def bring(value: str, *days: int) -> Brought:
        lines = [
            Line(n, show.id, metric, f"2026-11-{day:02}", value)
            for n, (metric, day) in enumerate(
                (m, d) for m in ("plays", "downloads", "streams_60s") for d in days
            )
        ]
        given = Given("spotify-creators", value, f"{value:0>64}", lines)
        return await bringing.bring(world.hub, ROOT, given)

    await bring("10", *range(1, 21))
    moving, by_hand = await bring("20", 20), await bring("30", 1, 2, 3)

    assert [counts(one) for one in (moving, by_hand)] == [(False, 0, 3, 0), (False, 0, 9, 0)]
