"""Every chart, in both themes and languages: whole, within its sheet, escaped, the same twice."""

import re
import string
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from domain.charts.alt import ALT_MAX
from domain.charts.draw import draw
from domain.charts.lettering import width
from domain.charts.model import (
    BARS_MAX,
    POINTS_MAX,
    SERIES_MAX,
    Bar,
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
)
from domain.charts.paper import WIDTH
from domain.charts.reader import reader_of
from domain.charts.specimen import specimens
from domain.charts.words import WORDS
from domain.errors import Invalid

KINDS = sorted(specimens())
FIRST = date(2026, 11, 1)
FRESH = Freshness(FIRST)
EVIL = "\"><script>alert('x')</script>&amp; ]]> \x00\u202e"

every = pytest.mark.parametrize("kind", KINDS)


def of(chart: Chart, look: Look | None = None) -> Element:
    found = fromstring(draw(chart, look).svg)
    assert isinstance(found, Element)
    return found


def named(chart: Chart, name: str) -> Chart:
    """Return the chart with `name` wherever people give names."""
    if isinstance(chart, Pacing):
        return replace(chart, title=name)
    found: Chart = replace(chart, title=name, measure=replace(chart.measure, name=name))
    if isinstance(found, Funnel):
        return replace(found, steps=tuple(replace(one, label=name) for one in found.steps))
    if isinstance(found, Portfolio):
        return replace(found, bars=tuple(replace(one, label=name) for one in found.bars))
    if isinstance(found, Comparison):
        return replace(found, series=tuple(replace(one, label=name) for one in found.series))
    return found


def empty(chart: Chart) -> Chart:
    if isinstance(chart, Pacing):
        return replace(chart, spent=(), expected=(), projected=None)
    if isinstance(chart, Threshold):
        return replace(chart, points=(), verdicts={})
    if isinstance(chart, Funnel):
        return replace(chart, steps=())
    return replace(chart, **{"bars" if isinstance(chart, Portfolio) else "series": ()})  # type: ignore[arg-type]


def texts(sheet: Element) -> list[Element]:
    return [one for one in sheet.iter() if one.tag.endswith("}text")]


def box(one: Element) -> tuple[float, float, float]:
    """Return left, right and baseline of a text, as wide as the bundled fonts make it."""
    size, x = float(one.attrib["font-size"]), float(one.attrib["x"])
    wide = width(one.text or "", size, bold=one.get("font-weight") == "bold")
    left = x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[one.get("text-anchor", "start")]
    return left, left + wide, float(one.attrib["y"])


def crossing(sheet: Element) -> list[tuple[str, str]]:
    """Return the pairs of texts that stand on one another."""
    placed = [(one.text or "", *box(one), float(one.attrib["font-size"])) for one in texts(sheet)]
    return [
        (a[0], b[0])
        for n, a in enumerate(placed)
        for b in placed[n + 1 :]
        if a[1] < b[2] and b[1] < a[2] and abs(a[3] - b[3]) < 0.75 * min(a[4], b[4])
    ]


@every
@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("locale", ["en", "de"])
@pytest.mark.parametrize("long", [False, True])
def test_no_text_leaves_the_sheet_or_stands_on_another(
    kind: str, theme: Theme, locale: str, *, long: bool
) -> None:
    chart = specimens(german=locale == "de")[kind]
    if long:
        chart = named(chart, "Wintermärchen aus dem Donautal, ungekürzt gelesen WWW " * 9)
    sheet = of(chart, Look(theme, locale))

    outside = [
        one.text
        for one in texts(sheet)
        if box(one)[0] < 0 or box(one)[1] > WIDTH or box(one)[2] > float(sheet.attrib["height"])
    ]
    assert outside == []
    assert crossing(sheet) == []


@every
def test_the_same_is_drawn_twice(kind: str) -> None:
    look = Look(Theme.DARK, "de-AT")

    assert draw(specimens()[kind], look) == draw(specimens()[kind], look)


@every
def test_themes_and_languages_differ(kind: str) -> None:
    looks = [Look(theme, locale) for theme in Theme for locale in ("en", "de")]

    assert len({draw(specimens()[kind], one).svg for one in looks}) == 4


@every
def test_names_are_text_and_nothing_else(kind: str) -> None:
    sheet = of(named(specimens()[kind], EVIL))
    whole = of(specimens()[kind])

    assert {one.tag for one in sheet.iter()} <= {one.tag for one in whole.iter()}
    assert not [name for one in sheet.iter() for name in one.attrib if name.startswith("on")]
    assert "alert('x')" in "".join(one.text or "" for one in texts(sheet))


@every
@pytest.mark.parametrize("locale", ["en", "de"])
def test_nothing_is_drawn_as_nothing(kind: str, locale: str) -> None:
    chart = empty(specimens()[kind])
    sheet, said = of(chart, Look(locale=locale)), draw(chart, Look(locale=locale)).alt

    assert WORDS[locale]["nothing"] in [one.text for one in texts(sheet)]
    assert WORDS[locale]["alt_nothing"] in said


