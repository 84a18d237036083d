"""What countries, ages and the like came to in a day, and what of it is withheld."""

import random
from datetime import date

import pytest

from domain.ad_reports import apart
from domain.ad_reports.model import Looked, Snapshot
from domain.insights import Insight
from domain.metrics.rules import day_number

DAY = day_number(date(2026, 11, 20))


def told(**countries: tuple[int, int]) -> Snapshot:
    """Return impressions and clicks since the beginning."""
    return Snapshot(
        DAY,
        {one: {"IMPRESSIONS": str(i), "CLICKS": str(c)} for one, (i, c) in countries.items()},
    )


def of(snapshot: Snapshot, before: Snapshot | None) -> tuple[dict[str, str], list[str]]:
    """Return the impressions of a day by country, and what was taken back."""
    looked = Looked(Insight.COUNTRY, snapshot, before)
    lines, problems = apart.by_part("req", looked, ["DE", "AT"])
    impressions = {o.dimension: o.value for o in lines if o.metric == "ad_impressions"}
    return impressions, [one.reason for one in problems]


def test_a_day_by_country_is_the_difference_of_two_ends_of_days() -> None:
    before = Snapshot(DAY - 1, told(DE=(100, 2)).parts)

    assert of(told(DE=(160, 3), AT=(20, 0)), before) == (
        {"country=DE": "60", "country=AT": "20"},
        [],
    )


def test_what_is_taken_back_leaves_the_day_unknown_and_is_set_aside() -> None:
    before = Snapshot(DAY - 1, told(DE=(100, 2)).parts)
    impressions, problems = of(told(DE=(90, 2)), before)

    assert impressions == {"country=DE": "missing"}
    assert problems == ["10 of ad_impressions (country=DE) were taken back"]


def test_days_nobody_looked_at_are_not_told_apart() -> None:
    assert of(told(DE=(100, 2)), None) == ({}, [])


def test_the_day_after_one_that_was_withheld_is_withheld_too() -> None:
    withheld = {"country=DE": "suppressed", "country=AT": "suppressed"}

    assert of(told(DE=(100, 2)), Snapshot(DAY - 1, None)) == (withheld, [])


def test_a_part_that_is_not_told_of_for_a_day_and_comes_back_is_counted_once() -> None:
    before = Snapshot(DAY - 1, told(DE=(100, 2)).parts, gone=told(AT=(1_000, 9)).parts or {})

    assert of(told(DE=(160, 3), AT=(1_100, 9)), before) == (
        {"country=DE": "60", "country=AT": "100"},
        [],
    )
    assert of(told(DE=(160, 3)), before) == ({"country=DE": "60"}, [])


def test_of_parts_of_people_nobody_hears_how_many_were_taken_back() -> None:
    before = Snapshot(DAY - 1, {"18-24": {"IMPRESSIONS": "100"}})
    after = Snapshot(DAY, {"18-24": {"IMPRESSIONS": "99"}})
    _, problems = apart.by_part("req", Looked(Insight.AGE, after, before), [])

    assert [one.reason for one in problems] == [
        "Some of ad_impressions (age=18-24) were taken back"
    ]


def test_where_all_is_withheld_every_country_is() -> None:
    withheld = {"country=DE": "suppressed", "country=AT": "suppressed"}

    assert of(Snapshot(DAY, None), None) == (withheld, [])


def test_a_country_that_is_no_country_is_left_out() -> None:
    assert of(told(UNSET=(100, 2)), Snapshot(DAY - 1, {})) == ({}, [])


def test_a_figure_that_is_withheld_makes_its_difference_so() -> None:
    before = Snapshot(DAY - 1, told(DE=(100, -5)).parts)
    looked = Looked(Insight.COUNTRY, told(DE=(160, 7)), before)
    lines, _ = apart.by_part("req", looked, [])

    assert {one.metric: one.value for one in lines} == {
        "ad_impressions": "60",
        "clicks": "suppressed",
    }


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ({"18-24": "4", "25-34": "60", "35-44": "70"}, {"18-24", "25-34"}),
        ({"18-24": "4", "25-34": "3", "35-44": "70"}, {"18-24", "25-34"}),
        ({"18-24": "5", "25-34": "60"}, set()),
        ({"18-24": "0", "25-34": "60"}, set()),
        ({"18-24": "suppressed", "25-34": "60", "35-44": "50"}, {"18-24", "35-44"}),
        ({"18-24": "-3", "25-34": "missing", "35-44": "70"}, set()),
        ({"18-24": "2", "25-34": "0"}, {"18-24"}),
    ],
)
def test_few_people_are_withheld_and_cannot_be_told_from_the_whole(
    values: dict[str, str], hidden: set[str]
) -> None:
    assert apart.shielded(values) == values | dict.fromkeys(hidden, "suppressed")


def test_no_day_of_a_part_of_people_tells_of_fewer_than_five_or_lets_it_be_reckoned() -> None:
    rng = random.Random(36)
    for _ in range(500):
        values = {f"part {one}": str(rng.choice([0, 1, 4, 5, 9, 80])) for one in range(5)}
        found = apart.shielded(values)
        few = {part for part, value in values.items() if 0 < int(value) < apart.FEWEST}
        withheld = {part for part, value in found.items() if value == "suppressed"}
        others = [part for part, value in values.items() if part not in few and int(value)]

        assert few <= withheld
        assert not few or len(withheld) > 1 or not others
        assert all(found[part] == values[part] for part in values.keys() - withheld)


def test_what_says_where_and_not_who_is_told_however_small_it_is() -> None:
    before = Snapshot(DAY - 1, told(DE=(100, 2)).parts)

    assert of(told(DE=(101, 2)), before) == ({"country=DE": "1"}, [])


def test_an_age_is_a_part_and_what_is_withheld_of_all_of_them_was_known_before() -> None:
    before = Snapshot(DAY - 1, {"18-24": {"IMPRESSIONS": "100"}, " ": {"IMPRESSIONS": "9"}})
    lines, _ = apart.by_part("req", Looked(Insight.AGE, Snapshot(DAY, None), before), [])

    assert {(one.dimension, one.value) for one in lines} == {("age=18-24", "suppressed")}
    assert {one.metric for one in lines} == set(apart.APART)
