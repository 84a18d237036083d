"""How a campaign does: its key figures, its open alerts, and its charts."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language import day, later, say, say_n, spoken_here
from bot.messages.parts import (
    Block,
    Message,
    actions,
    bullets,
    context,
    details_button,
    fields,
    header,
    image,
    message,
    rich,
    said,
)
from bot.messages.words import inert
from domain.charted.figures import measure
from domain.charted.key_figures import Figure, KeyFigures
from domain.charts.model import Measure, Unit
from domain.charts.reader import reader_of
from domain.charts.rules import pace
from domain.metrics.model import State
from domain.thresholds.model import AlertSeverity

#: How many open alerts are named.
ALERTS_MAX = 5

_NAMES = {
    "ad_impressions": later("Impressions"),
    "ad_completion_rate": later("Completion rate"),
    "clicks": later("Clicks"),
    "ctr": later("Click-through rate"),
    "ad_reach": later("People reached"),
}
_ABSENT = {State.MISSING: later("no data yet"), State.SUPPRESSED: later("too few to tell")}
_SEVERE = {
    AlertSeverity.WARNING: later("Warning: {name}"),
    AlertSeverity.CRITICAL: later("Critical: {name}"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart that was uploaded, and what it says in words."""

    file_id: str
    alt: str


def figures_card(found: KeyFigures) -> Message:
    """The key figures, for whoever asked; charts come after."""
    request = found.request
    pairs = [(say(_NAMES[key]), _shown(key, one)) for key, one in found.figures.items()]
    blocks = [
        header(f"#{request.number} {request.title}"),
        fields([*pairs, (say("Spend"), _spent(found))]),
        *_alerts(found),
        context(_fresh(found)),
        actions("figures", [details_button(request.id, request.title)]),
    ]
    text = say("How #{number} {title} does", number=request.number, title=inert(request.title))
    return message(text, blocks)


def charts_card(number_: int, title: str, pictures: Sequence[Picture]) -> Message:
    """The charts of a campaign, each with its words."""
    shown = [image(one.file_id, one.alt) for one in pictures]
    return message(say("Charts of #{number} {title}", number=number_, title=inert(title)), shown)


def _shown(key: str, figure: Figure) -> str:
    if figure.value is None:
        return say(_ABSENT.get(figure.state, _ABSENT[State.MISSING]))
    value = _written(measure("", key, ""), float(figure.value))
    if figure.day is None:
        return value
    return say("{value} on {day}", value=value, day=day(figure.day))


def _written(unit: Measure, value: float) -> str:
    return reader_of(spoken_here()).full(unit, value)


def _spent(found: KeyFigures) -> str:
    stands, chart = pace(found.pacing), found.pacing
    if stands is None:
        return say(_ABSENT[State.MISSING])
    unit = Measure("", Unit.MONEY, chart.currency)
    share = Measure("", Unit.SHARE)
    return say(
        "{spent} of {budget} ({of_budget}) after {of_flight} of the flight",
        spent=_written(unit, stands.spent),
        budget=_written(unit, chart.budget),
        of_budget=_written(share, stands.of_budget),
        of_flight=_written(share, stands.of_flight),
    )


def _alerts(found: KeyFigures) -> list[Block]:
    if not found.alerts:
        return [context(say("No alert is open."))]
    rows = [[said(_alert(name, one.severity), 200)] for one, name in found.alerts[:ALERTS_MAX]]
    blocks = [rich(bullets(rows))]
    if (more := len(found.alerts) - ALERTS_MAX) > 0:
        text = say_n("And {n} more open alert.", "And {n} more open alerts.", more)
        blocks.append(context(text))
    return blocks


def _alert(name: str, severity: AlertSeverity) -> str:
    return say(_SEVERE[severity], name=name)


def _fresh(found: KeyFigures) -> str:
    as_of = day(found.pacing.fresh.as_of)
    if found.complete_to is None:
        return say("As of {day}.", day=as_of)
    return say("As of {day}; complete to {complete}.", day=as_of, complete=day(found.complete_to))
