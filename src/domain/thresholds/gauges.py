"""Gauges: what a threshold says, made ready for being held against many series.

Whatever is the same for every series is reckoned once, for a look is at ten thousand of them.
Pure; in whole numbers, so that both engines and Python agree: bounds are of values as they are
kept, or millionths of a quotient, products are compared, and only what is shown is divided.
"""

import math
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import NamedTuple, Protocol

from domain.metrics import catalogue
from domain.metrics.model import Unit
from domain.thresholds import pacing
from domain.thresholds.model import (
    AlertSeverity,
    Finding,
    Piece,
    Probe,
    Side,
    Terms,
    ThresholdKind,
    Verdict,
    Window,
)
from domain.thresholds.rules import (
    BASE_DAYS,
    BASE_KNOWN,
    NEVER,
    PACE_DAYS,
    PACE_PART,
    PARTS,
    parts,
    sign_of,
    whole,
    wilson,
)

#: How finely a quotient is shown.
_SHOWN = Decimal("0.000001")

# Looked up once: an attribute of an enumeration is a call.
_BAD, _CLEAR, _GOOD, _UNKNOWN = Verdict.BAD, Verdict.CLEAR, Verdict.GOOD, Verdict.UNKNOWN
_WARNING, _CRITICAL = AlertSeverity.WARNING, AlertSeverity.CRITICAL

#: A finding of all its values in order: in a third of the time.
_found = Finding._make


class Gauge(Protocol):
    """What has to be known of a series, and what that says."""

    def pieces(self, probe: Probe, day: int) -> tuple[Piece, ...]:
        """Return what has to be known to judge as of `day`."""
        ...

    def judge(self, probe: Probe, day: int, windows: Sequence[Window]) -> Finding:
        """Return what the windows of `pieces` say as of `day`."""
        ...


def gauge(terms: Terms) -> Gauge:
    """Return what `terms` are judged by."""
    if terms.kind is ThresholdKind.PACING:
        return _Pace(terms)
    if terms.kind is not ThresholdKind.TARGET:
        return _Comparison(terms)
    return _Ratio(terms) if catalogue.metric(terms.metric).derived else _EachDay(terms)


class _EachDay:
    """Every day has to be bad; one that is good says so whatever is not known of the others."""

    def __init__(self, terms: Terms) -> None:
        self.terms, self.days, self.sign = terms, terms.days, sign_of(terms)
        self.scale = catalogue.metric(terms.metric).unit.scale
        self.warning = self._edge(terms.warning)
        self.critical = NEVER if terms.critical is None else self._edge(terms.critical)
        self.clear = self._edge(terms.warning + self.sign * terms.recover_margin)

    def _edge(self, bound: Decimal) -> int:
        """Return what a kept value times the sign is below where it is beyond a bound."""
        return math.ceil(bound * self.scale * self.sign)

    def pieces(self, probe: Probe, day: int) -> tuple[Piece, ...]:
        first = day - self.days + 1
        return ((probe.series, first, day, self.sign, self.warning, self.critical),)

    def judge(self, _: Probe, day: int, windows: Sequence[Window]) -> Finding:
        known, _hidden, _total, warned, critical, last = seen = windows[0]
        days, bound = self.days, self.terms.warning
        value = None if last is None else Decimal(last) / self.scale
        if known < days and warned == known:
            return _unknown(day, _lacking(days, seen), value, present=last is not None)
        if warned == days:
            if critical == days:
                return _found((_BAD, day, _CRITICAL, value, self.terms.critical, "", True))
            return _found((_BAD, day, _WARNING, value, bound, "", True))
        if last is None:
            return _found((_UNKNOWN, day, _WARNING, None, bound, _lacking(days, seen), False))
        verdict = _CLEAR if last * self.sign >= self.clear else _GOOD
        return _found((verdict, day, _WARNING, value, bound, "", True))


