"""What a site is judged by on a day, and when its licence is renewed."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from domain.catalog.eligible import Contract
from domain.catalog.premises import Hours, Provider, Site, SiteKind
from domain.eligibility.model import Use
from domain.eligibility.rules import contract, ends_on, facts, renewal_days
from domain.requests.kinds.music_licence import MusicLicenceBrief

DAY = date(2026, 12, 1)


def site(**changes: Any) -> Site:
    hours = tuple(Hours(day, time(9), time(20)) for day in range(1, 7))
    plain = {"id": "sit_1", "name": "The shop", "brand_id": "brd_1", "market": "DE"}
    more = {"kind": SiteKind.SHOP, "area_m2": 120, "capacity": 60, "hours": hours}
    return Site(**{**plain, **more, "provider": Provider.SOUNDTRACK, **changes})


def use(first: int, last: int, *, notice: int = 0, **changes: Any) -> Use:
    """Return a use from and to so many days after `DAY`, licensed for all of it."""
    days = {
        "starts_on": str(DAY + timedelta(days=first)),
        "ends_on": str(DAY + timedelta(days=last)),
    }
    covers = ["composition", "recording"]
    brief = {
        "name": "Music",
        "brand_id": "brd_1",
        "markets": ["DE"],
        "site_id": "sit_1",
        "provider": "soundtrack",
        "licences": [{"body": "GEMA", "number": "1", "covers": covers, **days}],
        "proof_asset_id": "ast_1",
        "annual_cost": {"amount": "600.00", "currency": "EUR"},
        "notice_days": notice,
        **days,
        **changes,
    }
    read = MusicLicenceBrief.model_validate(brief)
    return Use("req_1", 1, "usr_1", read, weekly_hours=66, area_m2=120, capacity=60)


@pytest.mark.parametrize(
    ("uses", "stands", "last"),
    [
        ([], Contract.NONE, None),
        ([use(1, 90)], Contract.NONE, None),
        ([use(-90, -1)], Contract.LAPSED, None),
        ([use(-90, 0)], Contract.ENDING, 0),
        ([use(-90, 30)], Contract.ENDING, 30),
        ([use(-90, 31)], Contract.ACTIVE, 31),
        ([use(-90, 60, notice=30)], Contract.ENDING, 60),
        ([use(-90, 10), use(11, 90)], Contract.ACTIVE, 90),
        ([use(-90, 10), use(12, 90)], Contract.ENDING, 10),
    ],
)
def test_a_use_stands_by_its_last_day_and_what_follows_without_a_gap(
    uses: list[Use], stands: Contract, last: int | None
) -> None:
    assert contract(uses, DAY) is stands
    assert ends_on(uses, DAY) == (None if last is None else DAY + timedelta(days=last))


def test_a_renewal_opens_before_notice_is_due_and_before_the_end() -> None:
    assert renewal_days(use(0, 100)) == (DAY + timedelta(days=70),)
    assert renewal_days(use(0, 100, notice=30)) == (
        DAY + timedelta(days=40),
        DAY + timedelta(days=70),
    )


def test_a_licence_covers_its_own_days_and_the_provider_it_was_approved_for() -> None:
    short = use(-5, 90, licences=[])
    other = facts(site(provider=Provider.MOOD), [use(-5, 90)], DAY)
    free = facts(site(provider=Provider.ROYALTY_FREE), [], DAY)

    assert facts(site(), [short], DAY)["composition_covered"] is False
    assert (other["contract"], other["recording_covered"]) == ("none", False)
    assert (free["composition_covered"], free["contract"]) == (True, "none")


def test_hours_and_size_are_held_against_those_of_the_licence() -> None:
    longer = tuple(Hours(day, time(9), time(21)) for day in range(1, 7))
    held = [use(-5, 90)]

    assert facts(site(), held, DAY)["hours_over"] == 0
    assert facts(site(hours=longer), held, DAY)["hours_over"] == 6
    assert facts(site(hours=()), held, DAY)["hours_over"] is None
    assert facts(site(capacity=61), held, DAY)["size_over"] is True
    assert facts(site(capacity=61), [], DAY)["size_over"] is False
