"""Charts of bars: the completion funnel, and a portfolio by one measure."""

from collections.abc import Sequence

from domain.charts.axes import Scale, ticks
from domain.charts.lettering import width
from domain.charts.marks import OF_VERDICT, Mark, put
from domain.charts.model import (
    BARS_MAX,
    STEPS_MAX,
    Bar,
    Funnel,
    Measure,
    Portfolio,
    Presence,
    Verdict,
)
from domain.charts.page import SIDE, Entry, foot, head, nothing, widest
from domain.charts.paper import WIDTH, Paper
from domain.charts.reader import Reader

#: How far one bar stands below the other, and how high it is: of steps, and of a portfolio.
_STEP, _STEP_BAR = 50.0, 30.0
_LINE, _LINE_BAR = 32.0, 18.0

#: How wide names may be, and what a bar of zero still shows, in pixels.
_NAMES_MAX, _SLIVER = 210.0, 2.0


def draw_funnel(paper: Paper, chart: Funnel, reader: Reader) -> float:
    """Draw steps from first to last, each with its share of the first; return how high it is."""
    steps = chart.steps[:STEPS_MAX]
    top = head(paper, chart.title, chart.measure.name, []) + 6
    if not any(one.value is not None for one in steps):
        nothing(paper, reader, top, 160)
        return foot(paper, reader, top + 170, chart.fresh)
    texts = [_told(one, steps[0], chart.measure, reader) for one in steps]
    left = SIDE + widest([one.label for one in steps], _NAMES_MAX, 13) + 12
    right = WIDTH - SIDE - widest(_numbers(steps, texts), 260, 13, bold=True) - 10
    most = max(one.value or 0.0 for one in steps)
    scale = Scale(0.0, most or 1.0, left, max(right, left + 60))
    before: tuple[float, float] | None = None
    for n, (one, text) in enumerate(zip(steps, texts, strict=True)):
        y = top + n * _STEP
        end = _bar(paper, one, scale, (y, _STEP_BAR), paper.palette.actual)
        if before is not None and one.value is not None:
            corners = [(left, before[1]), (before[0], before[1]), (end, y), (left, y)]
            paper.area(corners, paper.palette.tint)
        before = (end, y + _STEP_BAR) if one.value is not None else None
        middle = y + _STEP_BAR / 2 + 5
        paper.text((left - 12, middle), one.label, size=13, anchor="end", room=_NAMES_MAX)
        paper.text((end + 10, middle), text, size=13, bold=one.value is not None)
    bottom = top + len(steps) * _STEP
    return foot(paper, reader, bottom, chart.fresh, len(chart.steps) - len(steps))


def _told(one: Bar, first: Bar, measure: Measure, reader: Reader) -> str:
    text = said_of(one, measure, reader)
    if one is first or one.value is None or not first.value:
        return text
    return f"{text} · {reader.share(one.value / first.value)}"


def _numbers(bars: Sequence[Bar], texts: Sequence[str]) -> list[str]:
    """Return the texts that stand at the ends of bars, where they need room of their own."""
    return [text for one, text in zip(bars, texts, strict=True) if one.value is not None]


def said_of(one: Bar, measure: Measure, reader: Reader) -> str:
    """Return the number of a bar, or why it has none."""
    if one.presence is Presence.SUPPRESSED:
        return reader.say("suppressed")
    if one.value is None or one.presence is Presence.MISSING:
        return reader.say("missing")
    return reader.full(measure, one.value)


