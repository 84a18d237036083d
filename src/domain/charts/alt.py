"""What a chart says, in words, for whoever does not see it."""

from collections import Counter
from functools import singledispatch

from domain.charts.bars import said_of
from domain.charts.lettering import line
from domain.charts.model import (
    BARS_MAX,
    SERIES_MAX,
    STEPS_MAX,
    Bar,
    Chart,
    Comparison,
    Funnel,
    Measure,
    Pacing,
    Point,
    Portfolio,
    Presence,
    Threshold,
    Unit,
    Verdict,
)
from domain.charts.reader import Reader
from domain.charts.rules import absent, known, pace

#: The longest text, in characters; the most that chats take. And the longest name within it.
ALT_MAX, _NAME_MAX = 2_000, 120


def alt(chart: Chart, reader: Reader) -> str:
    """Return the chart in words, on one line of at most `ALT_MAX` characters."""
    said = [f"{_short(chart.title)}.", *_told(chart, reader)]
    text = line(" ".join(said))
    return text if len(text) <= ALT_MAX else text[: ALT_MAX - 1].rstrip() + "…"


def _short(name: str) -> str:
    name = line(name)
    return name if len(name) <= _NAME_MAX else name[: _NAME_MAX - 1].rstrip() + "…"


@singledispatch
def _told(chart: Chart, _: Reader) -> list[str]:
    raise TypeError(type(chart).__name__)


@_told.register
def _(chart: Pacing, reader: Reader) -> list[str]:
    money = Measure("", Unit.MONEY, chart.currency)
    said = [reader.say("alt_pacing", first=reader.date(chart.begins), last=reader.date(chart.ends))]
    stands = pace(chart)
    if stands is None:
        return [*said, reader.say("alt_nothing")]
    paced = reader.say(
        "paced",
        spent=reader.full(money, stands.spent),
        budget=reader.full(money, chart.budget),
        of_budget=reader.share(stands.of_budget),
        of_flight=reader.share(stands.of_flight),
    )
    said.append(f"{paced}.")
    if stands.expected is not None:
        amount = reader.full(money, stands.expected)
        said.append(reader.say("alt_expected", amount=amount, day=reader.date(stands.day)))
    if chart.projected is not None:
        said.append(reader.say("alt_projected", amount=reader.full(money, chart.projected)))
    return said + _absent(chart.spent, reader)


@_told.register
def _(chart: Threshold, reader: Reader) -> list[str]:
    measure, name = chart.measure, _short(chart.measure.name)
    if not chart.points:
        return [f"{name}.", reader.say("alt_nothing")]
    first, last = reader.date(chart.points[0].day), reader.date(chart.points[-1].day)
    said = [reader.say("alt_threshold", measure=name, first=first, last=last)]
    said.append(reader.say("alt_band", target=reader.full(measure, chart.band.target)))
    if chart.band.recovery is not None:
        recovery = reader.full(measure, chart.band.recovery)
        said.append(reader.say("alt_recovery", recovery=recovery))
    if values := known(chart.points):
        day, value = values[-1]
        said.append(reader.say("alt_last", value=reader.full(measure, value), day=reader.date(day)))
    else:
        said.append(reader.say("alt_nothing"))
    if chart.verdicts:
        counted = Counter(chart.verdicts.values())
        parts = {one.value: reader.count(counted[one]) for one in Verdict}
        said.append(reader.say("alt_verdicts", **parts))
    return said + _absent(chart.points, reader)


@_told.register
def _(chart: Funnel, reader: Reader) -> list[str]:
    said = [reader.say("alt_funnel", measure=_short(chart.measure.name))]
    return said + _bars(chart.steps, STEPS_MAX, chart.measure, reader)


@_told.register
def _(chart: Portfolio, reader: Reader) -> list[str]:
    count = reader.count(len(chart.bars))
    said = [reader.say("alt_portfolio", measure=_short(chart.measure.name), count=count)]
    if chart.target is not None:
        target = reader.full(chart.measure, chart.target)
        said.append(reader.say("alt_band", target=target))
    return said + _bars(chart.bars, BARS_MAX, chart.measure, reader)


@_told.register
def _(chart: Comparison, reader: Reader) -> list[str]:
    count, shown = reader.count(len(chart.series)), chart.series[:SERIES_MAX]
    said = [reader.say("alt_comparison", measure=_short(chart.measure.name), count=count)]
    if not any(known(one.points) for one in shown):
        return [*said, reader.say("alt_nothing")]
    for one in shown:
        values = known(one.points)
        value = reader.full(chart.measure, values[-1][1]) if values else reader.say("missing")
        day = f" ({reader.date(values[-1][0])})" if values else ""
        said.append(reader.say("alt_item", label=_short(one.label), value=f"{value}{day}"))
    return said + _more(len(chart.series) - len(shown), reader)


def _bars(bars: tuple[Bar, ...], most: int, measure: Measure, reader: Reader) -> list[str]:
    if not any(one.value is not None for one in bars):
        return [reader.say("alt_nothing")]
    said = []
    for one in bars[:most]:
        value = said_of(one, measure, reader)
        verdict = f" ({reader.say(one.verdict)})" if one.verdict else ""
        said.append(reader.say("alt_item", label=_short(one.label), value=f"{value}{verdict}"))
    return said + _more(len(bars) - most, reader)


def _more(count: int, reader: Reader) -> list[str]:
    return [f"{reader.say('more', count=reader.count(count))}."] if count > 0 else []


def _absent(points: tuple[Point, ...], reader: Reader) -> list[str]:
    missing, kept = (len(absent(points, one)) for one in (Presence.MISSING, Presence.SUPPRESSED))
    if not missing and not kept:
        return []
    parts = {"missing": reader.count(missing), "suppressed": reader.count(kept)}
    return [reader.say("alt_absent", **parts)]
