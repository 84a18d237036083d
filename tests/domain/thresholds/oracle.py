"""The same verdicts in plain Python: fractions, days one by one; no windows, no whole numbers."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from domain.metrics import catalogue
from domain.thresholds.model import Plan, Side, Terms, ThresholdKind, Verdict

#: Days by number, each with its value as it is kept; None where it is withheld.
Days = Mapping[int, int | None]


def verdict(
    terms: Terms, day: int, over: Days, under: Days | None = None, plan: Plan | None = None
) -> Verdict:
    """Return what the days of one or two series say as of `day`: good, bad, or nothing.

    Shares are judged by themselves, without the bound of chance.
    """
    if terms.kind is ThresholdKind.PACING:
        assert plan is not None
        return _pace(terms, day, over, plan)
    if terms.kind is not ThresholdKind.TARGET:
        return _compared(terms, day, over, under)
    return _each(terms, day, over) if under is None else _ratio(terms, day, over, under)


def _beyond(terms: Terms, value: Fraction, bound: Fraction) -> bool:
    return value < bound if terms.side is Side.BELOW else value > bound


def _told(*, bad: bool) -> Verdict:
    return Verdict.BAD if bad else Verdict.GOOD


def _known(days: Days, some: Iterable[int]) -> list[int]:
    return [value for one in some if (value := days.get(one)) is not None]


def _window(terms: Terms, day: int) -> range:
    return range(day - terms.days + 1, day + 1)


def _each(terms: Terms, day: int, over: Days) -> Verdict:
    scale = catalogue.metric(terms.metric).unit.scale
    known = _known(over, _window(terms, day))
    bad = all(_beyond(terms, Fraction(one, scale), Fraction(terms.warning)) for one in known)
    if not bad:
        return Verdict.GOOD if over.get(day) is not None else Verdict.UNKNOWN
    return Verdict.BAD if len(known) == terms.days else Verdict.UNKNOWN


def _ratio(terms: Terms, day: int, over: Days, under: Days) -> Verdict:
    metric = catalogue.metric(terms.metric)
    tops, bottoms = _known(over, _window(terms, day)), _known(under, _window(terms, day))
    if min(len(tops), len(bottoms)) < terms.days or sum(bottoms) < max(1, terms.min_sample):
        return Verdict.UNKNOWN
    above, below = (catalogue.metric(one or "") for one in (metric.numerator, metric.denominator))
    top = Fraction(sum(tops) * metric.factor, above.unit.scale)
    value = top / Fraction(sum(bottoms), below.unit.scale)
    return _told(bad=_beyond(terms, value, Fraction(terms.warning)))


def _pace(terms: Terms, day: int, over: Days, plan: Plan) -> Verdict:
    gone = day - plan.first + 1
    if gone < 3 or gone * 10 < plan.days:
        return Verdict.UNKNOWN
    flight = [over.get(one) for one in range(plan.first, day + 1)]
    even = Fraction(plan.budget, plan.days)
    gap = (sum(one or 0 for one in flight) - even * gone) / plan.budget
    short = sum(one or 0 for one in flight[-3:]) - even * 3
    sign = -1 if terms.side is Side.BELOW else 1
    far = gap * sign > Fraction(terms.warning)
    if None in flight and not (far and sign > 0):
        return Verdict.UNKNOWN
    return _told(bad=far and short * sign > 0)


def _compared(terms: Terms, day: int, over: Days, under: Days | None) -> Verdict:
    recent = _window(terms, day)
    baseline = terms.kind is ThresholdKind.BASELINE
    earlier = range(recent[0] - (28 if baseline else terms.days), recent[0])
    series = [over] if under is None else [over, under]
    known = [(_known(one, recent), _known(one, earlier)) for one in series]
    if any(
        len(new) < terms.days or len(old) < (14 if baseline else terms.days) for new, old in known
    ):
        return Verdict.UNKNOWN
    (new, old), *_ = known
    sample = sum(old) if under is None else min(map(sum, known[1]))
    if sample < max(1, terms.min_sample) or not sum(old):
        return Verdict.UNKNOWN
    by = (len(new), len(old)) if under is None else (sum(known[1][0]), sum(known[1][1]))
    change = Fraction(sum(new), by[0]) / Fraction(sum(old), by[1]) - 1
    sign = -1 if terms.side is Side.BELOW else 1
    return _told(bad=change * sign > Fraction(terms.warning))