class _Ratio:
    """Sum over sum; of a share the bound of Wilson must be beyond the target, not the share."""

    def __init__(self, terms: Terms) -> None:
        self.terms, self.days, self.sign = terms, terms.days, sign_of(terms)
        metric = catalogue.metric(terms.metric)
        above, below = (
            catalogue.metric(one or "").unit for one in (metric.numerator, metric.denominator)
        )
        self.above, self.below = metric.factor * below.scale * PARTS, above.scale
        self.share, self.sample = metric.unit is Unit.SHARE, max(1, terms.min_sample)
        self.edge = parts(terms.warning)
        self.clear = parts(terms.warning + self.sign * terms.recover_margin)

    def pieces(self, probe: Probe, day: int) -> tuple[Piece, ...]:
        first, under = day - self.days + 1, probe.under
        assert under is not None  # noqa: S101  A ratio is looked at with both (`probing.py`).
        return whole(probe.series, first, day), whole(under, first, day)

    def judge(self, _: Probe, day: int, windows: Sequence[Window]) -> Finding:
        over, under = windows
        present = over.last is not None and under.last is not None
        less = over if over.known < under.known else under
        if less.known < self.days:
            return _unknown(day, _lacking(self.days, less), present=present)
        if under.total < self.sample:
            return _unknown(day, f"reckoned from {under.total} only", present=present)
        top, bottom = over.total * self.above, under.total * self.below
        value = (Decimal(top) / bottom / PARTS).quantize(_SHOWN)
        if (top - self.edge * bottom) * self.sign < 0:
            for severity, bound in _worst_first(self.terms):
                if (top - parts(bound) * bottom) * self.sign < 0 and self._sure(bound, over, under):
                    return _found((_BAD, day, severity, value, bound, "", present))
        verdict = _CLEAR if (top - self.clear * bottom) * self.sign >= 0 else _GOOD
        return _found((verdict, day, _WARNING, value, self.terms.warning, "", present))

    def _sure(self, bound: Decimal, over: Window, under: Window) -> bool:
        """Whether what is beyond a bound is so for more than chance."""
        if not self.share:
            return True
        low, high = wilson(over.total, under.total)
        return high < float(bound) if self.sign > 0 else low > float(bound)


class _Gap:
    """How far something is off, as a part of what it is held against."""

    def __init__(self, terms: Terms) -> None:
        self.terms, self.days, self.sign = terms, terms.days, sign_of(terms)
        self.edge, self.clear = parts(terms.warning), parts(terms.warning - terms.recover_margin)

    def off(self, day: int, top: int, bottom: int, *, present: bool) -> Finding:
        """Judge what is off by `top` parts of `bottom`."""
        gap = -top * self.sign * PARTS
        value = (Decimal(top) / bottom).quantize(_SHOWN)
        if gap > self.edge * bottom:
            for severity, bound in _worst_first(self.terms):
                if gap > parts(bound) * bottom:
                    return _found((_BAD, day, severity, value, bound, "", present))
        verdict = _CLEAR if gap <= self.clear * bottom else _GOOD
        return _found((verdict, day, _WARNING, value, self.terms.warning, "", present))


class _Comparison(_Gap):
    """Averages of days, or ratios, held against what they were before."""

    def __init__(self, terms: Terms) -> None:
        super().__init__(terms)
        change = terms.kind is ThresholdKind.CHANGE
        self.back = terms.days if change else BASE_DAYS
        self.needed = terms.days if change else BASE_KNOWN
        self.sample = max(1, terms.min_sample)

    def pieces(self, probe: Probe, day: int) -> tuple[Piece, ...]:
        first = day - self.days + 1
        last = first - 1 if probe.before is None else min(first, probe.before) - 1
        start = last - self.back + 1
        found = whole(probe.series, first, day), whole(probe.series, start, last)
        if probe.under is None:
            return found
        return *found, whole(probe.under, first, day), whole(probe.under, start, last)

    def judge(self, _: Probe, day: int, windows: Sequence[Window]) -> Finding:
        recent, base = windows[0], windows[1]
        present = recent.last is not None
        new, old = recent.known, base.known
        short, sample = new < self.days or old < self.needed, base.total
        if len(windows) > 2:  # noqa: PLR2004  The two of a ratio: what is divided, and by what.
            under, under_base = windows[2], windows[3]
            short = short or under.known < self.days or under_base.known < self.needed
            new, old = under.total, under_base.total
            sample = min(new, old)
        if short:
            return _unknown(day, self._lacking(windows), present=present)
        if sample < self.sample or new <= 0 or old <= 0 or base.total <= 0:
            return _unknown(day, f"before it there were {sample} only", present=present)
        # recent / new over base / old, less 1, as one quotient
        bottom = base.total * new
        return self.off(day, recent.total * old - bottom, bottom, present=present)

    def _lacking(self, windows: Sequence[Window]) -> str:
        """Return what the first of the windows lacks that lack anything."""
        wanted = (self.days, self.needed) * 2
        some = zip(wanted, windows, strict=False)
        return next(_lacking(need, seen) for need, seen in some if seen.known < need)


