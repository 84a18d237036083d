"""A production whose show has earlier episodes, to draw without a database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.messages.card import stage_card
from bot.specimens.kinds import asked
from bot.specimens.request import NOW, Specimen
from domain.approvals.model import StageState
from domain.metrics import catalogue
from domain.metrics.model import State, Sum
from domain.productions.model import Out, Result
from domain.productions.results import EARLIER_MAX
from domain.requests.kinds import production

_DAY = date(2026, 11, 18)


def productions_shown(drawn: Specimen) -> Iterator[dict[str, Any]]:
    """Yield `{name, surface, payload}` of a topic after episodes heard, withheld, and untold."""
    stage = drawn.stage(StageState.OPEN)
    heard = (
        _sum("plays", Decimal(1_200), State.VALUE),
        _sum("plays", Decimal(900), State.VALUE, source="megaphone"),
        _sum("streams_60s", Decimal(0), State.ZERO),
        _sum("downloads", None, State.SUPPRESSED),
        _sum("play_completion_rate", Decimal("0.75"), State.VALUE),
    )
    earlier = [
        Result(Out(f"req_{place}", f"eps_{place}", drawn.words.title, "shw_1", NOW), told)
        for place, told in enumerate((heard,) * (EARLIER_MAX - 1) + ((),))
    ]
    dossier = replace(asked(drawn, production.KIND, stage), earlier_episodes=tuple(earlier))
    card = stage_card(dossier, stage, 1, NOW)
    name = "podcast production after earlier episodes"
    yield {"name": name, "surface": "message", "payload": card}


def _sum(key: str, value: Decimal | None, state: State, source: str = "spotify-creators") -> Sum:
    days, hidden = (0, 14) if value is None else (14, 0)
    return Sum(catalogue.metric(key), source, value, state, days, hidden, _DAY)
