"""Titles beside one another, each with its name at the end of its line."""

from domain.charts import axes
from domain.charts.marks import OF_SERIES, Mark, put
from domain.charts.model import SERIES_MAX, Comparison, Presence, Series
from domain.charts.page import absence, foot, head, nothing, widest
from domain.charts.paper import Paper
from domain.charts.reader import Reader
from domain.charts.rules import absent, known, segments

_HIGH = 252.0

#: How wide names beside their lines may be, in pixels.
_NAMES_MAX = 170.0

#: A mark stands on about so many places of a line.
_MARKS = 6


def draw(paper: Paper, chart: Comparison, reader: Reader) -> float:
    """Draw the chart; return how high it is."""
    shown = chart.series[:SERIES_MAX]
    kinds = {
        kind
        for one in shown
        for kind in (Presence.MISSING, Presence.SUPPRESSED)
        if absent(one.points, kind)
    }
    top = head(paper, chart.title, chart.measure.name, absence(paper, kinds, reader)) + 6
    bottom = top + _HIGH
    days = [point.day for one in shown for point in one.points]
    values = [value for one in shown for _, value in known(one.points)]
    if not values:
        nothing(paper, reader, top, _HIGH)
        return foot(paper, reader, bottom + 10, chart.fresh)
    beside = 22 + widest([one.label for one in shown], _NAMES_MAX)
    plot, marks = axes.plotted(
        (min(days), max(days)),
        values,
        chart.measure,
        reader,
        top=top,
        bottom=bottom,
        beside=beside,
    )
    axes.grid(paper, plot, marks, chart.measure, reader)
    axes.days(paper, plot, reader, bottom + 20)
    for n, one in enumerate(shown):
        _line(paper, plot, one, n)
    _names(paper, plot, shown)
    return foot(paper, reader, bottom + 28, chart.fresh, len(chart.series) - len(shown))


def _line(paper: Paper, plot: axes.Plot, one: Series, n: int) -> None:
    color, (mark, dash) = paper.palette.series[n], OF_SERIES[n]
    for run in segments(one.points):
        paper.trace([plot.place(*point) for point in run], color, thick=2.2, dash=dash)
        step = max(1, len(known(one.points)) // _MARKS)
        # Marks of different lines stand on different days, so that they do not hide one another.
        for point in run[(n * step // SERIES_MAX) % max(1, len(run)) :: step]:
            put(paper, mark, plot.place(*point), color, 3.5)
    # What a title has no number for is marked in its colour, in a row of its own at the bottom.
    for kind, shape in ((Presence.MISSING, Mark.CROSS), (Presence.SUPPRESSED, Mark.BOX)):
        for day in absent(one.points, kind):
            put(paper, shape, (plot.middle(day), plot.bottom - 8 - 10 * n), color, 3)


def _names(paper: Paper, plot: axes.Plot, shown: tuple[Series, ...]) -> None:
    ends = [(n, known(one.points)[-1]) for n, one in enumerate(shown) if known(one.points)]
    heights = [plot.values.at(value) for _, (_, value) in ends]
    places = axes.spread(heights, 18, plot.top + 6, plot.bottom)
    for (n, _), y in zip(ends, places, strict=True):
        color, (mark, _) = paper.palette.series[n], OF_SERIES[n]
        put(paper, mark, (plot.right + 14, y), color)
        paper.text((plot.right + 26, y + 4), shown[n].label, room=_NAMES_MAX)
