"""Telling figures of a lifetime apart into days and parts, such as countries or ages. Pure.

A day is the difference of how two days ended. What is withheld of either is withheld of the day,
what was taken back of a day nobody names is missing of it, and neither is ever zero.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from itertools import count

from domain.ad_reports.model import Looked, Parts
from domain.ad_reports.rules import SOURCE
from domain.insights import Insight
from domain.metrics import catalogue, columns
from domain.metrics.model import Line, Problem
from domain.metrics.rules import day_of

#: What is told apart; people reached are not, for they do not add up.
APART = ("ad_impressions", "clicks", "ad_completes")

#: Fewer than so many of a day are withheld of parts of people: the two totals a day is reckoned
#: from are large, and their difference may be of one person. Source: as Spotify does of conversions
#: (Ads API v3, `ReportField`).
FEWEST = 5

#: What says where, and not who: of these a day is told however small it is.
_OF_PLACES = frozenset({Insight.COUNTRY})

_SUPPRESSED = "suppressed"
_COUNTRY_LETTERS = 2

#: Values of a day by part.
_Day = dict[str, str]


def by_part(
    subject: str, looked: Looked, expected: Iterable[str], *, first: int = 1
) -> tuple[list[Line], list[Problem]]:
    """Return what a campaign came to on a day by part, and what was taken back.

    Without a look at the day before nothing can be told apart, so nothing is said. `expected` are
    the parts of which something must be known, for where all is withheld. `first` is the number of
    the first line.
    """
    numbers, day = count(first), day_of(looked.now.day).isoformat()
    lines: list[Line] = []
    problems: list[Problem] = []
    for metric, values in _days(looked, expected):
        for part, value in sorted(values.items()):
            line = Line(next(numbers), subject, metric, day, value, f"{looked.insight}={part}")
            if value.startswith("-"):
                problems.append(_taken_back(line, looked.insight))
                line = replace(line, value="missing")
            lines.append(line)
    return lines, problems


def names(insight: Insight, parts: Parts) -> list[str]:
    """Return the parts that are one, as series are called by them."""
    return [f"{insight}={one}" for one in sorted(parts) if _is_part(insight, one)]


def _days(looked: Looked, expected: Iterable[str]) -> Iterator[tuple[str, _Day]]:
    """Yield each metric with the values of a day by part; what was taken back is below nothing."""
    now, before = looked.now.parts, looked.before
    if before is None and now is not None:
        return
    if before is None or now is None or before.parts is None:
        parts = {*expected, *(now or ()), *(before.known if before else ())}
        known = [one for one in parts if _is_part(looked.insight, one)]
        yield from ((metric, dict.fromkeys(known, _SUPPRESSED)) for metric in APART)
        return
    # A part that was not told of the day before begins where it was told of last.
    ends, begins = _metrics(looked.insight, now), _metrics(looked.insight, before.known)
    for metric in APART:
        values = {
            part: _difference(stats[metric], begins.get(part, {}).get(metric, "0"))
            for part, stats in ends.items()
            if metric in stats
        }
        yield metric, values if looked.insight in _OF_PLACES else shielded(values)


def shielded(values: Mapping[str, str]) -> _Day:
    """Return the values of a day with those withheld that would tell of few people.

    One that is withheld alone could be told from the whole, so the next smallest goes with it.
    """
    counts = {part: value for part, value in values.items() if _is_count(value)}
    few = {part for part, value in counts.items() if 0 < Decimal(value) < FEWEST}
    hidden = len(few) + sum(value == _SUPPRESSED for value in values.values())
    if hidden == 1:
        others = [part for part in counts if part not in few and Decimal(counts[part]) > 0]
        few |= set(sorted(others, key=lambda part: (Decimal(counts[part]), part))[:1])
    return {part: _SUPPRESSED if part in few else value for part, value in values.items()}


def _is_count(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _metrics(insight: Insight, parts: Parts) -> dict[str, dict[str, str]]:
    return {
        part: {
            metric: value
            for name, value in stats.items()
            if (metric := columns.metric_of(name, SOURCE)) in APART
        }
        for part, stats in parts.items()
        if _is_part(insight, part)
    }


def _is_part(insight: Insight, part: str) -> bool:
    """Whether a text names a part: of countries two letters do, of all else what is no blank."""
    if insight is Insight.COUNTRY:
        return len(part) == _COUNTRY_LETTERS and part.isalpha()
    return bool(part.strip())


def _difference(value: str, earlier: str) -> str:
    """Return one figure less another; what is withheld or unknown of either is so of both."""
    hidden = catalogue.source(SOURCE).suppressed
    if value in hidden or earlier in hidden:
        return _SUPPRESSED
    try:
        return f"{Decimal(value) - Decimal(earlier):f}"
    except InvalidOperation:
        return "missing"


def _taken_back(line: Line, insight: Insight) -> Problem:
    """Say what was taken back; of parts of people not how much, for it may be of one person."""
    much = line.value.removeprefix("-") if insight in _OF_PLACES else "Some"
    said = f"{much} of {line.metric} ({line.dimension}) were taken back"
    cure = "Of which day is not said: the day stays unknown, and the days after it are right."
    return Problem(line.number, said, cure)
