"""What figures of a campaign come to, and when it is reviewed."""

from decimal import Decimal

import pytest

from domain.campaigns.reviews import rules
from domain.campaigns.reviews.model import Held, Occasion
from domain.metrics.model import State
from domain.thresholds.model import Plan

PLAN = Plan(100, 109, 1_000 * 10**6, "EUR")


def held(**metrics: dict[int, tuple[int | None, int]]) -> Held:
    return Held("spotify-ads", "EUR", metrics)


def days(*values: int | None, state: int | None = None) -> dict[int, tuple[int | None, int]]:
    known = {None: int(State.SUPPRESSED), 0: int(State.ZERO)}
    return {
        100 + at: (one, state or known.get(one, int(State.VALUE))) for at, one in enumerate(values)
    }


def of(found: Held, as_of: int = 104) -> dict[str, tuple[Decimal | None, State]]:
    return {one.key: (one.value, one.state) for one in rules.figures(PLAN, as_of, found)}


@pytest.mark.parametrize(
    ("as_of", "waited_for", "kept", "expected"),
    [
        (103, 90, (), None),
        (104, 90, (), Occasion.MIDDLE),
        (104, 90, (Occasion.MIDDLE,), None),
        (109, 90, (Occasion.MIDDLE,), Occasion.END),
        (99, 109, (), Occasion.END),
        (109, 109, (Occasion.END,), None),
        (104, 90, (Occasion.END,), None),
        (109, 90, (Occasion.ASKED,), Occasion.END),
    ],
)
def test_a_review_is_due_by_settled_days_or_after_patience(
    as_of: int, waited_for: int, kept: tuple[Occasion, ...], expected: Occasion | None
) -> None:
    assert rules.due(PLAN, as_of, waited_for, kept) is expected


def test_pace_takes_the_spend_of_every_day_and_its_currency() -> None:
    spent = days(*[80 * 10**6] * 5)
    lacking = {day: one for day, one in spent.items() if day != 102}
    other = Held("spotify-ads", "USD", {"spend": spent})

    assert of(held(spend=spent))[rules.GAP] == (Decimal("-10.00"), State.VALUE)
    assert of(held(spend=spent))[rules.PROJECTED] == (Decimal("800.00"), State.VALUE)
    assert of(held(spend=spent))[rules.LEFT] == (Decimal("60.00"), State.VALUE)
    assert of(held(spend=lacking))[rules.GAP] == (None, State.MISSING)
    assert of(other)[rules.GAP] == (None, State.MISSING)


def test_ratios_are_of_the_days_both_are_known_of() -> None:
    found = of(held(ad_impressions=days(100, 100, None), ad_completes=days(50, 0, 90)))

    assert found["ad_completion_rate"] == (Decimal("0.250000"), State.VALUE)
    assert found["ctr"] == (None, State.SUPPRESSED)


def test_missing_withheld_and_zero_are_three_things() -> None:
    found = of(held(clicks=days(0, 0), ad_starts=days(None)))

    assert found["clicks"] == (Decimal(0), State.ZERO)
    assert found["ad_starts"] == (None, State.SUPPRESSED)
    assert found["ad_q1"] == (None, State.MISSING)


def test_what_is_not_known_is_no_fact() -> None:
    found = rules.figures(PLAN, 104, held(clicks=days(0, 0)))

    assert rules.facts(PLAN, 104, found) == {"days_left": 5}


def test_what_was_corrected_is_named_with_both_values() -> None:
    before = rules.figures(PLAN, 104, held(clicks=days(3)))
    after = rules.figures(PLAN, 104, held(clicks=days(4)))
    (one,) = rules.corrections(before, after)

    assert (one.was.key, one.was.value, one.now.value) == ("clicks", Decimal(3), Decimal(4))
    assert rules.corrections(before, before) == []