@every
@pytest.mark.parametrize("locale", ["en", "de"])
def test_what_is_not_seen_is_said(kind: str, locale: str) -> None:
    chart = specimens(german=locale == "de")[kind]
    drawing = draw(chart, Look(locale=locale))
    sheet = fromstring(drawing.svg)

    assert sheet.attrib["role"] == "img"
    assert sheet.attrib["aria-label"] == drawing.alt == sheet[0].text
    assert drawing.alt.startswith(chart.title)
    assert 80 < len(drawing.alt) <= ALT_MAX


def test_words_in_pictures_are_bounded() -> None:
    assert len(draw(named(specimens()["portfolio"], "w" * 9_000)).alt) <= ALT_MAX


def test_languages_say_the_same() -> None:
    def parts(text: str) -> list[str]:
        return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)

    english, german = WORDS["en"], WORDS["de"]
    assert {key: parts(text) for key, text in english.items()} == {
        key: parts(text) for key, text in german.items()
    }


@pytest.mark.parametrize(
    ("locale", "spend", "day"),
    [
        ("en-US", "€12,845 of €25,000", "Nov 4"),
        ("en-GB", "€12,845 of €25,000", "4 Nov"),
        ("de-DE", "12.845 € von 25.000 €", "8. Nov."),
        ("xx", "€12,845 of €25,000", "Nov 4"),
        ("../../etc", "€12,845 of €25,000", "Nov 4"),
    ],
)
def test_numbers_and_days_are_written_as_their_reader_does(
    locale: str, spend: str, day: str
) -> None:
    shown = [one.text or "" for one in texts(of(specimens()["pacing"], Look(locale=locale)))]

    assert any(one.startswith(spend) for one in shown)
    assert day in shown


def test_short_numbers_are_grouped_where_a_language_has_no_short_form() -> None:
    assert reader_of("de").short(Measure("x"), 12_345) == "12.345"
    assert reader_of("en").short(Measure("x"), 12_345) == "12.3K"


@pytest.mark.parametrize(
    ("unit", "value", "full", "short"),
    [
        (Unit.MONEY, 0.035, "€0.035", "€0.035"),
        (Unit.MONEY, 0.0, "€0.00", "€0"),
        (Unit.MONEY, 99.5, "€99.50", "€99.5"),
        (Unit.MONEY, 14_250.4, "€14,250", "€14.3K"),
        (Unit.SHARE, 0.0012, "0.12%", "0.12%"),
        (Unit.SHARE, 0.7125, "71.2%", "71.2%"),
        (Unit.COUNT, 0.25, "0.25", "0.25"),
        (Unit.COUNT, 2_500_000, "2,500,000", "2.5M"),
    ],
)
def test_no_number_loses_what_tells_it_from_another(
    unit: Unit, value: float, full: str, short: str
) -> None:
    measure = Measure("x", unit, "EUR" if unit is Unit.MONEY else "")

    assert reader_of("en").full(measure, value) == full
    assert reader_of("en").short(measure, value) == short


@pytest.mark.parametrize("share", [0.5, 0.9, 0.96, 0.99, 1.0, 1.02, 1.1])
@pytest.mark.parametrize("days", [5, 29])
def test_what_is_spent_is_never_written_on_the_line_of_the_budget(share: float, days: int) -> None:
    chart = specimens()["pacing"]
    assert isinstance(chart, Pacing)
    ends = FIRST + timedelta(days=29)
    spent = tuple(Point(FIRST + timedelta(days=n), 25_000 * share) for n in range(days))
    sheet = of(replace(chart, begins=FIRST, ends=ends, spent=spent, expected=()))
    (budget,) = (one for one in texts(sheet) if (one.text or "").startswith("Budget"))
    (label,) = (one for one in texts(sheet) if one.get("paint-order"))

    line = float(budget.attrib["y"]) + 6
    assert not float(label.attrib["y"]) - 9 < line < float(label.attrib["y"])


def threshold(values: list[tuple[float | None, Presence]]) -> Threshold:
    found = specimens()["threshold"]
    assert isinstance(found, Threshold)
    points = tuple(Point(FIRST + timedelta(days=n), *one) for n, one in enumerate(values))
    return replace(found, points=points, verdicts={}, fresh=FRESH)


def shapes(chart: Chart) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [(one.tag, tuple(sorted(one.attrib.items()))) for one in of(chart)]


