"""Reading figures: by day, or by what days add up to; ratios are reckoned from sums, never kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from domain import dimensions
from domain.actor import Actor
from domain.database import sql
from domain.errors import Invalid
from domain.hub import Hub
from domain.metrics import catalogue, ratios, records, rules, subjects
from domain.metrics.model import (
    Brought,
    Grain,
    Key,
    Metric,
    Point,
    Series,
    Shown,
    State,
)
from domain.people.model import Act
from domain.people.rules import require

#: How many days may be asked for at once.
DAYS_MAX = 3_700
_DAYS_BY_DAY_MAX = 800

#: No week or month that is begun lasts longer, in days.
_LONGEST = 31

#: How many series are shown at once.
SERIES_MAX = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose figures are wanted: from `first` to `last`, both included."""

    subject: str
    metric: str
    first: date
    last: date
    grain: Grain = Grain.DAY
    source: str | None = None
    dimension: str | None = None


@dataclass(frozen=True, slots=True)
class _Held:
    """A figure as it is kept."""

    value: int | None
    state: State
    as_of: datetime | None = None
    revision: int = 0
    first: int | None = None
    days: int = 0
    hidden: int = 0


_NOTHING = _Held(None, State.MISSING)


async def metrics_of(hub: Hub, actor: Actor, asked: Asked) -> list[Shown]:
    """Return the series that were asked for, one for each source and part, the whole first.

    They are of a brand, a title's of the one that launches it; of none, for a role for all of them.
    Every day, week or month has a point; `MISSING` says that nothing is known of it.
    """
    require(actor, Act.SEE_METRICS)
    metric = catalogue.metric(asked.metric)
    _check(asked, metric)
    if asked.dimension is not None:
        asked = replace(asked, dimension=dimensions.asked(asked.dimension))
    subject = await subjects.seen(actor, asked.subject)
    brand = subject.brand_id
    require(actor, Act.SEE_METRICS, brand_id=brand, everywhere=brand is None)
    needed = [one for one in (metric.numerator, metric.denominator) if one] or [metric.key]
    found = await records.series_of([subject.id], needed)
    today = hub.clock.now().astimezone(UTC).date()
    oldest = today - timedelta(days=rules.KEPT_DAYS)
    lasts = await records.last_days(subject.id)
    shown: list[Shown] = []
    for source, dimension in _wanted(asked, found):
        parts = [found.get(Key(subject.id, one, source, dimension)) for one in needed]
        if None in parts:
            continue
        settled = today - timedelta(days=catalogue.settle_days(metric.key, source))
        # What was never brought in cannot stand still; what is kept no more does.
        last = rules.day_of(lasts[source]) if source in lasts else oldest
        whole = [one for one in parts if one]
        points = await _points(metric, whole, asked)
        currency = next((one.currency for one in whole if one.currency), "")
        settled = min(settled, last)
        span = asked.first, asked.last
        shown.append(Shown(metric, source, dimension, currency, settled, points, whole, *span))
    return sorted(shown, key=lambda one: (one.dimension, one.source))


async def import_of(actor: Actor, number: int) -> Brought | None:
    """Return an import; None if there is none."""
    require(actor, Act.SEE_METRICS)
    return await records.get_import(number)


def _wanted(asked: Asked, found: Mapping[Key, Series]) -> list[tuple[str, str]]:
    """Return the sources and parts that were asked for; `Invalid` if they are too many."""
    wanted = {
        (key.source, key.dimension)
        for key in found
        if asked.source in (None, key.source) and asked.dimension in (None, key.dimension)
    }
    if len(wanted) > SERIES_MAX:
        said = f"There are {len(wanted)} series, and up to {SERIES_MAX} are shown at once; name a"
        raise Invalid(
            "too_many", f"{said} source, or a part (empty for the whole).", ("dimension",)
        )
    return sorted(wanted)


def _check(asked: Asked, metric: Metric) -> None:
    most = _DAYS_BY_DAY_MAX if asked.grain is Grain.DAY else DAYS_MAX
    if not 0 <= (asked.last - asked.first).days < most:
        raise Invalid(
            "bad_span", f"Ask for 1 to {most} days, the first one before the last.", ("to",)
        )
    if asked.grain is not Grain.DAY and not metric.over_days:
        raise Invalid(
            "not_additive", f"{metric.said} do not add up over days; ask for days.", ("grain",)
        )


