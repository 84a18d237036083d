"""Spend against the flight: what is spent, what the plan was, and where it goes."""

from domain.charts import axes
from domain.charts.lettering import fitted, width
from domain.charts.marks import DASH, Mark, put
from domain.charts.model import Measure, Pacing, Unit
from domain.charts.page import Entry, absence, foot, head, nothing
from domain.charts.paper import Paper
from domain.charts.reader import Reader
from domain.charts.rules import known, pace, segments

_HIGH = 252.0

#: How far the middle of a number stays from the line of the budget, in pixels.
_CLEAR = 9.0


def draw(paper: Paper, chart: Pacing, reader: Reader) -> float:
    """Draw the chart; return how high it is."""
    money = Measure("", Unit.MONEY, chart.currency)
    colors, planned = paper.palette, known(chart.expected)
    spent = known(chart.spent)
    top = head(paper, chart.title, _under(chart, money, reader), _legend(paper, chart, reader))
    top += 10
    bottom = top + _HIGH
    if not spent and not planned:
        nothing(paper, reader, top, _HIGH)
        return foot(paper, reader, bottom + 10, chart.fresh)
    numbers = [0.0, chart.budget * 1.08, chart.projected or 0.0]
    numbers += [value for _, value in spent]
    numbers += [value * (1 + chart.tolerance) for _, value in planned]
    # Spend that is booked before or after the flight is drawn where it was booked.
    days = [chart.begins, chart.ends, *(day for day, _ in spent)]
    plot, marks = axes.plotted(
        (min(days), max(days)), numbers, money, reader, top=top, bottom=bottom
    )
    axes.gaps(paper, plot, chart.spent)
    _plan(paper, plot, chart)
    axes.grid(paper, plot, marks, money, reader)
    axes.days(paper, plot, reader, bottom + 20)
    _budget(paper, plot, chart, money, reader)
    for run in segments(chart.spent):
        places = [plot.place(day, value) for day, value in run]
        paper.trace(places, colors.actual, thick=3)
    if spent:
        _latest(paper, plot, chart, money, reader)
    return foot(paper, reader, bottom + 28, chart.fresh)


def _under(chart: Pacing, money: Measure, reader: Reader) -> str:
    stands = pace(chart)
    if stands is None:
        return reader.say("from_to", first=reader.date(chart.begins), last=reader.date(chart.ends))
    return reader.say(
        "paced",
        spent=reader.full(money, stands.spent),
        budget=reader.full(money, chart.budget),
        of_budget=reader.share(stands.of_budget),
        of_flight=reader.share(stands.of_flight),
    )


def _legend(paper: Paper, chart: Pacing, reader: Reader) -> list[Entry]:
    colors = paper.palette
    found: list[Entry] = [(Mark.LINE, colors.actual, reader.say("spent"))]
    if chart.expected:
        band = reader.say("tolerance", share=reader.share(chart.tolerance))
        found += [(Mark.DASHES, colors.plan, reader.say("plan")), (Mark.PATCH, colors.tint, band)]
    if chart.projected is not None and known(chart.spent):
        found.append((Mark.DOTS, colors.actual, reader.say("projection")))
    return found + absence(paper, {one.presence for one in chart.spent}, reader)


def _plan(paper: Paper, plot: axes.Plot, chart: Pacing) -> None:
    planned = [one for one in known(chart.expected) if plot.first <= one[0] <= plot.last]
    if not planned:
        return
    over = [plot.place(day, value * (1 + chart.tolerance)) for day, value in planned]
    below = [plot.place(day, value * (1 - chart.tolerance)) for day, value in planned]
    paper.area([*over, *reversed(below)], paper.palette.tint)
    places = [plot.place(day, value) for day, value in planned]
    paper.trace(places, paper.palette.plan, thick=1.5, dash=DASH[Mark.DASHES])


def _budget(paper: Paper, plot: axes.Plot, chart: Pacing, money: Measure, reader: Reader) -> None:
    y = plot.values.at(chart.budget)
    paper.line((plot.left, y), (plot.right, y), paper.palette.ink, thick=1.5)
    text = reader.say("budget", amount=reader.full(money, chart.budget))
    paper.text((plot.left + 6, y - 6), text, bold=True)


def _latest(paper: Paper, plot: axes.Plot, chart: Pacing, money: Measure, reader: Reader) -> None:
    """Mark the last day that is known, and where the spend goes from there."""
    colors = paper.palette
    day, value = known(chart.spent)[-1]
    here = plot.place(day, value)
    if chart.projected is not None and day < chart.ends:
        end = plot.place(chart.ends, chart.projected)
        paper.trace([here, end], colors.actual, dash=DASH[Mark.DOTS])
        put(paper, Mark.RING, end, colors.actual)
    put(paper, Mark.DOT, here, colors.actual, 5.5)
    text = fitted(reader.full(money, value), 140, 12, bold=True)
    takes = width(text, 12, bold=True)
    # To the right of its point; to its left near the edge. Not on the line of the budget.
    x = here[0] + 10 if here[0] + takes + 14 < plot.right else here[0] - takes - 10
    line = plot.values.at(chart.budget)
    wanted = (here[1] + 18, here[1] + 32, here[1] - 10, here[1] - 24)
    free = [y for y in wanted if abs(y - 5 - line) > _CLEAR and plot.top < y < plot.bottom - 16]
    paper.text((x, free[0] if free else wanted[0]), text, bold=True, halo=True)
