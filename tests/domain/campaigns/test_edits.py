"""Since when edits are looked for, whom they concern, and in which words."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.campaigns.edits import rules
from domain.campaigns.edits.model import About, By, Did, Edit, FieldEdit, Part

NOW = datetime(2026, 12, 5, 12, tzinfo=UTC)


def edited(
    number: int = 1, about: About = About.OTHER, who: str = "Jo", by: By = By.PERSON
) -> Edit:
    at = NOW - timedelta(minutes=100 - number)
    fields = (FieldEdit(about, "Budget", "500.00 EUR", ""),)
    return Edit(f"c{number:03}", at, who, by, Part.AD_SET, "DE", Did.CHANGED, fields)


@pytest.mark.parametrize(
    ("looked_at", "began_at", "since"),
    [
        (None, NOW - timedelta(days=1), NOW - timedelta(days=1)),
        (NOW - timedelta(hours=1), NOW - timedelta(days=1), NOW - timedelta(hours=3)),
        (NOW - timedelta(hours=1), NOW - timedelta(hours=2), NOW - timedelta(hours=2)),
        (None, NOW - timedelta(days=400), NOW - timedelta(days=180)),
        (NOW - timedelta(days=300), NOW - timedelta(days=400), NOW - timedelta(days=180)),
    ],
)
def test_it_is_looked_again_a_little_and_never_before_it_was_published_or_is_remembered(
    looked_at: datetime | None, began_at: datetime, since: datetime
) -> None:
    assert rules.since(looked_at, began_at, NOW) == since


@pytest.mark.parametrize(
    ("ended", "turn"),
    [
        (timedelta(days=-30), "2026-12-05T12"),
        (timedelta(days=7, seconds=-1), "2026-12-05T12"),
        (timedelta(days=7), "2026-12-05"),
    ],
)
def test_what_is_over_for_a_week_is_looked_at_once_a_day(ended: timedelta, turn: str) -> None:
    assert rules.turn(NOW - ended, NOW) == turn


@pytest.mark.parametrize(
    ("about", "asks"),
    [
        (About.BUDGET, True),
        (About.TARGETING, True),
        (About.STATUS, False),
        (About.OTHER, False),
    ],
)
def test_money_and_people_are_asked_about(about: About, asks: bool) -> None:  # noqa: FBT001  A case.
    assert rules.asks([edited(about=About.OTHER), edited(2, about)]) is asks


def test_an_edit_says_who_changed_what_from_what_to_what() -> None:
    (said,) = rules.told([edited()])

    assert said == "Jo edited the ad set DE (Budget: 500.00 EUR became nothing)"


def test_whom_nobody_names_is_told_by_what_they_are() -> None:
    said = rules.told([edited(1, who="", by=By.SUPPORT), edited(2, who="", by=By.UNKNOWN)])

    assert [one.split(" edited")[0] for one in said] == ["somebody", "Spotify's support"]


def test_for_the_record_a_person_is_somebody() -> None:
    (said,) = rules.told([edited()], named=False)

    assert said.startswith("somebody in Ads Manager edited")


def test_the_latest_are_told_and_the_rest_counted() -> None:
    said = rules.told([edited(number) for number in range(1, 9)])

    assert len(said) == rules.TOLD_MAX + 1
    assert said[-1] == "3 more edits"
