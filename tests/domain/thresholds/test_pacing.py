"""What a budget is to be spent by: evenly, ahead, or by the points of a plan."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from domain.errors import Invalid
from domain.metrics.model import SubjectKind
from domain.thresholds import checking, pacing, records, rules, service
from domain.thresholds.gauges import gauge
from domain.thresholds.model import Pace, Plan, PlanPoint, Probe, Terms, Threshold, Verdict
from domain.thresholds.trying import judged
from tests.conftest import START

EARLY = (
    PlanPoint(Decimal("0.2"), Decimal("0.5")),
    PlanPoint(Decimal("0.2"), Decimal("0.6")),
    PlanPoint(Decimal("0.6"), Decimal("0.6")),
)
TERMS: Terms = service.TEMPLATES["pace_behind"].terms
DAY = 20_000


@pytest.mark.parametrize(
    ("pace", "plan", "expected"),
    [
        (Pace.EVEN, (), ["0", "0.1", "0.5", "0.9", "1"]),
        (Pace.AHEAD, (), ["0", "0.12", "0.6", "1", "1"]),
        (Pace.PLANNED, EARLY, ["0", "0.25", "0.6", "0.9", "1"]),
    ],
)
def test_a_pace_says_what_is_due(
    pace: Pace, plan: tuple[PlanPoint, ...], expected: list[str]
) -> None:
    found = [pacing.due(pace, plan, gone, 10) for gone in (0, 1, 5, 9, 10)]

    assert found == [Fraction(one) for one in expected]


def test_what_is_due_never_shrinks_and_ends_with_all_of_it() -> None:
    for pace, plan in ((Pace.EVEN, ()), (Pace.AHEAD, ()), (Pace.PLANNED, EARLY)):
        found = [pacing.due(pace, plan, gone, 37) for gone in range(38)]
        assert found == sorted(found)
        assert found[-1] == 1


@pytest.mark.parametrize(
    ("pace", "plan"),
    [
        (Pace.EVEN, EARLY),
        (Pace.PLANNED, ()),
        (Pace.PLANNED, (PlanPoint(Decimal("0.5"), Decimal("1.2")),)),
        (Pace.PLANNED, (PlanPoint(Decimal("NaN"), Decimal("0.2")),)),
        (Pace.PLANNED, EARLY[::-1]),
        (Pace.PLANNED, EARLY[:1] * (pacing.POINTS_MAX + 1)),
    ],
)
def test_a_plan_that_is_none_is_refused(pace: Pace, plan: tuple[PlanPoint, ...]) -> None:
    with pytest.raises(Invalid) as refused:
        checking.check(replace(TERMS, pace=pace, plan=plan))

    assert (refused.value.code, refused.value.path) == ("bad_plan", ("plan",))


def test_terms_are_read_as_they_were_written_and_older_ones_are_even() -> None:
    planned = replace(TERMS, pace=Pace.PLANNED, plan=EARLY)
    older = {k: v for k, v in records.written(TERMS).items() if k not in {"pace", "plan"}}

    assert records.read(records.written(planned)) == planned
    assert records.read(older) == TERMS


def verdict(pace: Pace, spent: list[int], plan: tuple[PlanPoint, ...] = ()) -> Verdict:
    """Judge what was spent on the first days of a flight of ten, with a budget of 1,000."""
    threshold = Threshold("", 1, replace(TERMS, pace=pace, plan=plan), True, START)
    flight = Plan(DAY, DAY + 9, 1_000 * rules.PARTS, "EUR")
    last = DAY + len(spent) - 1
    probe = Probe(
        threshold, 1, None, SubjectKind.CAMPAIGN, "r", None, "other", "", last, "", flight
    )
    held = {1: {DAY + at: one * rules.PARTS for at, one in enumerate(spent)}}
    return judged(gauge(threshold.terms), probe, held, last).verdict


def test_what_is_behind_one_plan_is_not_behind_another() -> None:
    late = (PlanPoint(Decimal("0.5"), Decimal("0.1")),)

    assert verdict(Pace.EVEN, [20] * 5) is Verdict.BAD
    assert verdict(Pace.PLANNED, [20] * 5, late) is Verdict.CLEAR
    assert verdict(Pace.EVEN, [65] * 5) is Verdict.GOOD
    assert verdict(Pace.AHEAD, [65] * 5) is Verdict.BAD
    assert verdict(Pace.PLANNED, [300, 300, 0, 0, 0], EARLY) is Verdict.CLEAR
