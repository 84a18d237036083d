"""Telling a kind of brief by a list of its parts: what is a name, what a line, what is long."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bot.gathered.dossier import Dossier
from bot.language import day, later, money, say
from bot.messages.parts import Block, bold, bullets, fields, label, paragraph, quote, rich, said
from bot.messages.sponsorship_brief import files as deliveries
from bot.messages.telling import Tell, Telling
from bot.messages.terms import word
from bot.messages.words import one_line
from domain.requests.kinds.parts import Amount


def declared(
    told: Mapping[str, Tell], beside: Collection[str], long: Collection[str] = ()
) -> Telling:
    """Return how a brief is told whose parts are `told`, in the order they are listed in.

    Those called `beside`, up to seven, stand side by side; those called `long` are quoted line by
    line; each of the others is a line. What is empty is left out. Name and note are told of
    every kind.
    """

    def facts(dossier: Dossier, brief: Any, room: int) -> Block:  # noqa: ANN401  Of any kind.
        request = dossier.request
        asker = one_line(dossier.name(request.requester_id), room)
        agency = dossier.things.get(request.agency_id or "")
        known = [(name, _of(dossier, brief, told[name])) for name in beside]
        pairs = [
            (say("Asked by"), f"{asker}, {one_line(agency, room)}" if agency else asker),
            (say("Brand"), one_line(dossier.brand, room)),
            *((say(name), one_line(text, room)) for name, text in known if text),
            (say("Revision"), str(request.revision)),
        ]
        return fields(pairs)

    def creative(dossier: Dossier, brief: Any, room: int) -> list[Block]:  # noqa: ANN401  As above.
        rest = [(name, _of(dossier, brief, tell)) for name, tell in told.items()]
        shown = [(name, text) for name, text in rest if text and name not in beside]
        rows = [[label(say(name)), said(text, room)] for name, text in shown if name not in long]
        quoted = [
            rich(paragraph(bold(say(name))), quote(text, room))
            for name, text in shown
            if name in long
        ]
        return [*([rich(bullets(rows))] if rows else []), *quoted, *deliveries(dossier, room)]

    every: Mapping[str, Tell] = MappingProxyType(
        {
            later("Name"): lambda brief, *_: brief.name,
            **told,
            later("Note"): lambda brief, *_: brief.note,
        }
    )
    return Telling(facts, creative, every)


def markets(brief: Any, *_: object) -> str:  # noqa: ANN401  Every brief has some.
    """Where it counts."""
    return ", ".join(sorted(brief.markets))


def amount(given: Amount | None) -> str:
    """An amount, if there is one."""
    return money(given.money) if given else ""


def field(name: str) -> Tell:
    """Tell the field `name` as it is: a text, a number, a choice, a day; nothing for None."""

    def tell(brief: Any, *_: object) -> str:  # noqa: ANN401  Of any kind.
        return plain(getattr(brief, name))

    return tell


def named(name: str) -> Tell:
    """Tell what the id in the field `name` stands for."""
    return lambda brief, _, names: names.get(getattr(brief, name) or "", "")


def names_of(name: str) -> Tell:
    """Tell what the ids in the field `name` stand for."""
    return lambda brief, _, names: ", ".join(names.get(one, "?") for one in getattr(brief, name))


def plain(value: Any) -> str:  # noqa: ANN401  What a field may hold.
    """Return a value as one writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("Yes") if value else say("No")
    if isinstance(value, tuple):
        return ", ".join(plain(one) for one in value)
    if isinstance(value, Amount):
        return amount(value)
    if isinstance(value, StrEnum):
        return word(value)
    return day(value) if isinstance(value, date) else str(value)


def _of(dossier: Dossier, brief: Any, tell: Tell) -> str:  # noqa: ANN401  As above.
    return tell(brief, dossier.files, dossier.things)
