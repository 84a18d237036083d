"""What the rights desk is told, to draw without a database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.messages.endings import card, line
from bot.specimens.request import NOW, Specimen
from domain.rights.agreements import Agreement
from domain.rights.desk import Ending
from domain.rights.ladder import STEPS, Notice
from domain.rights.model import (
    Effect,
    Grant,
    Layer,
    Provenance,
    Scope,
    Subject,
    SubjectKind,
    Use,
    Window,
)
from domain.territories import TERRITORIES, Area

Shown = dict[str, Any]


def rights_shown(drawn: Specimen) -> Iterator[Shown]:
    """Yield `{name, surface, payload}` of each step, for a grant and for an agreement."""
    for step in STEPS:
        for kind, ending in (("grant", _grant(drawn)), ("agreement", _agreement(drawn))):
            told = replace(ending, step=step)
            yield _shown(f"rights desk, {kind}, {step} days", card(told))
            yield _shown(f"rights desk, {kind}, {step} days, line", line(told))
    for layer in Layer:
        ending = _grant(drawn)
        if ending.grant is not None:
            told = replace(ending, grant=replace(ending.grant, layer=layer), came_out=NOW.date())
            yield _shown(f"rights desk, {layer}", card(told))


def _grant(drawn: Specimen) -> Ending:
    words = drawn.words
    where = TERRITORIES - {"US"}
    grant = Grant(
        id="grt_1",
        subject=Subject(SubjectKind.EPISODE, "eps_1"),
        layer=Layer.NARRATOR,
        effect=Effect.PERMIT,
        scope=Scope(frozenset({Use.STREAM}), Area(where)),
        window=Window(NOW - timedelta(days=300), NOW),
        provenance=Provenance(words.person, document=words.note),
        part=words.title,
    )
    return Ending("grt_1", Notice.END, NOW, 0, "brd_1", where, grant=grant, subject=words.title)


def _agreement(drawn: Specimen) -> Ending:
    words = drawn.words
    value = Agreement(
        id="agr_1",
        brand_id="brd_1",
        name=words.title,
        party=words.person,
        document="",
        starts_at=NOW - timedelta(days=300),
        ends_at=NOW + timedelta(days=65),
        notice_count=30,
        renewal_months=12,
    )
    return Ending("agr_1", Notice.LEAVE, NOW, 0, "brd_1", frozenset(), agreement=value)


def _shown(name: str, payload: Shown) -> Shown:
    return {"name": name, "surface": "message", "payload": payload}
