"""Whether licences cover every day of use, whatever their order and number."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog.premises import Provider, Site, SiteKind
from domain.requests.kinds.music_licence import MusicLicenceBrief, Right, facts
from domain.requests.kinds.referenced import Seen
from tests.conftest import START

FIRST = date(2026, 12, 1)
SITE = Site("sit_1", "Shop", "brd_1", "DE", SiteKind.SHOP, 100, 50, (), Provider.MOOD)


def judged(*spans: tuple[int, int], covers: str = "composition", days: int = 9) -> dict[str, Any]:
    """Return the facts of a use of so many days and one more, with licences for days of it."""
    licences = [
        {
            "body": "GEMA",
            "number": str(at),
            "covers": [covers],
            "starts_on": FIRST + timedelta(days=first),
            "ends_on": FIRST + timedelta(days=last),
        }
        for at, (first, last) in enumerate(spans)
    ]
    brief = MusicLicenceBrief.model_validate(
        {
            "name": "Music",
            "brand_id": "brd_1",
            "markets": ["DE"],
            "site_id": "sit_1",
            "provider": "mood",
            "licences": licences,
            "proof_asset_id": "ast_1",
            "starts_on": FIRST,
            "ends_on": FIRST + timedelta(days=days),
            "annual_cost": {"amount": "600.00", "currency": "EUR"},
        }
    )
    return facts(brief, START, Seen(sites={"sit_1": SITE}))


@pytest.mark.parametrize(
    ("spans", "covered"),
    [
        ([], False),
        ([(0, 9)], True),
        ([(-5, 20)], True),
        ([(0, 8)], False),
        ([(1, 9)], False),
        ([(5, 9), (0, 4)], True),
        ([(0, 4), (6, 9)], False),
        ([(0, 6), (3, 9)], True),
        ([(0, 9), (2, 3)], True),
    ],
)
def test_every_day_of_use_must_be_covered(spans: list[tuple[int, int]], covered: bool) -> None:  # noqa: FBT001  A case.
    assert judged(*spans)["composition_covered"] is covered


def test_one_right_does_not_cover_the_other() -> None:
    found = judged((0, 9), covers=Right.RECORDING.value)

    assert (found["composition_covered"], found["recording_covered"]) == (False, True)


@given(st.lists(st.tuples(st.integers(-3, 9), st.integers(0, 5)), max_size=6))
def test_it_is_covered_if_each_day_is_in_some_licence(drawn: list[tuple[int, int]]) -> None:
    spans = [(first, first + length) for first, length in drawn]
    each = all(any(a <= day <= b for a, b in spans) for day in range(10))

    assert judged(*spans)["composition_covered"] is each
