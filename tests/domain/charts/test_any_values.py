"""Whatever the numbers, days and names: a whole picture, with every text in its place."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from domain.charts.model import (
    Band,
    Bar,
    Better,
    Chart,
    Comparison,
    Freshness,
    Funnel,
    Look,
    Measure,
    Pacing,
    Point,
    Portfolio,
    Presence,
    Series,
    Theme,
    Threshold,
    Unit,
    Verdict,
)
from domain.charts.paper import WIDTH
from domain.charts.rules import even
from tests.domain.charts.test_drawing import box, crossing, of, texts

FIRST = date(2026, 2, 20)


def _day(n: int) -> date:
    return FIRST + timedelta(days=n)


numbers = some.one_of(
    some.just(0.0), some.floats(0, 1), some.floats(0, 1e9), some.integers(0, 10**12).map(float)
)
names = some.text(some.characters(exclude_categories=["Cs"]), max_size=80)
measures = some.one_of(
    some.builds(Measure, names, some.sampled_from([Unit.COUNT, Unit.SHARE])),
    some.builds(Measure, names, some.just(Unit.MONEY), some.sampled_from(["EUR", "USD", "JPY"])),
)
fresh = some.builds(Freshness, some.just(FIRST), some.none() | some.integers(-9, 90).map(_day))


def _presence(value: float | None, *, kept: bool) -> Presence:
    if value is not None:
        return Presence.KNOWN
    return Presence.SUPPRESSED if kept else Presence.MISSING


@some.composite
def points(draw: some.DrawFn, most: int = 60) -> tuple[Point, ...]:
    held = draw(some.lists(some.tuples(some.none() | numbers, some.booleans()), max_size=most))
    return tuple(
        Point(_day(n), value, _presence(value, kept=kept)) for n, (value, kept) in enumerate(held)
    )


@some.composite
def bars(draw: some.DrawFn) -> Bar:
    value = draw(some.none() | numbers)
    presence = _presence(value, kept=draw(some.booleans()))
    return Bar(draw(names), value, presence, draw(some.none() | some.sampled_from(Verdict)))


@some.composite
def pacings(draw: some.DrawFn) -> Pacing:
    ends, budget = _day(draw(some.integers(0, 120))), draw(numbers)
    return Pacing(
        title=draw(names),
        currency="EUR",
        begins=FIRST,
        ends=ends,
        budget=budget,
        spent=draw(points()),
        expected=even(FIRST, ends, budget) if draw(some.booleans()) else (),
        fresh=draw(fresh),
        projected=draw(some.none() | numbers),
    )


bands = some.builds(Band, numbers, some.none() | numbers, some.sampled_from(Better))
verdicts = some.dictionaries(some.integers(-3, 70).map(_day), some.sampled_from(Verdict))
some_bars = some.lists(bars(), max_size=15).map(tuple)
series = some.lists(some.builds(Series, names, points(20)), max_size=7).map(tuple)
charts: some.SearchStrategy[Chart] = some.one_of(
    pacings(),
    some.builds(Threshold, names, measures, points(), bands, fresh, verdicts),
    some.builds(Funnel, names, measures, some_bars, fresh),
    some.builds(Portfolio, names, measures, some_bars, fresh, some.none() | numbers),
    some.builds(Comparison, names, measures, series, fresh),
)
looks = some.builds(Look, some.sampled_from(Theme), some.sampled_from(["en", "de", "fr", "ja"]))


@settings(max_examples=60, deadline=None)
@given(charts, looks)
def test_every_text_has_its_place(chart: Chart, look: Look) -> None:
    sheet = of(chart, look)

    high = float(sheet.attrib["height"])
    outside = [
        (one.text, box(one))
        for one in texts(sheet)
        if box(one)[0] < -1 or box(one)[1] > WIDTH + 1 or not 0 < box(one)[2] < high
    ]
    assert outside == []
    assert crossing(sheet) == []
