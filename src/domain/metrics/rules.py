"""What a line says, whether it can be, and which weeks and months a day belongs to. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import lru_cache

from domain.errors import Invalid
from domain.metrics import catalogue
from domain.metrics.model import (
    KEPT_MAX,
    Figure,
    Grain,
    Line,
    Metric,
    Problem,
    Source,
    State,
    Stored,
)
from domain.money import MINOR_DIGITS

#: For how many days points are kept: 25 months, so that each month can be held against last year's.
KEPT_DAYS = 761

#: How much of a wrong text is repeated, in characters.
_SHOWN = 40

_EPOCH = date(1970, 1, 1).toordinal()

#: The numbers totals are kept under; never given to something else.
TOTALS: Mapping[Grain, int] = {Grain.WEEK: 1, Grain.MONTH: 2, Grain.FLIGHT: 3}

#: Texts for what a source does not know.
_UNKNOWN = frozenset({"n/a", "missing", "null"})

#: How far two gaps in the days of a series are read in one go.
_GAP = 7

_NO_DAY = "Write days as YYYY-MM-DD."


def day_number(day: date) -> int:
    """Return a day as it is kept, in days since 1970."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """Return the day that `day_number` made a number of."""
    return date.fromordinal(number + _EPOCH)


@lru_cache(maxsize=4_096)
def buckets(day: int) -> tuple[tuple[int, int], ...]:
    """Return the totals a day belongs to: grain, and the first day of its week, month or flight."""
    given = day_of(day)
    monday, first = day - given.weekday(), day - given.day + 1
    return ((TOTALS[Grain.WEEK], monday), (TOTALS[Grain.MONTH], first), (TOTALS[Grain.FLIGHT], 0))


def read_day(text: str, today: date) -> int:
    """Return the day a text names; `Invalid` for what is none, not over in UTC, or long past.

    An instant names its day where it is midnight in UTC, in which all sources count.
    """
    said = text.strip()
    try:
        at = datetime.fromisoformat(said) if len(said) > len("2026-11-20") else None
        day = at.date() if at else date.fromisoformat(said)
    except ValueError:
        raise Invalid("no_day", f"`{said[:_SHOWN]}` is no day", (_NO_DAY,)) from None
    if at is not None and (at.tzinfo is None or at.astimezone(UTC) != _midnight(day)):
        raise Invalid(
            "mixed_zones",
            f"`{said[:_SHOWN]}` is not the start of a day in UTC, and all sources count in UTC",
            ("Export by days in UTC, and write them as YYYY-MM-DD.",),
        )
    if day > today:
        raise Invalid(
            "future_day",
            f"{day} lies ahead; it is {today} in UTC",
            ("Look at the order of day and month; leave out what is still to come.",),
        )
    if (today - day).days > KEPT_DAYS:
        raise Invalid(
            "too_old",
            f"{day} is more than {KEPT_DAYS} days ago, which is longer than points are kept",
            ("Leave it out.",),
        )
    return day_number(day)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def read_value(text: str, metric: Metric, source: Source) -> tuple[int | None, State]:
    """Return a value as it is kept, and its state; `Invalid` for what is no value of the metric."""
    said = text.strip()
    if said.lower() in _UNKNOWN:
        return None, State.MISSING
    if said.lower() == "suppressed" or (said in source.suppressed and not metric.signed):
        return None, State.SUPPRESSED
    try:
        exact = Decimal(said)
    except InvalidOperation:
        exact = Decimal("nan")
    if not exact.is_finite():
        raise Invalid(
            "no_number",
            f"`{said[:_SHOWN]}` is no number",
            ("Write digits, a point before fractions, and nothing between thousands.",),
        )
    if exact < 0 and not metric.signed:
        cure = "Write `suppressed` for what the source withholds, `missing` for what it lacks."
        raise Invalid("negative", f"{metric.said} cannot be {said[:_SHOWN]}", (cure,))
    if abs(exact) > KEPT_MAX / metric.unit.scale:
        raise Invalid("too_large", f"{said[:_SHOWN]} is too large", ("Look at its unit.",))
    kept = exact * metric.unit.scale
    value = int(kept.to_integral_value(ROUND_HALF_EVEN))
    if metric.unit.scale == 1 and value != kept:
        raise Invalid(
            "no_count",
            f"{metric.said} are counted, and `{said[:_SHOWN]}` is no whole",
            ("Give the count itself, not an average.",),
        )
    return value, State.VALUE if value else State.ZERO


def shown(value: int | None, metric: Metric) -> Decimal | None:
    """Return a kept value in its own unit."""
    return None if value is None else Decimal(value) / metric.unit.scale


def read(line: Line, source: Source, today: date) -> Figure:
    """Return what a line says; `Invalid` has the cure as its path."""
    try:
        metric = catalogue.metric(line.metric.strip())
    except Invalid as error:
        raise Invalid(error.code, error.message, ("Name one of these.",)) from None
    if metric.derived:
        raise Invalid(
            "derived",
            f"`{metric.key}` is reckoned here",
            (f"Give `{metric.numerator}` and `{metric.denominator}` instead.",),
        )
    day = read_day(line.day, today)
    value, state = read_value(line.value, metric, source)
    return Figure(
        line.number,
        line.subject.strip(),
        metric,
        read_dimension(line.dimension),
        _currency(line, metric),
        day,
        value,
        state,
    )


def read_dimension(text: str) -> str:
    """Return a part such as `country=SE`; empty for the whole."""
    said = text.strip()
    name, equals, part = said.partition("=")
    if said and not (equals and name.isidentifier() and part and len(said) <= 80):  # noqa: PLR2004  The column's.
        raise Invalid(
            "no_dimension",
            f"`{said[:_SHOWN]}` is no part of a whole",
            ("Write it as `country=SE`, or leave it empty.",),
        )
    return said


def _currency(line: Line, metric: Metric) -> str:
    said = line.currency.strip().upper()
    if metric.unit.value != "money":
        return ""
    if said not in MINOR_DIGITS:
        raise Invalid(
            "unknown_currency",
            f"`{said[:8]}` is not a currency campaigns are billed in",
            ("Give the account's currency, such as EUR.",),
        )
    return said


def at_odds(figures: Sequence[Figure]) -> dict[int, Problem]:
    """Return, by line, the figures that others of the same day contradict.

    What is named twice with two values is set aside the second time; what is a part of something
    is set aside where it is more than that.
    """
    by_key: dict[tuple[str, str, int, str], Figure] = {}
    found: dict[int, Problem] = {}
    for one in figures:
        first = by_key.setdefault(_place(one, one.metric.key), one)
        if first is not one and (first.value, first.state) != (one.value, one.state):
            said = f"Line {first.number} says otherwise of the same day"
            found[one.number] = Problem(one.number, said, "Keep the line that is right.")
    for one in by_key.values():
        whole = by_key.get(_place(one, one.metric.within)) if one.metric.within else None
        if whole and whole.value is not None and one.value is not None and one.value > whole.value:
            said = (
                f"{one.metric.said} are {one.value}, more than {whole.metric.said.lower()},"
                f" {whole.value} in line {whole.number}"
            )
            cure = "Look whether columns were swapped; export it again."
            found[one.number] = Problem(one.number, said, cure)
    return found


def _place(one: Figure, metric: str) -> tuple[str, str, int, str]:
    return one.subject, one.dimension, one.day, metric


def ranges(rows: Iterable[Stored]) -> list[tuple[int, int, int]]:
    """Return what of the store these rows may meet: series, first and last day, in few pieces."""
    found: list[tuple[int, int, int]] = []
    series, first, last = -1, 0, 0
    for row in sorted(rows):
        if row[0] != series or row[1] > last + _GAP:
            if series >= 0:
                found.append((series, first, last))
            series, first = row[0], row[1]
        last = row[1]
    if series >= 0:
        found.append((series, first, last))
    return found


#: What is to be added to one total: series, grain, first day; sum, known days, hidden days.
Delta = tuple[int, int, int, int, int, int]


def deltas(
    rows: Iterable[Stored], before: Mapping[tuple[int, int], tuple[int | None, int]]
) -> list[Delta]:
    """Return what new and changed points add to the totals they belong to."""
    sums: dict[tuple[int, int, int], list[int]] = {}
    for series, day, value, state in rows:
        was, stood = before.get((series, day), (None, State.MISSING))
        more = (value or 0) - (was or 0)
        known = (state <= State.ZERO) - (stood <= State.ZERO)
        hidden = (state == State.SUPPRESSED) - (stood == State.SUPPRESSED)
        for grain, bucket in buckets(day):
            held = sums.get((series, grain, bucket))
            if held is None:
                sums[series, grain, bucket] = [more, known, hidden]
            else:
                held[0] += more
                held[1] += known
                held[2] += hidden
    return [(*key, *held) for key, held in sums.items() if any(held)]
