"""A chart as a picture: the same values, look and version of Greenlight give the same bytes."""

from dataclasses import dataclass

from domain.charts import bars, comparison, pacing, threshold
from domain.charts.alt import alt
from domain.charts.model import Chart, Funnel, Look, Pacing, Portfolio, Threshold
from domain.charts.palette import PALETTES
from domain.charts.paper import Paper
from domain.charts.reader import Reader, reader_of
from domain.charts.rules import require_drawable


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as SVG, and what it says in words."""

    svg: str
    alt: str


def draw(chart: Chart, look: Look | None = None) -> Drawing:
    """Return the picture of `chart`; raises `Invalid` for what cannot be drawn."""
    look = look or Look()
    require_drawable(chart)
    reader = reader_of(look.locale)
    paper = Paper(PALETTES[look.theme])
    high = _drawn(paper, chart, reader)
    said = alt(chart, reader)
    return Drawing(paper.svg(high, said), said)


def _drawn(paper: Paper, chart: Chart, reader: Reader) -> float:
    if isinstance(chart, Pacing):
        return pacing.draw(paper, chart, reader)
    if isinstance(chart, Threshold):
        return threshold.draw(paper, chart, reader)
    if isinstance(chart, Funnel):
        return bars.draw_funnel(paper, chart, reader)
    if isinstance(chart, Portfolio):
        return bars.draw_portfolio(paper, chart, reader)
    return comparison.draw(paper, chart, reader)
