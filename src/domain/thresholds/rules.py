"""What figures are judged by. Pure; in whole numbers, so that both engines and Python agree.

Bounds are in millionths, products are compared instead of quotients, and only what is shown is
divided.
"""

import hashlib
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache

from domain.metrics import catalogue
from domain.metrics.model import Subject, Unit
from domain.thresholds import pacing
from domain.thresholds.model import (
    AlertSeverity,
    Finding,
    Piece,
    Plan,
    Probe,
    Side,
    Terms,
    ThresholdKind,
    Verdict,
    Window,
)

PARTS = 1_000_000

#: How many days a baseline is made of, and how many of them must be known: four whole weeks, so
#: that the wave of a week is in it four times.
BASE_DAYS, BASE_KNOWN = 28, 14

#: The one-sided 95 % bound of a normal distribution.
Z = 1.6448536269514722

#: A campaign is not judged by its pace before this many days, and a tenth of its flight.
PACE_DAYS, PACE_PART = 3, 10

#: What no value reaches: kept values are below 10^15.
_NEVER = -(10**17)


def key_of(threshold_id: str, subject_id: str, source: str, dimension: str, side: Side) -> str:
    """Return what an alert is known by: not the version, value or day, so that it stays one."""
    text = f"{threshold_id}|{subject_id}|{source}|{dimension}|{side}"
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=4_096)
def parts(value: Decimal) -> int:
    """Return a bound in millionths."""
    return int(value * PARTS)


def sign_of(terms: Terms) -> int:
    """Return 1 where small values are bad, -1 where large ones are."""
    return 1 if terms.side is Side.BELOW else -1


def watches(terms: Terms, subject: Subject) -> bool:
    """Whether a threshold is about a thing, alone or among others."""
    return (
        terms.subject_id in (None, subject.id)
        and terms.subject_kind in (None, subject.kind)
        and terms.brand_id in (None, subject.brand_id)
    )


def pieces(probe: Probe, day: int) -> tuple[Piece, ...]:
    """Return what has to be known to judge as of `day`."""
    terms = probe.threshold.terms
    first = day - terms.days + 1
    if terms.kind is ThresholdKind.PACING:
        start = probe.plan.first if probe.plan else day
        recent = max(start, day - PACE_DAYS + 1)
        return whole(probe.series, start, day), whole(probe.series, recent, day)
    if terms.kind is ThresholdKind.TARGET:
        if probe.under is not None:
            return whole(probe.series, first, day), whole(probe.under, first, day)
        metric, sign = catalogue.metric(terms.metric), sign_of(terms)
        warning = _edge(terms.warning, metric.unit.scale, sign)
        critical = (
            _NEVER if terms.critical is None else _edge(terms.critical, metric.unit.scale, sign)
        )
        return ((probe.series, first, day, sign, warning, critical),)
    last = first - 1
    if probe.before is not None:
        last = min(last, probe.before - 1)
    start = last - (terms.days if terms.kind is ThresholdKind.CHANGE else BASE_DAYS) + 1
    found = [whole(probe.series, first, day), whole(probe.series, start, last)]
    if probe.under is not None:
        found += [whole(probe.under, first, day), whole(probe.under, start, last)]
    return tuple(found)


def whole(series: int, first: int, last: int) -> Piece:
    """Return what asks for the sum of a series from one day to another, both included."""
    return series, first, last, 1, _NEVER, _NEVER


@lru_cache(maxsize=4_096)
def _edge(bound: Decimal, scale: int, sign: int) -> int:
    """Return what a kept value times its sign is below where it is beyond a bound."""
    return math.ceil(bound * scale * sign)


def judge(probe: Probe, day: int, windows: Sequence[Window]) -> Finding:
    """Return what the windows of `pieces` say as of `day`."""
    terms = probe.threshold.terms
    if terms.kind is ThresholdKind.PACING:
        return _pacing(terms, probe.plan, day, windows)
    if terms.kind is ThresholdKind.TARGET:
        if probe.under is not None:
            return _ratio(terms, day, windows)
        return _each_day(terms, day, windows[0])
    return _compared(terms, day, windows)


def _each_day(terms: Terms, day: int, seen: Window) -> Finding:
    """Every day has to be bad; one that is good says so whatever is not known of the others."""
    metric, sign = catalogue.metric(terms.metric), sign_of(terms)
    present = seen.last is not None
    value = None if seen.last is None else Decimal(seen.last) / metric.unit.scale
    if seen.known < terms.days and seen.warned == seen.known:
        return _unknown(day, _lacking(terms.days, seen), value, present=present)
    critical = seen.critical == terms.days
    bound = terms.critical if critical else terms.warning
    severity = AlertSeverity.CRITICAL if critical else AlertSeverity.WARNING
    if seen.warned == terms.days:
        return Finding(Verdict.BAD, day, severity, value, bound, present=present)
    edge = _edge(terms.warning + sign * terms.recover_margin, metric.unit.scale, sign)
    clear = seen.last is not None and seen.last * sign >= edge
    verdict = Verdict.CLEAR if clear else Verdict.GOOD if present else Verdict.UNKNOWN
    why = "" if present else _lacking(terms.days, seen)
    return Finding(verdict, day, value=value, bound=terms.warning, why=why, present=present)


