"""The catalogue is sound, and lines say what they can."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain import dimensions
from domain.errors import Invalid
from domain.metrics import catalogue, columns, contradictions, ratios, rules
from domain.metrics.columns import How
from domain.metrics.model import Line, State, Unit

TODAY = date(2026, 11, 21)
ADS = catalogue.SOURCES["spotify-ads"]


def line(**changes: str) -> Line:
    given = {"subject": "x", "metric": "clicks", "day": "2026-11-20", "value": "3"}
    return Line(2, **given | changes)


def test_the_catalogue_is_sound() -> None:
    for key, one in catalogue.METRICS.items():
        assert key == one.key
        assert len(key) <= 40
        assert one.said
        assert one.within is None or one.within in catalogue.METRICS
        assert (one.numerator is None) == (one.denominator is None)
        for part in (one.numerator, one.denominator):
            assert part is None or not catalogue.METRICS[part].derived
            # A ratio of sums is only true where sums are.
            assert part is None or catalogue.METRICS[part].over_days
    assert catalogue.METRICS["ad_reach"].over_days is False
    assert {one.term for one in catalogue.METRICS.values() if one.term} == {
        "Ad Delivered",
        "Client-Confirmed Ad Play",
        "Download",
        "Podcast Consumer",
    }
    for source, names in columns.KNOWN.items():
        assert source in catalogue.SOURCES
        assert set(names.values()) <= {*columns.ROLES, *catalogue.METRICS}


@pytest.mark.parametrize(
    ("changes", "value", "state"),
    [
        ({"value": "3"}, 3, State.VALUE),
        ({"value": "0"}, 0, State.ZERO),
        ({"value": "-5"}, None, State.SUPPRESSED),
        ({"value": "suppressed"}, None, State.SUPPRESSED),
        ({"value": "n/a"}, None, State.MISSING),
        ({"metric": "spend", "value": "12.345678", "currency": "eur"}, 12_345_678, State.VALUE),
        ({"metric": "follows", "value": "-5"}, -5, State.VALUE),
        ({"day": "2026-11-20T00:00:00Z"}, 3, State.VALUE),
    ],
)
def test_a_line_says_a_value_or_why_there_is_none(
    changes: dict[str, str], value: int | None, state: State
) -> None:
    found = rules.read(line(**changes), ADS, TODAY)

    assert (found.value, found.state) == (value, state)
    assert rules.day_of(found.day) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"day": "2026-11-22"}, "future_day"),
        ({"day": "2024-01-01"}, "too_old"),
        ({"day": "20/11/2026"}, "no_day"),
        ({"day": "0001-01-01T00:00:00+01:00"}, "no_day"),
        ({"day": "2026-11-20T00:00:00+01:00"}, "mixed_zones"),
        ({"day": "2026-11-20T00:00:00"}, "mixed_zones"),
        ({"value": "1,5"}, "no_number"),
        ({"value": "NaN"}, "no_number"),
        ({"value": "1.5"}, "no_count"),
        ({"value": "-1"}, "negative"),
        ({"value": "1e18"}, "too_large"),
        ({"value": "1e999999999"}, "too_large"),
        ({"metric": "impressions"}, "unknown_metric"),
        ({"metric": "ctr"}, "derived"),
        ({"metric": "spend", "value": "1", "currency": ""}, "unknown_currency"),
        ({"dimension": "SE"}, "no_dimension"),
        ({"dimension": "city=\0"}, "no_dimension"),
        ({"dimension": "country=S\nE"}, "no_dimension"),
        ({"dimension": "country=\u202eSE"}, "no_dimension"),
        ({"dimension": "country=XX"}, "no_dimension"),
        ({"dimension": "country=SE,country=DE"}, "no_dimension"),
        ({"dimension": "ad=" + "x" * 78}, "no_dimension"),
        ({"value": "1_000"}, "no_number"),
        ({"value": "\uff11\uff12"}, "no_number"),
        ({"day": "2026-W46-1"}, "no_day"),
        ({"day": "20261110"}, "no_day"),
        ({"day": "2026-11-21"}, "unfinished_day"),
        ({"subject": "x\0"}, "control_character"),
    ],
)
def test_what_cannot_be_is_refused_with_a_cure(changes: dict[str, str], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.read(line(**changes), ADS, TODAY)

    assert refused.value.code == code
    (cure,) = refused.value.path
    assert cure.endswith(".")


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("", ""),
        ("  ", ""),
        ("country=SE", "country=SE"),
        (" Country = se ", "country=SE"),
        ("country=swe", "country=SE"),
        ("country=Sweden", "country=SE"),
        ("country=XK", "country=XK"),
        ("ad=Cafe\u0301,  beans", "ad=Caf\u00e9, beans"),
        ("country=se,Age=18-24", "age=18-24,country=SE"),
    ],
)
def test_a_part_has_one_form_however_it_is_written(said: str, form: str) -> None:
    assert rules.read(line(dimension=said), ADS, TODAY).dimension == form
    assert dimensions.asked(form) == form


def test_whoever_asks_for_a_part_hears_of_it_at_its_field() -> None:
    with pytest.raises(Invalid) as refused:
        dimensions.asked("x")

    assert refused.value.path == ("dimension",)
    assert "Write it as `country=SE`" in refused.value.message


def test_no_step_of_hearing_an_ad_has_more_than_any_before_it() -> None:
    upside_down = {
        "ad_completes": 90,
        "ad_q3": 10,
        "ad_midpoint": 700,
        "ad_q1": 800,
        "ad_starts": 900,
        "ad_impressions": 100,
        "ad_reach": 5_000,
    }
    given = [
        rules.read(Line(n, "x", metric, "2026-11-20", str(value)), ADS, TODAY)
        for n, (metric, value) in enumerate(upside_down.items(), 1)
    ]
    found = contradictions.at_odds(given)
    kept = {contradictions.place_of(given[5], "ad_impressions"): 100}
    later = contradictions.against(given[:1], kept | {("x", "", given[0].day, "ad_starts"): 50})

    assert sorted(one.line for one in found.values()) == [1, 3, 4, 5, 7]
    assert (
        later[0].reason
        == "Ads played to the end are 90, more than ads started, 50 brought in before"
    )


def test_a_part_that_is_more_than_its_whole_is_set_aside() -> None:
    given = [
        line(metric="ad_impressions", value="10"),
        Line(3, "x", "ad_completes", "2026-11-20", "11"),
        Line(4, "x", "ad_completes", "2026-11-19", "11"),
    ]
    found = contradictions.at_odds([rules.read(one, ADS, TODAY) for one in given])

    assert [(place, one.line) for place, one in found.items()] == [(1, 3)]


@pytest.mark.parametrize(
    ("values", "left_out", "lines"),
    [
        (("120", "880"), False, [2, 3]),
        (("120", "880", "120"), False, [2, 3, 4]),
        (("5", "5"), False, []),
        (("5", "5"), True, [2, 3]),
        (("5", "suppressed"), False, [2, 3]),
        (("5",), True, []),
    ],
)
def test_of_what_is_named_twice_no_line_is_the_whole(
    *, values: tuple[str, ...], left_out: bool, lines: list[int]
) -> None:
    given = [Line(n, "x", "clicks", "2026-11-20", one) for n, one in enumerate(values, 2)]
    found = contradictions.at_odds(
        [rules.read(one, ADS, TODAY) for one in given], left_out=left_out
    )

    assert [one.line for one in found.values()] == lines
    assert all("`dimension:ad`" in one.cure for one in found.values())


def test_of_a_file_by_ads_no_row_is_the_campaigns() -> None:
    head = ["Report Date", "Campaign ID", "Ad Name", "Impressions"]
    held = columns.preview(head, "spotify-ads", {}, {})
    rows = (["2026-11-10", "c1", ad, "120"] for ad in "AB")
    lines = [
        one for n, row in enumerate(rows, 2) for one in columns.lines_of(held, n, row, "", "EUR")
    ]
    figures = [rules.read(one, ADS, TODAY) for one in lines]
    named = columns.preview(head, "spotify-ads", {"Ad Name": "dimension:ad"}, {})

    assert "`dimension:ad`" in columns.check(held, "")[0].cure
    assert sorted(contradictions.at_odds(figures, left_out=columns.left_out(held))) == [0, 1]
    assert columns.left_out(named) is False


def test_days_belong_to_their_week_and_their_month() -> None:
    for number in range(20_000, 21_000):
        day = rules.day_of(number)
        (_, week), (_, month), (_, flight) = rules.buckets(number)
        assert rules.day_of(week) == day - timedelta(days=day.weekday())
        assert rules.day_of(month) == day.replace(day=1)
        assert flight == 0
        assert rules.buckets(rules.cell_of(number)) == rules.buckets(number)


def test_columns_are_known_said_kept_or_left_out() -> None:
    head = ["Date", "Plays", "Hörstunden", "Streamz", "Followers"]
    said, kept = {"Hörstunden": "consumption_hours"}, {"followers": "ignore"}
    found = columns.preview(head, "spotify-creators", said, kept)

    assert [(one.holds, one.how) for one in found] == [
        ("day", How.KNOWN),
        ("plays", How.KNOWN),
        ("consumption_hours", How.SAID),
        ("ignore", How.UNKNOWN),
        ("ignore", How.PROFILE),
    ]
    (problem,) = columns.check(found, "shw_1")
    assert "streams_60s" in problem.cure
    cells = ["2026-11-20", "7", "1.5", "x", "9"]
    assert [(one.metric, one.value) for one in columns.lines_of(found, 2, cells, "shw_1", "")] == [
        ("plays", "7"),
        ("consumption_hours", "1.5"),
    ]
    for bad in ({"nobody": "day"}, {"Date": "whatever"}):
        with pytest.raises(Invalid):
            columns.preview(head, "spotify-creators", bad, {})
    with pytest.raises(Invalid, match="no column holds subject"):
        columns.check(found, "")


def test_kept_values_are_shown_in_their_unit() -> None:
    spend = catalogue.metric("spend")
    assert spend.unit is Unit.MONEY
    assert rules.shown(12_500_000, spend) == Decimal("12.5")
    assert rules.shown(None, spend) is None


def days(*values: int | None, first: int = 1) -> list[ratios.Day]:
    """Return days from `first` on; None is withheld."""
    states = {True: State.SUPPRESSED, False: State.VALUE}
    return [(n, one, int(states[one is None])) for n, one in enumerate(values, first)]


@pytest.mark.parametrize(
    ("over", "under", "totals"),
    [
        (days(80, 80), days(*[100] * 7), ((160, 2, 0), (200, 2, 0))),
        (days(80, None), days(100, 50), ((80, 1, 1), (100, 1, 1))),
        (days(80), days(100, first=2), ((0, 0, 0), (0, 0, 0))),
        (days(None), days(100), ((0, 0, 1), (0, 0, 1))),
    ],
)
def test_ratios_are_of_the_days_both_parts_have(
    over: list[ratios.Day], under: list[ratios.Day], totals: tuple[ratios.Total, ratios.Total]
) -> None:
    sums = [
        (
            sum(value or 0 for _, value, _ in each),
            sum(value is not None for _, value, _ in each),
            sum(value is None for _, value, _ in each),
        )
        for each in (over, under)
    ]

    assert ratios.alike(sums[0], sums[1], over, under) == totals


@pytest.mark.parametrize(
    ("over", "under", "known"),
    [
        ((160, 2, 0), (200, 2, 0), True),
        ((160, 2, 0), (700, 7, 0), False),
        ((160, 2, 1), (200, 2, 0), False),
    ],
)
def test_days_that_were_forgotten_are_divided_where_nothing_is_lacking(
    *, over: ratios.Total, under: ratios.Total, known: bool
) -> None:
    nothing = (0, 0, max(over[2], under[2]))

    assert ratios.alike(over, under, [], []) == ((over, under) if known else (nothing, nothing))