def test_missing_suppressed_and_zero_are_drawn_apart() -> None:
    known, missing, kept = Presence.KNOWN, Presence.MISSING, Presence.SUPPRESSED
    drawn = {
        name: shapes(threshold([(0.8, known), one, (0.8, known)]))[3:]
        for name, one in {
            "zero": (0.0, known),
            "missing": (None, missing),
            "kept": (None, kept),
        }.items()
    }

    assert len({str(one) for one in drawn.values()}) == 3
    assert WORDS["en"]["missing"] in said(threshold([(0.8, known), (None, missing)]))
    assert WORDS["en"]["suppressed"] in said(threshold([(0.8, known), (None, kept)]))
    zero = said(threshold([(0.8, known), (0.0, known)]))
    assert not {WORDS["en"]["missing"], WORDS["en"]["suppressed"]} & set(zero)


def said(chart: Chart) -> list[str]:
    return [one.text or "" for one in texts(of(chart))]


def test_a_line_is_never_drawn_across_what_is_unknown() -> None:
    known, missing = (0.8, Presence.KNOWN), (None, Presence.MISSING)

    def lines(*values: Any) -> int:
        svg = draw(threshold(list(values))).svg
        return len(re.findall(r'stroke-width="2.5"', svg))

    assert lines(known, known, known, known) == 1
    assert lines(known, known, missing, known, known) == 2


def test_a_day_that_nobody_names_is_missing() -> None:
    chart = threshold([(0.8, Presence.KNOWN)] * 5)
    holed = replace(chart, points=(*chart.points[:2], *chart.points[3:]))

    assert "Days without data: 1" in draw(holed).alt


def test_all_points_alike_are_drawn() -> None:
    flat = threshold([(0.75, Presence.KNOWN)] * 3)

    assert of(replace(flat, band=replace(flat.band, recovery=None)))


def test_one_day_is_drawn() -> None:
    assert of(threshold([(0.5, Presence.KNOWN)]))


def test_what_is_too_much_for_one_picture_is_said() -> None:
    bars = tuple(Bar(f"c{n}", float(n)) for n in range(BARS_MAX + 7))
    portfolio = Portfolio("t", Measure("m"), bars, FRESH)
    series = tuple(Series(f"s{n}", (Point(FIRST, n),)) for n in range(SERIES_MAX + 2))
    comparison = Comparison("t", Measure("m"), series, FRESH)

    assert any("7 more are not shown" in one for one in said(portfolio))
    assert any("2 more are not shown" in one for one in said(comparison))
    assert "c12" not in said(portfolio)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1e16])
@every
def test_what_is_no_number_is_refused(kind: str, value: float) -> None:
    chart: Any = specimens()[kind]
    point, bar = Point(FIRST, value), Bar("x", value)
    given: dict[str, Any] = {
        "pacing": {"budget": value},
        "threshold": {"points": (point,)},
        "funnel": {"steps": (bar,)},
        "portfolio": {"bars": (bar,)},
        "comparison": {"series": (Series("x", (point,)),)},
    }

    with pytest.raises(Invalid, match="finite"):
        draw(replace(chart, **given[kind]))


def test_too_many_days_are_refused() -> None:
    with pytest.raises(Invalid, match="at most 400 days"):
        draw(threshold([(0.5, Presence.KNOWN)] * (POINTS_MAX + 1)))


@pytest.mark.parametrize(("days", "why"), [(-1, "A flight ends"), (POINTS_MAX, "at most 400")])
def test_a_flight_has_a_length(days: int, why: str) -> None:
    chart = specimens()["pacing"]
    assert isinstance(chart, Pacing)

    with pytest.raises(Invalid, match=why):
        draw(replace(chart, spent=(), expected=(), ends=chart.begins + timedelta(days=days)))


@pytest.mark.parametrize(("second", "why"), [(0, "in their order"), (-1, "in their order")])
def test_days_come_in_order(second: int, why: str) -> None:
    chart = threshold([(0.5, Presence.KNOWN)])
    twice = (*chart.points, Point(FIRST + timedelta(days=second), 0.5))

    with pytest.raises(Invalid, match=why):
        draw(replace(chart, points=twice))


def test_two_days_years_apart_are_too_many_between_them() -> None:
    chart = threshold([(0.5, Presence.KNOWN)])
    far = (*chart.points, Point(FIRST + timedelta(days=POINTS_MAX), 0.5))

    with pytest.raises(Invalid, match="at most 400 days"):
        draw(replace(chart, points=far))


def test_spend_that_is_booked_after_the_flight_is_drawn() -> None:
    chart = specimens()["pacing"]
    assert isinstance(chart, Pacing)
    late = replace(chart, ends=FIRST + timedelta(days=9), expected=(), projected=None)

    assert all(box(one)[1] <= WIDTH for one in texts(of(late)))


@pytest.mark.parametrize("days", [1, 45, 180, POINTS_MAX])
@pytest.mark.parametrize("locale", ["en", "de"])
def test_days_never_stand_on_one_another(days: int, locale: str) -> None:
    values = [(0.7 + n % 7 / 100, Presence.KNOWN) for n in range(days)]

    assert crossing(of(threshold(list(values)), Look(locale=locale))) == []
