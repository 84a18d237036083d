"""What a site and an account can be like."""

from datetime import time

import pytest

from domain.catalog.premises import (
    AREA_MAX,
    CAPACITY_MAX,
    COMMERCIAL,
    Hours,
    Provider,
    Site,
    SiteKind,
    check_pseudonym,
    check_site,
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
    ],
)
def test_the_hours_of_a_week_are_counted_begun_ones_and_nights_too(
    hours: tuple[Hours, ...], weekly: int
) -> None:
    assert site(*hours).weekly_hours == weekly


def test_what_is_just_possible_passes() -> None:
    check_site(AREA_MAX, CAPACITY_MAX, [DAY])
    check_site(1, 0, [Hours(day, time(0), time(0)) for day in range(1, 8)])


@pytest.mark.parametrize(
    ("area", "capacity", "hours", "code"),
    [
        (0, 1, [DAY], "bad_area"),
        (AREA_MAX + 1, 1, [DAY], "bad_area"),
        (1, -1, [DAY], "bad_capacity"),
        (1, CAPACITY_MAX + 1, [DAY], "bad_capacity"),
        (1, 1, [DAY, DAY], "bad_weekday"),
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
