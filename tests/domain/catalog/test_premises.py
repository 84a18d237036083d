"""What a site and an account can be like."""

from datetime import time

import pytest

from domain.catalog.premises import (
    AREA_MAX,
    CAPACITY_MAX,
    COMMERCIAL,
    SPANS_MAX,
    Hours,
    Provider,
    Site,
    SiteKind,
    check_pseudonym,
    check_site,
    written,
)
from domain.errors import Invalid

DAY = Hours(1, time(9), time(20))


def site(*hours: Hours) -> Site:
    return Site("sit_1", "Shop", "brd_1", "DE", SiteKind.SHOP, 100, 50, hours, Provider.MOOD)


@pytest.mark.parametrize(
    ("hours", "weekly"),
    [
        ((), 0),
        ((DAY,), 11),
        ((DAY, Hours(2, time(9), time(9, 1))), 12),
        ((Hours(5, time(22), time(4)),), 6),
        (tuple(Hours(day, time(0), time(0)) for day in range(1, 8)), 168),
        ((Hours(7, time(20), time(4)), Hours(1, time(3), time(20))), 24),
        ((Hours(1, time(3), time(20)), Hours(7, time(20), time(2))), 23),
        ((Hours(5, time(22), time(4)), Hours(6, time(3), time(5)), Hours(6, time(9), time(10))), 8),
        (tuple(Hours(day, time(18), time(17, 59)) for day in range(1, 8)), 168),
        ((Hours(2, time(9), time(12, 30)), Hours(2, time(14), time(18))), 8),
    ],
)
def test_the_hours_of_a_week_are_counted_once_begun_ones_and_nights_too(
    hours: tuple[Hours, ...], weekly: int
) -> None:
    assert site(*hours).weekly_hours == weekly


def test_what_is_just_possible_passes() -> None:
    check_site(AREA_MAX, CAPACITY_MAX, [DAY])
    check_site(1, 0, [Hours(day, time(0), time(0)) for day in range(1, 8)])
    check_site(1, 0, [Hours(1, time(hour), time(hour + 1)) for hour in range(SPANS_MAX)])


def test_a_lunch_break_is_kept_in_the_order_of_the_day() -> None:
    late, early = Hours(1, time(14), time(20)), Hours(1, time(9), time(12))
    kept = [(one["opens"], one["closes"]) for one in written([late, early])]

    assert kept == [("09:00", "12:00"), ("14:00", "20:00")]


@pytest.mark.parametrize(
    ("area", "capacity", "hours", "code"),
    [
        (0, 1, [DAY], "bad_area"),
        (AREA_MAX + 1, 1, [DAY], "bad_area"),
        (1, -1, [DAY], "bad_capacity"),
        (1, CAPACITY_MAX + 1, [DAY], "bad_capacity"),
        (1, 1, [DAY, DAY], "hours_overlap"),
        (1, 1, [Hours(1, time(14), time(22)), DAY], "hours_overlap"),
        (1, 1, [Hours(1, time(22), time(21)), DAY, Hours(1, time(23), time(1))], "hours_overlap"),
        (1, 1, [Hours(1, time(hour), time(hour, 1)) for hour in range(5)], "bad_weekday"),
        (1, 1, [Hours(0, time(9), time(20))], "bad_weekday"),
        (1, 1, [Hours(8, time(9), time(20))], "bad_weekday"),
    ],
)
def test_what_cannot_be_is_refused(area: int, capacity: int, hours: list[Hours], code: str) -> None:
    with pytest.raises(Invalid) as caught:
        check_site(area, capacity, hours)

    assert caught.value.code == code


@pytest.mark.parametrize("name", ["abc", "a@b.example.com", "Ada Sample", "-abcd", "x" * 65, ""])
def test_a_name_that_may_be_somebodys_is_no_pseudonym(name: str) -> None:
    with pytest.raises(Invalid):
        check_pseudonym(name)


def test_a_pseudonym_is_what_a_system_calls_somebody() -> None:
    check_pseudonym("cust-0001")
    check_pseudonym("x" * 64)


def test_no_service_for_listeners_is_commercial() -> None:
    consumers = {provider for provider in Provider if provider.endswith("_consumer")}

    assert consumers & COMMERCIAL == set()
    assert set(Provider) == consumers | COMMERCIAL | {Provider.NONE}
