"""What part of a budget is to be spent by a day: evenly, ahead of that, or as planned. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from domain.errors import Invalid
from domain.thresholds.model import Pace, PlanPoint

#: How much more than evenly is spent ahead, until all of it is. Source: DV360's pacing "ahead".
AHEAD = Fraction(6, 5)

#: How many points a plan has at most.
POINTS_MAX = 24

_BEGIN, _END = PlanPoint(Decimal(0), Decimal(0)), PlanPoint(Decimal(1), Decimal(1))


@lru_cache(maxsize=8_192)
def due(pace: Pace, plan: tuple[PlanPoint, ...], gone: int, days: int) -> Fraction:
    """Return what part of the budget is to be spent when `gone` of `days` are over.

    Between two points of a plan it is spent evenly; it begins with nothing and ends with all.
    """
    over = Fraction(gone, days)
    if pace is Pace.EVEN:
        return over
    if pace is Pace.AHEAD:
        return min(over * AHEAD, Fraction(1))
    for before, after in pairwise((_BEGIN, *plan, _END)):
        if over <= Fraction(after.gone):
            spent, span = Fraction(before.spent), Fraction(after.gone) - Fraction(before.gone)
            more = Fraction(after.spent) - spent
            return spent + (more * (over - Fraction(before.gone)) / span if span else more)
    return Fraction(1)


def check(pace: Pace, plan: Sequence[PlanPoint]) -> None:
    """Raise `Invalid` for a plan that is none, or that nobody asked for."""
    if bool(plan) is not (pace is Pace.PLANNED):
        said = "Give points of a plan for pace `planned`, and for no other."
        raise Invalid("bad_plan", said, ("plan",))
    if len(plan) > POINTS_MAX:
        raise Invalid("bad_plan", f"Give up to {POINTS_MAX} points.", ("plan",))
    for value in (part for one in plan for part in one):
        if not (value.is_finite() and 0 <= value <= 1):
            said = "Parts of a flight and of a budget are from 0 to 1: 0.2 is 20 %."
            raise Invalid("bad_plan", said, ("plan",))
    for before, after in pairwise((_BEGIN, *plan, _END)):
        if after.gone < before.gone or after.spent < before.spent:
            said = "Give points in the order of time; what is spent by then never grows less."
            raise Invalid("bad_plan", said, ("plan",))