def draw_portfolio(paper: Paper, chart: Portfolio, reader: Reader) -> float:
    """Draw a bar for each subject, with the target across; return how high it is."""
    bars = chart.bars[:BARS_MAX]
    top = head(paper, chart.title, chart.measure.name, _legend(paper, bars, reader)) + 18
    if not bars:
        nothing(paper, reader, top, 160)
        return foot(paper, reader, top + 170, chart.fresh)
    texts = [said_of(one, chart.measure, reader) for one in bars]
    left = SIDE + 18 + widest([one.label for one in bars], _NAMES_MAX) + 10
    right = WIDTH - SIDE - widest(_numbers(bars, texts), 200, bold=True) - 8
    most = max([chart.target or 0.0, *(one.value or 0.0 for one in bars)])
    scale = Scale(0.0, most or 1.0, left, right)
    bottom = top + len(bars) * _LINE
    _grid(paper, scale, (top, bottom), chart.measure, reader)
    for n, (one, text) in enumerate(zip(bars, texts, strict=True)):
        y = top + n * _LINE + (_LINE - _LINE_BAR) / 2
        verdict = one.verdict or Verdict.MET
        color = paper.palette.verdicts[verdict]
        end = _bar(paper, one, scale, (y, _LINE_BAR), color)
        middle = y + _LINE_BAR / 2
        if one.verdict is not None:
            put(paper, OF_VERDICT[verdict], (SIDE + 6, middle), color)
        paper.text((left - 10, middle + 4), one.label, anchor="end", room=_NAMES_MAX)
        # Behind the target's line if the bar ends just before it, so that nothing is crossed.
        at = _clear(end + 8, text, scale, chart.target)
        paper.text((at, middle + 4), text, bold=one.value is not None)
    _target(paper, scale, chart, (top, bottom), reader)
    return foot(paper, reader, bottom + 22, chart.fresh, len(chart.bars) - len(bars))


def _bar(paper: Paper, one: Bar, scale: Scale, rows: tuple[float, float], color: str) -> float:
    """Draw a bar, or an empty place where it would be; return where it ends."""
    y, high = rows
    if one.value is None or one.presence is not Presence.KNOWN:
        mark = Mark.BOX if one.presence is Presence.SUPPRESSED else Mark.CROSS
        paper.rect((scale.start, y), 28, high, paper.palette.veil, edge=paper.palette.muted)
        put(paper, mark, (scale.start + 14, y + high / 2), paper.palette.muted)
        return scale.start + 28
    end = max(scale.at(max(0.0, one.value)), scale.start + _SLIVER)
    paper.rect((scale.start, y), end - scale.start, high, color)
    return end


def _legend(paper: Paper, bars: Sequence[Bar], reader: Reader) -> list[Entry]:
    said = {one.verdict for one in bars}
    return [
        (OF_VERDICT[one], paper.palette.verdicts[one], reader.say(one))
        for one in Verdict
        if one in said
    ]


def _grid(
    paper: Paper, scale: Scale, rows: tuple[float, float], measure: Measure, reader: Reader
) -> None:
    top, bottom = rows
    colors = paper.palette
    ends = scale.start
    for one in ticks(0.0, scale.high, measure.unit, 5):
        x, text = scale.at(one), reader.short(measure, one)
        if x > scale.end + 1:
            break
        paper.line((x, top), (x, bottom), colors.muted if one == 0 else colors.rule)
        half = width(text, 11) / 2
        if x - half >= ends:
            paper.text((x, bottom + 16), text, size=11, fill=colors.muted, anchor="middle")
            ends = x + half + 10


def _clear(x: float, text: str, scale: Scale, target: float | None) -> float:
    if target is None:
        return x
    line, takes = scale.at(target), width(text, 12, bold=True)
    return line + 6 if x - 4 < line < x + takes + 4 else x


def _target(
    paper: Paper, scale: Scale, chart: Portfolio, rows: tuple[float, float], reader: Reader
) -> None:
    if chart.target is None:
        return
    top, bottom = rows
    x = scale.at(chart.target)
    paper.line((x, top - 4), (x, bottom), paper.palette.ink, thick=1.5)
    text = reader.say("target", amount=reader.full(chart.measure, chart.target))
    half = width(text, 11, bold=True) / 2
    x = min(max(x, SIDE + half), WIDTH - SIDE - half)
    paper.text((x, top - 9), text, size=11, bold=True, anchor="middle")