def _ratio(terms: Terms, day: int, windows: Sequence[Window]) -> Finding:
    """Sum over sum; of a share the bound of Wilson must be beyond the target, not the share."""
    over, under = windows
    present = over.last is not None and under.last is not None
    if min(over.known, under.known) < terms.days:
        less = over if over.known < under.known else under
        return _unknown(day, _lacking(terms.days, less), present=present)
    if under.total < max(1, terms.min_sample):
        return _unknown(day, f"reckoned from {under.total} only", present=present)
    metric, sign = catalogue.metric(terms.metric), sign_of(terms)
    above, below = (
        catalogue.metric(one or "").unit for one in (metric.numerator, metric.denominator)
    )
    top = over.total * metric.factor * below.scale * PARTS
    bottom = under.total * above.scale
    value = (Decimal(top) / bottom / PARTS).quantize(Decimal("0.000001"))

    def beyond(bound: Decimal) -> bool:
        if (top - parts(bound) * bottom) * sign >= 0:
            return False
        if metric.unit is not Unit.SHARE:
            return True
        low, high = wilson(over.total, under.total)
        return high < float(bound) if terms.side is Side.BELOW else low > float(bound)

    edge = parts(terms.warning + sign * terms.recover_margin)
    return _settled(
        terms, day, value, beyond, clear=(top - edge * bottom) * sign >= 0, present=present
    )


def _compared(terms: Terms, day: int, windows: Sequence[Window]) -> Finding:
    """Averages of days, or ratios, held against what they were before."""
    recent, base = windows[:2]
    present = recent.last is not None
    needed = terms.days if terms.kind is ThresholdKind.CHANGE else BASE_KNOWN
    for wanted, seen in ((terms.days, recent), (needed, base)):
        if seen.known < wanted:
            return _unknown(day, _lacking(wanted, seen), present=present)
    new, old = (recent.total, recent.known), (base.total, base.known)
    sample = base.total
    if len(windows) > 2:  # noqa: PLR2004  The two of a ratio: what is divided, and by what.
        for wanted, seen in ((terms.days, windows[2]), (needed, windows[3])):
            if seen.known < wanted:
                return _unknown(day, _lacking(wanted, seen), present=present)
        new, old = (recent.total, windows[2].total), (base.total, windows[3].total)
        sample = min(windows[2].total, windows[3].total)
    if sample < max(1, terms.min_sample) or min(new[1], old[0], old[1]) <= 0:
        return _unknown(day, f"before it there were {sample} only", present=present)
    # new / old - 1, as one quotient
    top, bottom = new[0] * old[1] - old[0] * new[1], old[0] * new[1]
    return _off(terms, day, top, bottom, present=present)


def _pacing(terms: Terms, plan: Plan | None, day: int, windows: Sequence[Window]) -> Finding:
    """Part of the budget against what is planned by now; the last days must be off as well.

    Days that lack make a sum too small: what is ahead of its plan is so whatever they were.
    """
    spent, recent = windows
    present = spent.last is not None
    if plan is None or plan.budget <= 0:
        return _unknown(day, "there is no budget", present=present)
    gone = day - plan.first + 1
    if gone < max(PACE_DAYS, math.ceil(plan.days / PACE_PART)):
        return _unknown(day, "it has only begun", present=present)
    due = pacing.due(terms.pace, terms.plan, gone, plan.days)
    top = spent.total * due.denominator - plan.budget * due.numerator
    found = _off(terms, day, top, plan.budget * due.denominator, present=present)
    sure = spent.known == gone or (terms.side is Side.ABOVE and found.verdict is Verdict.BAD)
    if not sure:
        return _unknown(day, _lacking(gone, spent), present=present)
    lately = due - pacing.due(terms.pace, terms.plan, max(0, gone - PACE_DAYS), plan.days)
    off = recent.total * lately.denominator - plan.budget * lately.numerator
    if off * sign_of(terms) >= 0 and found.verdict in (Verdict.BAD, Verdict.GOOD):
        return Finding(Verdict.CLEAR, day, value=found.value, bound=terms.warning, present=present)
    return found


def _off(terms: Terms, day: int, top: int, bottom: int, *, present: bool) -> Finding:
    """Judge by how far off something is, as `top` parts of `bottom`."""
    sign = sign_of(terms)
    gap = -top * sign * PARTS
    value = (Decimal(top) / bottom).quantize(Decimal("0.000001"))
    edge = parts(terms.warning - terms.recover_margin)

    def beyond(bound: Decimal) -> bool:
        return gap > parts(bound) * bottom

    return _settled(terms, day, value, beyond, clear=gap <= edge * bottom, present=present)


def _settled(
    terms: Terms,
    day: int,
    value: Decimal,
    beyond: Callable[[Decimal], bool],
    *,
    clear: bool,
    present: bool,
) -> Finding:
    if terms.critical is not None and beyond(terms.critical):
        critical = AlertSeverity.CRITICAL
        return Finding(Verdict.BAD, day, critical, value, terms.critical, present=present)
    verdict = Verdict.BAD if beyond(terms.warning) else Verdict.CLEAR if clear else Verdict.GOOD
    return Finding(verdict, day, value=value, bound=terms.warning, present=present)


def _unknown(day: int, why: str, value: Decimal | None = None, *, present: bool) -> Finding:
    return Finding(Verdict.UNKNOWN, day, value=value, why=why, present=present)


def _lacking(wanted: int, seen: Window) -> str:
    withheld = f", {seen.hidden} are withheld" if seen.hidden else ""
    return f"{seen.known} of {wanted} days are known{withheld}"


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the one-sided 95 % bounds of a share (Wilson 1927); no trials say nothing."""
    if trials <= 0:
        return 0.0, 1.0
    share, square = min(successes / trials, 1.0), Z * Z
    middle = share + square / (2 * trials)
    spread = Z * math.sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    whole = 1 + square / trials
    return (middle - spread) / whole, (middle + spread) / whole
