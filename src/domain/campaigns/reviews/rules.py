"""What figures of a campaign come to, when it is reviewed, and what follows. Pure.

Days are those since 1970, in UTC. Nothing that is not known becomes a zero.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from domain.campaigns.reviews.model import (
    Correction,
    Days,
    Figure,
    Held,
    Occasion,
    Remedy,
    Review,
    Severity,
    Suggestion,
)
from domain.decisions.model import Judgement, Outcome
from domain.metrics import catalogue, ratios
from domain.metrics.model import State
from domain.metrics.rules import shown
from domain.thresholds.model import Plan
from domain.thresholds.rules import PARTS

#: The way of an ad from being played to being clicked, in its order.
FUNNEL = (
    "ad_impressions",
    "ad_starts",
    "ad_q1",
    "ad_midpoint",
    "ad_q3",
    "ad_completes",
    "clicks",
)

#: What is reckoned as one sum over another.
RATIOS = ("ad_completion_rate", "ctr", "ecpm", "ecpcl")

#: People, whom no sum counts: the last day's figure stands for them.
PEOPLE = ("ad_reach", "ad_frequency")

#: What a review reads.
METRICS = (*FUNNEL, "spend", *PEOPLE)

#: What of a campaign its pace is told by: percent, points of a hundred, the currency's major unit.
INDEX, GAP, PROJECTED, LEFT = "delivery_index", "pacing_gap", "projected_spend", "budget_left"

#: By how many days the spend to come is reckoned.
RUN_DAYS = 7

#: How long a source that fell silent is waited for, in days after its figures should stand still.
PATIENCE_DAYS = 7

#: What people are told where the rules could not decide.
BY_HAND = "by_hand"

_CENT, _HUNDRED = Decimal("0.01"), Decimal(100)


def due(plan: Plan, as_of: int, waited_for: int, kept: Collection[Occasion]) -> Occasion | None:
    """Return the review that is due: as of the last settled day, or the one long `waited_for`.

    A flight that is over is reviewed as a whole; nobody needs its middle any more.
    """
    seen = max(as_of, waited_for)
    middle = plan.first + (plan.days - 1) // 2
    for occasion, day in ((Occasion.END, plan.last), (Occasion.MIDDLE, middle)):
        if seen >= day:
            return None if occasion in kept or Occasion.END in kept else occasion
    return None


def figures(plan: Plan, as_of: int, held: Held) -> list[Figure]:
    """Return every figure of a review as of a day."""
    sums = [_sum(key, held.metrics.get(key, {})) for key in (*FUNNEL, "spend")]
    people = [_last(key, held.metrics.get(key, {}), as_of) for key in PEOPLE]
    return [*sums, *people, *(_ratio(key, held) for key in RATIOS), *_pace(plan, as_of, held)]


def facts(plan: Plan, as_of: int, found: Sequence[Figure]) -> dict[str, object]:
    """Return what the table judges: shares in percent; what is not known is not among it."""
    known = {one.key: one.value for one in found if one.value is not None}
    named: dict[str, object] = {"days_left": max(plan.last - as_of, 0)}
    for fact, key, factor in (
        ("pacing_gap", GAP, 1),
        ("budget_left", LEFT, 1),
        ("completion_rate", "ad_completion_rate", 100),
        ("ctr", "ctr", 100),
        ("impressions", "ad_impressions", 1),
        ("frequency", "ad_frequency", 1),
    ):
        if key in known:
            named[fact] = known[key] * factor
    return named


def suggestions(judgement: Judgement) -> list[Suggestion]:
    """Return what a judgement suggests; people look where it says nothing sure."""
    told = judgement.outcome is Outcome.DECIDED and len(judgement.rows) == len(judgement.reasons)
    read = [*map(_suggestion, judgement.rows, judgement.reasons)] if told else []
    if read and None not in read:
        return [one for one in read if one is not None]
    why = " ".join(judgement.reasons) or "The rules gave no suggestion."
    return [Suggestion(BY_HAND, Severity.WARNING, Remedy.NONE, why)]


def judged(review: Review, judgement: Judgement) -> Review:
    """Return a review with what a judgement suggests."""
    return replace(review, suggestions=tuple(suggestions(judgement)))


def worst(found: Sequence[Suggestion]) -> Severity:
    """Return how bad the worst of what is suggested about is."""
    order = list(Severity)
    return max((one.severity for one in found), key=order.index, default=Severity.INFO)


def corrections(kept: Sequence[Figure], now: Sequence[Figure]) -> list[Correction]:
    """Return what of the figures of a review is otherwise by now."""
    present = {one.key: one for one in now}
    return [
        Correction(one, present[one.key])
        for one in kept
        if one.key in present
        and (one.value, one.state) != (present[one.key].value, present[one.key].state)
    ]


def evidence(review: Review, suggestion: Suggestion) -> str:
    """Return what a review found, as the request for what it suggests tells it."""
    known = {one.key: one.value for one in review.figures if one.value is not None}
    told = [
        f"{name} {known[key].normalize():f}"
        for name, key in (
            ("Impressions", "ad_impressions"),
            ("completion rate", "ad_completion_rate"),
            ("click-through rate", "ctr"),
            ("pacing gap in points", GAP),
        )
        if key in known
    ]
    return " ".join(
        [suggestion.reason, f"As of {review.as_of}: {', '.join(told)}." if told else ""]
    )


def _suggestion(row: Mapping[str, Any], reason: str) -> Suggestion | None:
    """Return a row of the table; None where a version of somebody's says what is none."""
    try:
        severity, remedy = Severity(str(row.get("severity"))), Remedy(str(row.get("remedy")))
    except ValueError:
        return None
    code = row.get("suggestion")
    return Suggestion(code, severity, remedy, reason) if isinstance(code, str) and code else None


