"""What all days of several things add up to, in one question."""

from collections.abc import Sequence
from datetime import date

from domain.metrics import catalogue, flight_records, ratios, rules
from domain.metrics.model import Metric, State, Sum


async def sums_of(subjects: Sequence[str], wanted: Sequence[str]) -> dict[str, list[Sum]]:
    """Return the sums of `wanted` metrics of things by id; those that nobody said are left out.

    A ratio is there where both of its sums are of the same days, none of them withheld.
    """
    metrics = [catalogue.metric(key) for key in wanted]
    needed = {part for one in metrics for part in (one.numerator, one.denominator) if part}
    needed |= {one.key for one in metrics if not one.derived}
    kept = await flight_records.flight_totals(subjects, sorted(needed))
    found: dict[str, list[Sum]] = {}
    for subject in subjects:
        mine = kept.get(subject, {})
        sources = sorted({source for _, source in mine})
        found[subject] = [
            one
            for metric in metrics
            for source in sources
            if (one := _sum(metric, source, mine)) is not None
        ]
    return found


def _sum(
    metric: Metric, source: str, kept: dict[tuple[str, str], flight_records.FlightTotal]
) -> Sum | None:
    if not metric.derived:
        mine = kept.get((metric.key, source))
        if mine is None:
            return None
        state = State.SUPPRESSED if mine.hidden else State.MISSING
        if mine.days:
            state = State.VALUE if mine.total else State.ZERO
        value = rules.shown(mine.total, metric) if mine.days else None
        return Sum(metric, source, value, state, mine.days, mine.hidden, _day(mine))
    over, under = (
        kept.get((part or "", source)) for part in (metric.numerator, metric.denominator)
    )
    if over is None or under is None:
        return None
    alike = (over.days, over.which) == (under.days, under.which)
    alike = alike and not (over.hidden or under.hidden)
    value = ratios.divided(metric, over.total, under.total) if alike else None
    state = State.VALUE if value else State.ZERO if value is not None else State.MISSING
    days, hidden = min(over.days, under.days), max(over.hidden, under.hidden)
    return Sum(metric, source, value, state, days, hidden, _day(over))


def _day(one: flight_records.FlightTotal) -> date | None:
    return None if one.last is None else rules.day_of(one.last)
