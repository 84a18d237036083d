"""From listening to points, from points to ranks, and what corrections did to them. Pure.

A fit has 100 points: 40 for streams, 40 for completion, 20 for growth. What is not known has no
points and no weight: the rest is taken for the whole, if it has a weight of 60 at least.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from domain.audio_fit.model import Component, Fit, Known, Made, Part, Sums, Told
from domain.errors import Invalid

#: What each part is worth, in points.
WEIGHTS: Mapping[Part, int] = MappingProxyType(
    {Part.STREAMS: 40, Part.COMPLETION: 40, Part.GROWTH: 20}
)

#: How much of these weights has to be known for a rank.
WEIGHT_LEAST = 60

#: From how many streams on a part is known; below, chance says more than people do.
SAMPLE_LEAST = 100

#: So many streams a day earn half of the points for streams.
HALF_STREAMS = 100

#: The shortest and the longest window, in days; two of the longest are kept.
WINDOW_LEAST, WINDOW_MAX = 7, 365

_HUNDREDTH, _MILLIONTH = Decimal("0.01"), Decimal("0.000001")


def check_window(days: int) -> None:
    """Raise `Invalid` for a window that is too short, or longer than figures are kept."""
    if not WINDOW_LEAST <= days <= WINDOW_MAX:
        said = f"A window has {WINDOW_LEAST} to {WINDOW_MAX} days; 28 are usual."
        raise Invalid("bad_window", said, ("window",))


def heard_as(made: Iterable[Made], told: Collection[str]) -> list[str]:
    """Return which things a title's listening is told by, so that nothing is counted twice.

    `told` has those of which there are figures. What is told of the title itself counts alone;
    or else its shows, and those of its episodes whose show nothing is told of.
    """
    known = [one for one in made if one.ref in told]
    if own := [one.ref for one in known if one.kind == "title"]:
        return own
    shows = {one.ref for one in known if one.kind == "show"}
    return sorted(shows | {one.ref for one in known if one.above and one.above not in shows})


def heard_together(made: Iterable[Made], refs: Collection[str]) -> list[str]:
    """Return what several titles are heard as, `refs`: each once, no episode beside its show."""
    above = {one.ref: one.above for one in made if one.above}
    held = set(refs)
    return sorted(one for one in held if above.get(one) not in held)


def fit_of(thing_id: str, told: Sequence[Told], window: int) -> Fit:
    """Return how something does by what is told of it: each thing once, by one source."""
    components = (_streams(told, window), _completion(told, window), _growth(told, window))
    return Fit(
        thing_id,
        components,
        _together(one.now for one in told),
        _together(one.before for one in told),
        told[0].listeners if len(told) == 1 else None,
        score_of(components),
    )


def score_of(components: Sequence[Component]) -> Decimal | None:
    """Return the points of what is known, out of 100; None if too little is."""
    known = [one for one in components if one.points is not None]
    weight = sum(one.weight for one in known)
    if weight < WEIGHT_LEAST:
        return None
    points = sum((one.points for one in known if one.points is not None), Decimal(0))
    return (points * 100 / weight).quantize(_HUNDREDTH)


def ranked(fits: Iterable[Fit]) -> list[Fit]:
    """Return fits with their ranks, the best first; alike scores share one, no score has none."""
    ordered = sorted(
        fits, key=lambda one: (one.score is None, -(one.score or Decimal(0)), one.thing_id)
    )
    found: list[Fit] = []
    for place, one in enumerate(ordered, 1):
        alike = bool(found) and found[-1].score == one.score
        rank = found[-1].rank if alike else place
        found.append(replace(one, rank=None if one.score is None else rank))
    return found


def restated(
    was: int | None, put: int | None, at: date, days: Collection[date], *, corrected: bool
) -> str:
    """Return how figures of `days` moved a rank that was published `at`; empty if they did not.

    They were corrected, or else only came in later.
    """
    if was == put or not days:
        return ""
    before = f"was {ordinal(was)}" if was else "had no rank"
    span = " to ".join(dict.fromkeys(said(day, at) for day in (min(days), max(days))))
    what = f"corrected figures of {span}" if corrected else f"figures of {span} that came later"
    after = f"put it {ordinal(put)}" if put else "leave it without a rank"
    return f"{before} as of {said(at, at)}; {what} {after}"


def ordinal(number: int) -> str:
    """Return a number as it counts places: 1st, 2nd, 11th."""
    ends = {1: "st", 2: "nd", 3: "rd"}
    teen = number % 100 in range(11, 14)
    return f"{number}{'th' if teen else ends.get(number % 10, 'th')}"


def said(day: date, beside: date) -> str:
    """Return a day as it is said beside another: with its year where that is another one."""
    year = "" if day.year == beside.year else f" {day.year}"
    return f"{day.day} {day:%b}{year}"


def _streams(told: Sequence[Told], window: int) -> Component:
    sums = [one.now for one in told]
    known, used = _known(sums, [one for one in sums if _covers(one, window)])
    if known is not Known.KNOWN:
        return _unknown(Part.STREAMS, known, sums, used)
    daily = _daily(used)
    return _component(Part.STREAMS, daily, daily / (daily + HALF_STREAMS), used)


def _completion(told: Sequence[Told], window: int) -> Component:
    pairs = [one for one in told if _covers(one.started, window)]
    sums = [one.started for one in told]
    known, used = _known(sums, [one.started for one in pairs])
    if known is not Known.KNOWN:
        return _unknown(Part.COMPLETION, known, sums, used)
    rate = Decimal(sum(one.completes.total for one in pairs)) / sum(one.total for one in used)
    # Days of both come from imports of their own, so more may have been ended than begun.
    return _component(Part.COMPLETION, rate, min(rate, Decimal(1)), used)


def _growth(told: Sequence[Told], window: int) -> Component:
    pairs = [one for one in told if _covers(one.now, window) and _covers(one.before, window)]
    sums = [one.before for one in told]
    known, used = _known(sums, [one.before for one in pairs])
    if known is not Known.KNOWN:
        return _unknown(Part.GROWTH, known, sums, used)
    times = _daily([one.now for one in pairs]) / _daily(used)
    return _component(Part.GROWTH, times - 1, min(times, Decimal(2)) / 2, used)


def _known(sums: Sequence[Sums], used: list[Sums]) -> tuple[Known, list[Sums]]:
    """Return whether enough is known, and of which sums: those that cover half of the window."""
    whole = _together(sums)
    if not whole.days and not whole.hidden:
        return Known.MISSING, used
    if not used:
        return (Known.WITHHELD if whole.hidden else Known.TOO_FEW), used
    enough = sum(one.total for one in used) >= SAMPLE_LEAST
    return (Known.KNOWN if enough else Known.TOO_FEW), used


def _covers(sums: Sums, window: int) -> bool:
    return sums.days * 2 >= window


def _daily(sums: Iterable[Sums]) -> Decimal:
    """Return how many a day: each by its own known days, so that a missing one is no zero."""
    return sum((Decimal(one.total) / one.days for one in sums), Decimal(0))


def _together(sums: Iterable[Sums]) -> Sums:
    held = list(sums)
    return Sums(
        sum(one.total for one in held),
        sum(one.days for one in held),
        sum(one.hidden for one in held),
    )


def _component(part: Part, value: Decimal, share: Decimal, used: Sequence[Sums]) -> Component:
    whole, weight = _together(used), WEIGHTS[part]
    return Component(
        part,
        weight,
        Known.KNOWN,
        value.quantize(_MILLIONTH),
        share.quantize(_MILLIONTH),
        (share * weight).quantize(_HUNDREDTH),
        whole.total,
        whole.days,
        whole.hidden,
    )


def _unknown(part: Part, known: Known, sums: Sequence[Sums], used: Sequence[Sums]) -> Component:
    whole, sample = _together(sums), _together(used)
    return Component(
        part, WEIGHTS[part], known, sample=sample.total, days=whole.days, hidden=whole.hidden
    )
