"""A measure day by day against its target, with what the rule said of each day."""

from datetime import date, timedelta

from domain.charts import axes
from domain.charts.marks import DASH, OF_VERDICT, Mark, put
from domain.charts.model import Better, Presence, Threshold, Verdict
from domain.charts.page import Entry, absence, foot, head, nothing, widest
from domain.charts.paper import Paper
from domain.charts.reader import Reader
from domain.charts.rules import absent, known, segments

#: The field, and the row of verdicts below it, in pixels.
_HIGH, _ROW = 220.0, 22.0

#: Below so many pixels a day, points of ordinary days are left to the line, and verdicts are
#: strokes instead of marks; how high those are, in pixels.
_DOTTED, _STROKES = 9.0, 6.0
_STROKE = {Verdict.MET: 3.0, Verdict.RECOVERING: 7.0, Verdict.BREACHED: 12.0, Verdict.UNKNOWN: 1.0}


def draw(paper: Paper, chart: Threshold, reader: Reader) -> float:
    """Draw the chart; return how high it is."""
    top = head(paper, chart.title, _under(chart, reader), _legend(paper, chart, reader)) + 8
    bottom = top + _HIGH
    values = [value for _, value in known(chart.points)]
    if not chart.points:
        nothing(paper, reader, top, _HIGH)
        return foot(paper, reader, bottom + 10, chart.fresh)
    names = _names(chart, reader)
    numbers = [*values, *(value for value, _ in names)]
    beside = widest([text for _, text in names], 150, 11)
    plot, marks = axes.plotted(
        (chart.points[0].day, chart.points[-1].day),
        numbers,
        chart.measure,
        reader,
        top=top,
        bottom=bottom,
        beside=beside,
    )
    _band(paper, plot, chart)
    _unsettled(paper, plot, chart)
    axes.gaps(paper, plot, chart.points)
    axes.grid(paper, plot, marks, chart.measure, reader)
    _lines(paper, plot, chart, names)
    _values(paper, plot, chart)
    if chart.verdicts:
        _verdicts(paper, plot, chart, bottom + _ROW / 2 + 2)
        bottom += _ROW
    axes.days(paper, plot, reader, bottom + 20)
    return foot(paper, reader, bottom + 28, chart.fresh)


def _under(chart: Threshold, reader: Reader) -> str:
    if not chart.points:
        return chart.measure.name
    first, last = reader.date(chart.points[0].day), reader.date(chart.points[-1].day)
    return f"{chart.measure.name} · {reader.say('from_to', first=first, last=last)}"


def _legend(paper: Paper, chart: Threshold, reader: Reader) -> list[Entry]:
    colors, said = paper.palette, set(chart.verdicts.values())
    found: list[Entry] = [
        (OF_VERDICT[one], colors.verdicts[one], reader.say(one)) for one in Verdict if one in said
    ]
    kinds = {one for one in Presence if absent(chart.points, one)} if chart.points else set()
    found += absence(paper, kinds - {Presence.KNOWN}, reader)
    if _open_from(chart) is not None:
        found.append((Mark.GAP, colors.ground, reader.say("open")))
    return found


def _names(chart: Threshold, reader: Reader) -> list[tuple[float, str]]:
    """Return the lines across the field, each with what is written beside it."""
    band, measure = chart.band, chart.measure
    found = [(band.target, reader.say("target", amount=reader.full(measure, band.target)))]
    if band.recovery is not None and band.recovery != band.target:
        amount = reader.full(measure, band.recovery)
        found.append((band.recovery, reader.say("recovery", amount=amount)))
    return found


def _open_from(chart: Threshold) -> date | None:
    """Return the first day shown that is not final; None if all are, or nobody says."""
    settled = chart.fresh.complete_to
    if settled is None or not chart.points or chart.points[-1].day <= settled:
        return None
    return max(settled + timedelta(days=1), chart.points[0].day)


def _band(paper: Paper, plot: axes.Plot, chart: Threshold) -> None:
    """Fill the good side of the target, from where it counts as recovered."""
    colors, band = paper.palette, chart.band
    start = band.target if band.recovery is None else band.recovery
    edge = plot.top if band.better is Better.UP else plot.bottom
    y = plot.values.at(start)
    low, high = sorted((y, edge))
    paper.rect((plot.left, low), plot.right - plot.left, high - low, colors.tint)


def _unsettled(paper: Paper, plot: axes.Plot, chart: Threshold) -> None:
    begins = _open_from(chart)
    if begins is None:
        return
    x, colors = plot.edge(begins), paper.palette
    paper.rect((x, plot.top), plot.right - x, plot.bottom - plot.top, colors.ground)
    for y in (plot.top, plot.bottom):
        paper.line((x, y), (plot.right, y), colors.muted, dash="3 3")
    paper.line((x, plot.top), (x, plot.bottom), colors.muted, dash="3 3")


def _lines(paper: Paper, plot: axes.Plot, chart: Threshold, names: list[tuple[float, str]]) -> None:
    colors = paper.palette
    heights = [plot.values.at(value) for value, _ in names]
    places = axes.spread(heights, 15, plot.top + 4, plot.bottom)
    for (value, text), y, place in zip(names, heights, places, strict=True):
        dash = "" if value == chart.band.target else DASH[Mark.DASHES]
        paper.line((plot.left, y), (plot.right, y), colors.ink, thick=1.5, dash=dash)
        paper.text((plot.right + 8, place + 4), text, size=11, room=150)


def _values(paper: Paper, plot: axes.Plot, chart: Threshold) -> None:
    colors, begins = paper.palette, _open_from(chart)
    for run in segments(chart.points):
        settled = [one for one in run if begins is None or one[0] < begins]
        opened = [one for one in run if begins is not None and one[0] >= begins]
        if len(settled) > 1:
            paper.trace([plot.place(*one) for one in settled], colors.actual, thick=2.5)
        tail = settled[-1:] + opened
        if opened and len(tail) > 1:
            places = [plot.place(*one) for one in tail]
            paper.trace(places, colors.actual, dash=DASH[Mark.DOTS])
    alone = {run[0][0] for run in segments(chart.points) if len(run) == 1}
    for day, value in known(chart.points):
        verdict, place = chart.verdicts.get(day), plot.place(day, value)
        shown = day in alone or value == 0
        if verdict is Verdict.BREACHED and (shown or plot.column >= _STROKES):
            put(paper, OF_VERDICT[verdict], place, colors.verdicts[verdict], 3.5)
        elif shown or plot.column >= _DOTTED:
            put(paper, Mark.DOT, place, colors.actual, 3.5)


def _verdicts(paper: Paper, plot: axes.Plot, chart: Threshold, y: float) -> None:
    size = min(3.5, max(1.0, plot.column / 2 - 1.5))
    for day, verdict in sorted(chart.verdicts.items()):
        if plot.first <= day <= plot.last:
            color = paper.palette.verdicts[verdict]
            if plot.column < _STROKES:
                high, wide = _STROKE[verdict], max(0.6, plot.column - 0.4)
                paper.rect((plot.edge(day), y + 6 - high), wide, high, color)
            else:
                put(paper, OF_VERDICT[verdict], (plot.middle(day), y), color, size)