async def _points(metric: Metric, parts: list[Series], asked: Asked) -> list[Point]:
    held = [await _held(one, asked) for one in parts]
    if not metric.derived:
        return [
            _point(metric, start, held[0].get(start, _NOTHING), None) for start in _starts(asked)
        ]
    if asked.grain is not Grain.DAY:
        held = await _alike(parts, held, asked)
    return [
        _ratio(metric, start, held[0].get(start, _NOTHING), held[1].get(start, _NOTHING))
        for start in _starts(asked)
    ]


async def _alike(
    parts: list[Series], held: list[Mapping[int, _Held]], asked: Asked
) -> list[Mapping[int, _Held]]:
    """Return sums of two series over the days both are known of, by the day the sums begin on."""
    starts = list(_starts(asked))
    first, last = starts[0], rules.day_number(asked.last) + _LONGEST
    if asked.grain is Grain.FLIGHT:
        last = rules.day_number(date.max)
    days: list[dict[int, list[ratios.Day]]] = []
    for one in parts:
        found: dict[int, list[ratios.Day]] = {}
        for row in await records.points(one.id, first, last):
            start = _start(row["day"], asked.grain)
            found.setdefault(start, []).append((row["day"], row["value"], row["state"]))
        days.append(found)
    sums: list[dict[int, _Held]] = [{}, {}]
    for start in starts:
        over, under = (_total(each.get(start, _NOTHING)) for each in held)
        common = ratios.alike(over, under, days[0].get(start, []), days[1].get(start, []))
        for place, (total, known, hidden) in enumerate(common):
            row = {"total": total, "days": known, "hidden": hidden}
            sums[place][start] = _of_total(row)
    return list(sums)


def _total(held: _Held) -> ratios.Total:
    return held.value or 0, held.days, held.hidden


async def _held(series: Series, asked: Asked) -> Mapping[int, _Held]:
    """Return the figures of a series by the day they begin on."""
    first, last = rules.day_number(asked.first), rules.day_number(asked.last)
    if asked.grain is Grain.DAY:
        rows = await records.points(series.id, first, last)
        return {row["day"]: _of_day(row) for row in rows}
    starts = list(_starts(asked))
    rows = await records.totals(series.id, rules.TOTALS[asked.grain], starts[0], starts[-1])
    return {row["bucket"]: _of_total(row) for row in rows}


def _of_day(row: sql.Row) -> _Held:
    state = State(row["state"])
    return _Held(
        row["value"],
        state,
        sql.instant_or_none(row["at"]),
        row["revision"],
        row["first_value"],
        int(state <= State.ZERO),
        int(state is State.SUPPRESSED),
    )


def _of_total(row: Mapping[str, Any]) -> _Held:
    known, hidden = row["days"], row["hidden"]
    if not known:
        return _Held(None, State.SUPPRESSED if hidden else State.MISSING, hidden=hidden)
    state = State.VALUE if row["total"] else State.ZERO
    return _Held(row["total"], state, days=known, hidden=hidden)


def _starts(asked: Asked) -> Iterator[int]:
    """Yield the day each figure begins on, as it is kept."""
    if asked.grain is Grain.FLIGHT:
        yield 0
        return
    seen = -1
    for day in range(rules.day_number(asked.first), rules.day_number(asked.last) + 1):
        start = day if asked.grain is Grain.DAY else _start(day, asked.grain)
        if start != seen:
            yield (seen := start)


def _start(day: int, grain: Grain) -> int:
    return dict(rules.buckets(day))[rules.TOTALS[grain]]


def _point(metric: Metric, start: int, held: _Held, restated: Decimal | None) -> Point:
    first = held.first if restated is None and held.revision > 1 else None
    return Point(
        rules.day_of(start),
        rules.shown(held.value, metric),
        held.state,
        held.as_of,
        restated if restated is not None else rules.shown(first, metric),
        held.revision,
        held.days,
        held.hidden,
    )


def _ratio(metric: Metric, start: int, over: _Held, under: _Held) -> Point:
    """Return one sum over the other; what is not known of either is not known of both."""
    instants = [one.as_of for one in (over, under) if one.as_of is not None]
    value = ratios.divided(metric, over.value, under.value)
    state = max(over.state, under.state)
    state = State.VALUE if value else State.ZERO if value is not None else state
    restated = max(over.revision, under.revision) > 1
    firsts = [one.first if one.revision > 1 else one.value for one in (over, under)]
    return Point(
        rules.day_of(start),
        value,
        state if value is not None or state > State.ZERO else State.MISSING,
        max(instants, default=None),
        ratios.divided(metric, firsts[0], firsts[1]) if restated else None,
        max(over.revision, under.revision),
        min(over.days, under.days),
        max(over.hidden, under.hidden),
    )
