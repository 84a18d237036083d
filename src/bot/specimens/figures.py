"""How a campaign does, and the form that pauses it, to draw without a database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.messages.figures import ALERTS_MAX, Picture, charts_card, figures_card
from bot.messages.pausing import pause_form
from bot.specimens.alerts import ALERT
from bot.specimens.request import NOW, Specimen
from domain.charted.key_figures import Figure, KeyFigures
from domain.charts.alt import ALT_MAX
from domain.charts.model import Freshness, Pacing, Point
from domain.metrics.model import State
from domain.requests.model import RequestState
from domain.thresholds.checking import NAME_MAX
from domain.thresholds.model import AlertSeverity

_FIRST, _LAST = date(2026, 11, 1), date(2026, 11, 30)

_ALERT = replace(ALERT, severity=AlertSeverity.CRITICAL)


def figures_shown(drawn: Specimen) -> Iterator[dict[str, Any]]:
    """Yield `{name, surface, payload}` of figures known, withheld and missing, charts, the form."""
    request = drawn.request(RequestState.LIVE, None)
    spent = Pacing(
        title=request.title,
        currency="EUR",
        begins=_FIRST,
        ends=_LAST,
        budget=12_500.0,
        spent=(Point(date(2026, 11, 19), 8_000.0),),
        expected=(),
        fresh=Freshness(NOW.date(), date(2026, 11, 19)),
    )
    known = Figure(Decimal("0.8123"), State.VALUE)
    figures = {
        "ad_impressions": Figure(Decimal(128_400), State.VALUE),
        "ad_completion_rate": known,
        "clicks": Figure(Decimal(0), State.ZERO),
        "ctr": Figure(None, State.SUPPRESSED),
        "ad_reach": Figure(Decimal(70_123), State.VALUE, date(2026, 11, 19)),
    }
    worried = tuple((_ALERT, drawn.words.reason[:NAME_MAX]) for _ in range(ALERTS_MAX + 2))
    found = KeyFigures(request, spent, figures, date(2026, 11, 19), worried)
    none = {key: Figure(None, State.MISSING) for key in figures}
    unknown = replace(spent, spent=(), fresh=Freshness(NOW.date()))
    pictures = [Picture("F0001", "w" * ALT_MAX)] * 2
    for name, payload in (
        ("figures", figures_card(found)),
        ("figures, nothing known", figures_card(KeyFigures(request, unknown, none, None, ()))),
        ("charts", charts_card(request.number, request.title, pictures)),
    ):
        yield {"name": name, "surface": "message", "payload": payload}
    yield {"name": "pause", "surface": "modal", "payload": pause_form(request)}