class _Due(NamedTuple):
    """What part of a budget is to be spent by a day, and in the last days alone, as quotients."""

    top: int
    bottom: int
    lately_top: int
    lately_bottom: int


class _Pace(_Gap):
    """Part of the budget against what is planned by now; the last days must be off as well.

    Days that lack make a sum too small: what is ahead of its plan is so whatever they were.
    """

    def __init__(self, terms: Terms) -> None:
        super().__init__(terms)
        self.ahead = terms.side is Side.ABOVE
        self.due = lru_cache(maxsize=512)(partial(_due, terms))

    def pieces(self, probe: Probe, day: int) -> tuple[Piece, ...]:
        start = probe.plan.first if probe.plan else day
        recent = max(start, day - PACE_DAYS + 1)
        return whole(probe.series, start, day), whole(probe.series, recent, day)

    def judge(self, probe: Probe, day: int, windows: Sequence[Window]) -> Finding:
        spent, recent = windows
        plan, present = probe.plan, spent.last is not None
        if plan is None or plan.budget <= 0:
            return _unknown(day, "there is no budget", present=present)
        gone, budget = day - plan.first + 1, plan.budget
        due = self.due(gone, plan.last - plan.first + 1)
        if due is None:
            return _unknown(day, "it has only begun", present=present)
        bottom = budget * due.bottom
        found = self.off(day, spent.total * due.bottom - budget * due.top, bottom, present=present)
        bad = found.verdict is _BAD
        if spent.known != gone and not (bad and self.ahead):
            return _unknown(day, _lacking(gone, spent), present=present)
        off = recent.total * due.lately_bottom - budget * due.lately_top
        if off * self.sign >= 0 and found.verdict is not _CLEAR:
            bound = self.terms.warning
            return _found((_CLEAR, day, _WARNING, found.value, bound, "", present))
        return found


def _due(terms: Terms, gone: int, days: int) -> _Due | None:
    """Return what is due when `gone` of `days` are over; None while it has only begun."""
    if gone < max(PACE_DAYS, math.ceil(days / PACE_PART)):
        return None
    due = pacing.due(terms.pace, terms.plan, gone, days)
    lately = due - pacing.due(terms.pace, terms.plan, max(0, gone - PACE_DAYS), days)
    return _Due(due.numerator, due.denominator, lately.numerator, lately.denominator)


def _worst_first(terms: Terms) -> tuple[tuple[AlertSeverity, Decimal], ...]:
    """Return the bounds, what is critical first; it is at least as bad as what warns."""
    warns = (_WARNING, terms.warning)
    return (warns,) if terms.critical is None else ((_CRITICAL, terms.critical), warns)


def _unknown(day: int, why: str, value: Decimal | None = None, *, present: bool) -> Finding:
    return _found((_UNKNOWN, day, _WARNING, value, None, why, present))


def _lacking(wanted: int, seen: Window) -> str:
    withheld = f", {seen.hidden} are withheld" if seen.hidden else ""
    return f"{seen.known} of {wanted} days are known{withheld}"
