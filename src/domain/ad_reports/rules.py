"""Which days are asked for, until when, what answers say, and whether spend can be. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import count

from domain.ad_reports.model import Odd, Question, Row, Standing
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

#: How long after a flight its figures by part are asked for. Source: Ads API v3, insights.
INSIGHTS_AFTER_DAYS = 14

#: After how many days every figure stands still.
SETTLED_DAYS = max(catalogue.settle_days(one, SOURCE) for one in catalogue.METRICS)


def first_day(standing: Standing, begins: date, yesterday: date) -> date:
    """Return the first day to ask for: what may be corrected, and what is not stored yet."""
    again, through = yesterday - timedelta(days=RESTATED_DAYS - 1), standing.through
    due = begins if through is None else day_of(through) + timedelta(days=1)
    odd = day_of(standing.odd.since) if standing.odd else due
    return max(min(again, due, odd), yesterday - timedelta(days=KEPT_DAYS - 1))


def spans(first: date, last: date, most: int) -> Iterator[tuple[date, date]]:
    """Yield the days from `first` to `last` in spans of at most `most`, oldest first."""
    while first <= last:
        end = min(first + timedelta(days=most - 1), last)
        yield first, end
        first = end + timedelta(days=1)


def rows_max(question: Question) -> int:
    """Return how many rows an answer has at most: one a day of each thing."""
    return len(question.ids) * ((question.last - question.first).days + 1)


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


def odd_after(before: Odd | None, first: int, last: int, said: str | None) -> Odd | None:
    """Return what spend is not stored once the days `first` to `last` were asked for.

    `before` is how that was, `said` why theirs cannot be. Spend that was set aside is so until its
    own days can be, whatever days after them say.
    """
    elsewhere = before if before and not first <= before.since <= last else None
    if said is None:
        return elsewhere
    return Odd(said, min(first, elsewhere.since) if elsewhere else first)


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


def _amounts(lines: Sequence[Line], metrics: set[str]) -> Iterator[Decimal]:
    hidden = catalogue.source(SOURCE).suppressed
    for one in lines:
        if one.metric in metrics and one.value not in hidden:
            try:
                amount = Decimal(one.value)
            except InvalidOperation:
                continue  # Set aside with its own reason when it is brought in.
            if amount.is_finite():  # So is what is no number, though it reads as one.
                yield amount
