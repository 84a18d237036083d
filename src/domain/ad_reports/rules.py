"""Which days are asked for, until when, what answers say, and whether spend can be. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import count

from domain.ad_reports.model import Countries, Row, Snapshot
from domain.metrics import catalogue, columns, contradictions
from domain.metrics.model import Line, Problem
from domain.metrics.rules import KEPT_DAYS, day_of

#: Whose figures these are.
SOURCE = "spotify-ads"

#: The days asked for again each time, for they may be corrected: until a purchase is put down to
#: an ad no more. Source: attribution windows of the Ads API v3.
RESTATED_DAYS = 30

#: The most days of one answer by day, and of one file. Source: Ads API v3, reports.
ANSWER_DAYS_MAX = 90
FILE_DAYS_MAX = 365

#: How long after a flight its figures by country are asked for. Source: Ads API v3, insights.
COUNTRIES_AFTER_DAYS = 14

#: After how many days every figure stands still.
SETTLED_DAYS = max(catalogue.settle_days(one, SOURCE) for one in catalogue.METRICS)

#: What is told apart by country; people reached are not, for they do not add up.
BY_COUNTRY = ("ad_impressions", "clicks", "ad_completes")

_SUPPRESSED = "suppressed"
_COUNTRY_LETTERS = 2


def first_day(through: int | None, begins: date, yesterday: date) -> date:
    """Return the first day to ask for: what may be corrected, and what was not asked for yet."""
    again = yesterday - timedelta(days=RESTATED_DAYS - 1)
    due = begins if through is None else day_of(through) + timedelta(days=1)
    return max(min(again, due), yesterday - timedelta(days=KEPT_DAYS - 1))


def spans(first: date, last: date, most: int) -> Iterator[tuple[date, date]]:
    """Yield the days from `first` to `last` in spans of at most `most`, oldest first."""
    while first <= last:
        end = min(first + timedelta(days=most - 1), last)
        yield first, end
        first = end + timedelta(days=1)


def settled(ends: date, yesterday: date) -> bool:
    """Whether nothing more is expected of a campaign of which `ends` was the last day."""
    return yesterday >= ends + timedelta(days=SETTLED_DAYS)


def lines_of(
    rows: Iterable[Row], subject: str, parts: Mapping[str, str], currency: str
) -> list[Line]:
    """Return the figures of rows about `subject`.

    `parts` says of which part the platform's ids are, such as `ad_set=DE`; empty for the whole.
    What nobody here asked for is left out.
    """
    numbers = count(1)
    return [
        Line(next(numbers), subject, metric, row.day, value, parts[row.outside_id], currency)
        for row in rows
        if row.outside_id in parts
        for name, value in row.stats.items()
        if (metric := columns.metric_of(name, SOURCE)) is not None
    ]


def odd_spend(lines: Sequence[Line]) -> str | None:
    """Return why the spend of a whole campaign cannot be; None where it can.

    All its days are held together, so that a day of impressions for free is no wonder.
    """
    whole = [one for one in lines if not one.dimension]
    spend = sum(_amounts(whole, {"spend"}), Decimal(0))
    heard = sum(_amounts(whole, {"ad_impressions", "ad_impressions_off_spotify"}), Decimal(0))
    if not spend:
        return None
    currency = next(one.currency for one in whole if one.metric == "spend")
    cost = spend * 1_000 / heard if heard else None
    least, most = contradictions.bounds(currency)
    if cost is not None and least <= cost <= most:
        return None
    said = "without any impression" if cost is None else f"{cost:,.2f} for a thousand impressions"
    return f"Spend of {spend:,.2f} {currency} would be {said}"


def without_spend(lines: Sequence[Line], odd: str) -> tuple[list[Line], list[Problem]]:
    """Return lines without those of spend, and a problem for each of these."""
    cure = (
        "Hold it against the ad account; if it is right, bring it in with `greenlight import"
        " metrics`, else ask the platform whether it changed the unit."
    )
    return (
        [one for one in lines if one.metric != "spend"],
        [Problem(one.number, odd, cure) for one in lines if one.metric == "spend"],
    )


def by_country(
    subject: str,
    now: Snapshot,
    before: Snapshot | None,
    expected: Iterable[str],
    *,
    first: int = 1,
) -> tuple[list[Line], list[Problem]]:
    """Return what a campaign came to by country on the day of `now`, and what was taken back.

    `before` is how it stood a day earlier; without it nothing can be told apart, so nothing is
    said. `expected` are the countries in which it runs, for where all is withheld. `first` is the
    number of the first line.
    """
    numbers, day = count(first), day_of(now.day).isoformat()
    lines: list[Line] = []
    problems: list[Problem] = []
    for country, metric, value in _told(now, before, expected):
        line = Line(next(numbers), subject, metric, day, value, f"country={country}")
        if value.startswith("-"):
            problems.append(_taken_back(line))
            line = replace(line, value="missing")
        lines.append(line)
    return lines, problems


def _told(
    now: Snapshot, before: Snapshot | None, expected: Iterable[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield country, metric and value of a day; what was taken back is less than nothing."""
    if now.countries is None:
        known = {*expected, *((before.countries or ()) if before else ())}
        yield from ((one, metric, _SUPPRESSED) for one in sorted(known) for metric in BY_COUNTRY)
        return
    if before is None or before.countries is None:
        return
    for country, stats in sorted(_metrics(now.countries).items()):
        earlier = _metrics(before.countries).get(country, {})
        for metric, value in stats.items():
            yield country, metric, _difference(value, earlier.get(metric, "0"))


def _metrics(countries: Countries) -> dict[str, dict[str, str]]:
    return {
        country: {
            metric: value
            for name, value in stats.items()
            if (metric := columns.metric_of(name, SOURCE)) in BY_COUNTRY
        }
        for country, stats in countries.items()
        if len(country) == _COUNTRY_LETTERS and country.isalpha()
    }


def _difference(value: str, earlier: str) -> str:
    """Return one figure less another; what is withheld or unknown of either is so of both."""
    hidden = catalogue.source(SOURCE).suppressed
    if value in hidden or earlier in hidden:
        return _SUPPRESSED
    try:
        return f"{Decimal(value) - Decimal(earlier):f}"
    except InvalidOperation:
        return "missing"


def _taken_back(line: Line) -> Problem:
    said = f"{line.value.removeprefix('-')} of {line.metric} ({line.dimension}) were taken back"
    cure = "Of which day is not said: the day stays unknown, and the days after it are right."
    return Problem(line.number, said, cure)


def _amounts(lines: Sequence[Line], metrics: set[str]) -> Iterator[Decimal]:
    hidden = catalogue.source(SOURCE).suppressed
    for one in lines:
        if one.metric in metrics and one.value not in hidden:
            try:
                yield Decimal(one.value)
            except InvalidOperation:
                continue  # Set aside with its own reason when it is brought in.
