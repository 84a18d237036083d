"""Which sums may be divided by each other: those over the same days. Pure."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from domain.metrics import catalogue
from domain.metrics.model import Metric, State

#: A day as it is kept: which one, value, state.
Day = tuple[int, int | None, int]

#: What days add up to: their sum, how many are known, how many are withheld.
Total = tuple[int, int, int]


def alike(
    over: Total, under: Total, over_days: Sequence[Day], under_days: Sequence[Day]
) -> tuple[Total, Total]:
    """Return two totals over the days both are known of, so that they may be divided.

    Days that were forgotten are in totals only; then these are taken as they are if nothing of
    either is withheld and as many days are known of both, or else as not known.
    """
    known = [_known(over_days), _known(under_days)]
    hidden = {day for day, _, state in (*over_days, *under_days) if state == State.SUPPRESSED}
    if (len(known[0]), len(known[1])) == (over[1], under[1]):
        both = known[0].keys() & known[1].keys()
        first, second = (sum(each[day] for day in both) for each in known)
        return (first, len(both), len(hidden)), (second, len(both), len(hidden))
    withheld = max(over[2], under[2])
    if over[1] == under[1] and not withheld:
        return over, under
    return (0, 0, withheld), (0, 0, withheld)


def _known(days: Iterable[Day]) -> dict[int, int]:
    return {day: value or 0 for day, value, state in days if state <= State.ZERO}


def divided(metric: Metric, over: int | None, under: int | None) -> Decimal | None:
    """Return a ratio of two sums as they are kept; None where one is not known, or divides by 0."""
    if over is None or not under or metric.numerator is None or metric.denominator is None:
        return None
    above, below = catalogue.metric(metric.numerator), catalogue.metric(metric.denominator)
    exact = Decimal(over * metric.factor) / above.unit.scale / (Decimal(under) / below.unit.scale)
    return exact.quantize(Decimal("0.000001"))
