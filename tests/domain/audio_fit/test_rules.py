"""From listening to points, and from points to ranks, worked out by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.audio_fit import rules
from domain.audio_fit.model import Fit, Known, Made, Part, Sums, Told
from domain.errors import Invalid

WEEK = 7
WHOLE = Told("ttl_1", "megaphone", Sums(700, 7), Sums(350, 7), Sums(420, 7), Sums(700, 7), 90)


def known(fit: Fit) -> dict[Part, Known]:
    return {one.part: one.known for one in fit.components}


def test_the_weights_make_a_hundred() -> None:
    assert sum(rules.WEIGHTS.values()) == 100


def test_a_day_that_is_missing_is_no_zero() -> None:
    thin = rules.fit_of("ttl_1", [replace(WHOLE, now=Sums(400, 4))], WEEK)

    assert thin.component(Part.STREAMS).value == Decimal(100)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (Sums(), Known.MISSING),
        (Sums(0, 0, 7), Known.WITHHELD),
        (Sums(300, 3, 4), Known.WITHHELD),
        (Sums(300, 3), Known.TOO_FEW),
        (Sums(99, 7), Known.TOO_FEW),
        (Sums(0, 7), Known.TOO_FEW),
        (Sums(100, 7), Known.KNOWN),
    ],
)
def test_what_is_not_known_says_why(now: Sums, said: Known) -> None:
    assert known(rules.fit_of("ttl_1", [replace(WHOLE, now=now)], WEEK))[Part.STREAMS] is said


def test_what_lacks_its_growth_is_ranked_by_the_rest() -> None:
    fit = rules.fit_of("ttl_1", [replace(WHOLE, before=Sums())], WEEK)

    # 20 of 40 and 24 of 40: 44 of 80.
    assert (known(fit)[Part.GROWTH], fit.score) == (Known.MISSING, Decimal("55.00"))


def test_streams_alone_are_not_enough_to_say() -> None:
    alone = replace(WHOLE, before=Sums(), completes=Sums(), started=Sums())

    assert rules.fit_of("ttl_1", [alone], WEEK).score is None


def test_people_of_two_things_are_not_added_up() -> None:
    other = replace(WHOLE, ref="ttl_2")

    assert rules.fit_of("ctr_1", [WHOLE], WEEK).listeners == 90
    assert rules.fit_of("ctr_1", [WHOLE, other], WEEK).listeners is None


def test_alike_scores_share_a_rank_and_the_next_one_counts_on() -> None:
    fits = [rules.fit_of(f"ttl_{place}", [WHOLE], WEEK) for place in (1, 2)]
    low = rules.fit_of("ttl_0", [replace(WHOLE, now=Sums(140, 7))], WEEK)
    none = rules.fit_of("ttl_3", [], WEEK)

    found = rules.ranked([none, low, *fits])

    assert [(one.thing_id, one.rank) for one in found] == [
        ("ttl_1", 1),
        ("ttl_2", 1),
        ("ttl_0", 3),
        ("ttl_3", None),
    ]


def test_what_is_told_of_the_title_itself_counts_alone_then_shows_then_episodes() -> None:
    ways = [
        Made("ttl_1", "title", "ttl_1"),
        Made("ttl_1", "show", "shw_1"),
        Made("ttl_1", "episode", "eps_1", "shw_1"),
        Made("ttl_1", "episode", "eps_2", "shw_2"),
    ]

    assert rules.heard_as(ways, {"ttl_1", "shw_1", "eps_1"}) == ["ttl_1"]
    assert rules.heard_as(ways, {"shw_1", "eps_1", "eps_2"}) == ["eps_2", "shw_1"]
    assert rules.heard_as(ways, {"eps_1"}) == ["eps_1"]


def test_an_episode_of_one_title_does_not_count_beside_its_show_of_another() -> None:
    ways = [
        Made("ttl_1", "show", "shw_1"),
        Made("ttl_2", "episode", "eps_1", "shw_1"),
        Made("ttl_2", "episode", "eps_2", "shw_2"),
    ]

    assert rules.heard_together(ways, {"shw_1", "eps_1", "eps_2"}) == ["eps_2", "shw_1"]
    assert rules.heard_together(ways[1:], {"eps_1", "eps_2"}) == ["eps_1", "eps_2"]


def test_more_ended_than_begun_earns_no_more_than_the_weight() -> None:
    fit = rules.fit_of("ttl_1", [replace(WHOLE, completes=Sums(1_400, 7))], WEEK)
    line = fit.component(Part.COMPLETION)

    assert (line.value, line.share, line.points) == (Decimal(2), Decimal(1), Decimal(40))


def test_a_corrected_rank_is_told_with_its_days() -> None:
    at, day = date(2026, 11, 14), date(2026, 11, 10)

    assert rules.restated(2, 4, at, [day], corrected=True) == (
        "was 2nd as of 14 Nov; corrected figures of 10 Nov put it 4th"
    )
    assert rules.restated(None, 11, at, [date(2025, 12, 31)], corrected=False) == (
        "had no rank as of 14 Nov; figures of 31 Dec 2025 that came later put it 11th"
    )
    assert rules.restated(2, None, at, [day], corrected=True).endswith("leave it without a rank")
    assert rules.restated(2, 2, at, [day], corrected=True) == ""


@pytest.mark.parametrize("days", [6, 366])
def test_a_window_that_is_none_is_refused(days: int) -> None:
    with pytest.raises(Invalid, match="7 to 365"):
        rules.check_window(days)