def _known(days: Days) -> dict[int, int]:
    return {
        day: value
        for day, (value, state) in days.items()
        if state <= State.ZERO and value is not None
    }


def _hidden(days: Days) -> int:
    return sum(state == State.SUPPRESSED for _, state in days.values())


def _sum(key: str, days: Days) -> Figure:
    known, hidden = _known(days), _hidden(days)
    if not known:
        return Figure(key, None, State.SUPPRESSED if hidden else State.MISSING, 0, hidden)
    return _figure(key, shown(sum(known.values()), catalogue.metric(key)), len(known), hidden)


def _last(key: str, days: Days, as_of: int) -> Figure:
    """Return the last figure of a week: people are counted anew each day, and not added up."""
    for day in range(as_of, as_of - RUN_DAYS, -1):
        if day in days:
            value, state = days[day]
            return Figure(key, shown(value, catalogue.metric(key)), State(state), 1)
    return Figure(key, None, State.MISSING)


def _ratio(key: str, held: Held) -> Figure:
    """Return one sum over the other, over the days both are known of."""
    metric = catalogue.metric(key)
    over, under = (
        held.metrics.get(one or "", {}) for one in (metric.numerator, metric.denominator)
    )
    above, below = _known(over), _known(under)
    both = above.keys() & below.keys()
    hidden = max(_hidden(over), _hidden(under))
    value = ratios.divided(metric, sum(above[day] for day in both), sum(below[day] for day in both))
    if value is None:
        return Figure(key, None, State.SUPPRESSED if hidden else State.MISSING, len(both), hidden)
    return _figure(key, value, len(both), hidden)


def _pace(plan: Plan, as_of: int, held: Held) -> list[Figure]:
    """Return pace and what is left, by an even plan; each day's spend has to be known for it."""
    known, gone = _known(held.metrics.get("spend", {})), as_of - plan.first + 1
    if plan.budget <= 0 or not 0 < gone == len(known) or held.currency != plan.currency:
        return [Figure(key, None, State.MISSING) for key in (INDEX, GAP, PROJECTED, LEFT)]
    spent = Decimal(sum(known.values())) / PARTS
    budget, share = Decimal(plan.budget) / PARTS, Decimal(gone) / plan.days
    run = min(RUN_DAYS, gone)
    recent = sum(known[as_of - back] for back in range(run))
    ahead = Decimal(recent) / PARTS / run * (plan.last - as_of)
    return [
        _figure(key, value.quantize(_CENT), gone)
        for key, value in (
            (INDEX, spent / (budget * share) * _HUNDRED),
            (GAP, (spent / budget - share) * _HUNDRED),
            (PROJECTED, spent + ahead),
            (LEFT, (1 - spent / budget) * _HUNDRED),
        )
    ]


def _figure(key: str, value: Decimal | None, days: int, hidden: int = 0) -> Figure:
    return Figure(key, value, State.VALUE if value else State.ZERO, days, hidden)
