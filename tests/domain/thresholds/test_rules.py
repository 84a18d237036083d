"""What figures are judged by, against a plain reckoning of the same, and at its edges."""

import random
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from domain.metrics.model import SubjectKind
from domain.thresholds import rules
from domain.thresholds.gauges import gauge
from domain.thresholds.model import (
    AlertSeverity,
    Finding,
    Plan,
    Probe,
    Side,
    Terms,
    Threshold,
    ThresholdKind,
    Verdict,
    Window,
)
from tests.domain.thresholds import oracle
from tests.domain.thresholds.oracle import Days

DAY = 20_100


def terms(**changes: Any) -> Terms:
    given: dict[str, Any] = {
        "name": "Plays",
        "metric": "plays",
        "kind": ThresholdKind.TARGET,
        "side": Side.BELOW,
        "warning": Decimal(100),
    }
    return Terms(**(given | changes))


def probe(said: Terms, *, ratio: bool = False, plan: Plan | None = None) -> Probe:
    threshold = Threshold(
        "thr_1", 1, said, active=True, changed_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    return Probe(
        threshold,
        1,
        2 if ratio else None,
        SubjectKind.SHOW,
        "shw_1",
        None,
        "other",
        "",
        DAY,
        plan=plan,
    )


def judged(said: Terms, over: Days, under: Days | None = None, plan: Plan | None = None) -> Finding:
    asked = probe(said, ratio=under is not None, plan=plan)
    by = gauge(said)
    windows = []
    for series, first, last, sign, warning, critical in by.pieces(asked, DAY):
        days = over if series == 1 else under or {}
        some = {day: value for day, value in days.items() if first <= day <= last}
        values = [value for value in some.values() if value is not None]
        windows.append(
            Window(
                len(values),
                len(some) - len(values),
                sum(values),
                sum(value * sign < warning for value in values),
                sum(value * sign < critical for value in values),
                some.get(last),
            )
        )
    return by.judge(asked, DAY, windows)


def last_days(*values: int | None) -> Days:
    return {DAY - len(values) + 1 + at: value for at, value in enumerate(values)}


CASES = [
    (ThresholdKind.TARGET, "plays", None),
    (ThresholdKind.TARGET, "ecpm", "ratio"),
    (ThresholdKind.CHANGE, "plays", None),
    (ThresholdKind.BASELINE, "plays", None),
    (ThresholdKind.BASELINE, "ctr", "ratio"),
    (ThresholdKind.PACING, "spend", "plan"),
]


@pytest.mark.parametrize("count", [400, pytest.param(100_000, marks=pytest.mark.long)])
@pytest.mark.parametrize(("kind", "metric", "with_"), CASES)
def test_verdicts_are_what_a_plain_reckoning_says(
    kind: ThresholdKind, metric: str, with_: str | None, count: int
) -> None:
    rng = random.Random(f"{kind}{metric}")
    found = set()
    for _ in range(count):

        def days(scale: int) -> Days:
            return {
                day: None if rng.random() < 0.01 else rng.randint(0, 9) * scale
                for day in range(DAY - 40, DAY + 1)
                if rng.random() > 0.02
            }

        whole = Decimal(rng.choice([2, 3, 4, 6]))
        per_thousand = whole * 200 if metric == "ecpm" else whole
        said = terms(
            kind=kind,
            metric=metric,
            side=rng.choice(list(Side)),
            warning=per_thousand if kind is ThresholdKind.TARGET else whole / 20,
            days=rng.choice([1, 2, 3, 7]),
            min_sample=rng.choice([0, 10, 60]),
        )
        over = days(1_000_000 if metric in {"spend", "ecpm"} else 1)
        under = days(1) if with_ == "ratio" else None
        first = DAY - rng.randint(1, 30)
        plan = Plan(first, first + rng.randint(2, 60), rng.randint(40, 200) * 1_000_000, "EUR")
        used = plan if with_ == "plan" else None
        expected = oracle.verdict(said, DAY, over, under, used)
        got = judged(said, over, under, used)
        told = Verdict.GOOD if got.verdict is Verdict.CLEAR else got.verdict

        assert told is expected, (said, over, under, used, got)
        found.add(told)
    assert found == {Verdict.GOOD, Verdict.BAD, Verdict.UNKNOWN}


def test_missing_withheld_and_zero_are_three_things() -> None:
    zero = judged(terms(), last_days(0, 0, 0))
    missing = judged(terms(), last_days(0, 0))
    gone = judged(terms(), {DAY - 2: 0, DAY: 0})
    withheld = judged(terms(), last_days(0, None, 0))

    assert zero.verdict is Verdict.BAD
    assert {missing.verdict, gone.verdict, withheld.verdict} == {Verdict.UNKNOWN}
    assert withheld.why == "2 of 3 days are known, 1 are withheld"


def test_the_bound_itself_is_good_and_the_margin_makes_it_clear() -> None:
    said = terms(days=1, recover_margin=Decimal(5), critical=Decimal(50))
    found = {value: judged(said, last_days(value)) for value in (49, 50, 99, 100, 104, 105)}

    assert {value: one.verdict for value, one in found.items()} == {
        49: Verdict.BAD,
        50: Verdict.BAD,
        99: Verdict.BAD,
        100: Verdict.GOOD,
        104: Verdict.GOOD,
        105: Verdict.CLEAR,
    }
    assert [found[49].severity, found[50].severity] == [
        AlertSeverity.CRITICAL,
        AlertSeverity.WARNING,
    ]
    assert (found[49].bound, found[99].bound) == (Decimal(50), Decimal(100))


@pytest.mark.parametrize(("value", "bad"), [(2, False), (3, True)])
def test_a_bound_between_two_counts_is_met_exactly(value: int, *, bad: bool) -> None:
    above = terms(side=Side.ABOVE, warning=Decimal("2.5"), days=1)

    assert (judged(above, last_days(value)).verdict is Verdict.BAD) is bad


def test_a_share_of_few_is_not_bad_by_chance() -> None:
    said = terms(metric="ad_completion_rate", warning=Decimal("0.8"), days=1)
    few = judged(said, last_days(7), last_days(10))
    many = judged(said, last_days(700), last_days(1_000))

    assert (few.verdict, many.verdict) == (Verdict.GOOD, Verdict.BAD)
    assert (few.value, many.value) == (Decimal("0.7"), Decimal("0.7"))


def test_wilson_is_what_the_textbook_says() -> None:
    low, high = rules.wilson(8, 10)

    # The bounds are where the share is z standard errors from what was seen.
    for bound in (low, high):
        assert abs(0.8 - bound) == pytest.approx(rules.Z * (bound * (1 - bound) / 10) ** 0.5)
    assert rules.wilson(0, 0) == (0.0, 1.0)


def test_pace_needs_the_last_days_to_be_off_too() -> None:
    plan = Plan(DAY - 9, DAY + 10, 2_000_000_000, "EUR")
    said = terms(
        metric="spend", kind=ThresholdKind.PACING, warning=Decimal("0.2"), critical=Decimal("0.4")
    )
    behind = judged(said, last_days(*[50_000_000] * 10), plan=plan)
    caught_up = judged(said, last_days(*[10_000_000] * 7, *[150_000_000] * 3), plan=plan)
    stopped = judged(said, last_days(*[0] * 10), plan=plan)

    assert (behind.verdict, behind.value) == (Verdict.BAD, Decimal("-0.25"))
    assert caught_up.verdict is Verdict.CLEAR
    assert stopped.severity is AlertSeverity.CRITICAL


def test_what_is_ahead_of_its_plan_is_so_with_days_that_lack() -> None:
    plan = Plan(DAY - 9, DAY + 10, 2_000_000_000, "EUR")
    days = dict.fromkeys(range(DAY - 4, DAY + 1), 400000000)
    ahead = terms(
        metric="spend", kind=ThresholdKind.PACING, side=Side.ABOVE, warning=Decimal("0.2")
    )
    behind = terms(metric="spend", kind=ThresholdKind.PACING, warning=Decimal("0.2"))

    assert judged(ahead, days, plan=plan).verdict is Verdict.BAD
    assert judged(behind, days, plan=plan).verdict is Verdict.UNKNOWN
