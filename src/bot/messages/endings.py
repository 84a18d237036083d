"""What the rights desk is told: what ends when, whom that concerns, and what to do."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.language import day, later, later_n, say, say_n
from bot.language import instant as spoken_instant
from bot.messages.parts import (
    Message,
    Piece,
    bold,
    bullets,
    instant,
    label,
    message,
    ours,
    paragraph,
    rich,
    said,
)
from bot.messages.words import inert
from domain.chat.mailing import Words, one_line
from domain.rights.desk import Ending
from domain.rights.model import Layer, Scope
from domain.territories import written

#: How many characters of each text are shown.
ROOM = 300

#: What each layer is called.
LAYERS: Mapping[Layer, str] = MappingProxyType(
    {
        Layer.TEXT_AUDIO_ADAPTATION: later("audio of a text"),
        Layer.NARRATOR: later("a narrator's reading"),
        Layer.GUEST_RELEASE: later("a guest's words"),
        Layer.MUSIC_COMPOSITION_SYNC: later("a composition, put to audio"),
        Layer.MUSIC_COMPOSITION_MECH: later("a composition, copied"),
        Layer.MUSIC_COMPOSITION_PERF: later("a composition, performed"),
        Layer.MUSIC_MASTER: later("a recording of music"),
        Layer.COVER_ART: later("a cover picture"),
        Layer.HEADSHOT: later("a picture of a person"),
        Layer.BRAND_APPROVAL: later("a brand's approval"),
        Layer.SALES_TERRITORY: later("sales rights"),
    }
)

_END = later_n("Rights end tomorrow or today: {name}", "Rights end within {n} days: {name}")
_LEAVE = later_n(
    "Tomorrow or today is the last moment to leave {name}",
    "The last moment to leave {name} comes within {n} days",
)


def headline(ending: Ending) -> str:
    """What ends, and how soon, as one line."""
    name = one_line(ending.agreement.name if ending.agreement else ending.subject)
    if ending.step == 0:
        gone = (
            later("{name} can be left no more, and renews itself")
            if ending.agreement
            else later("Rights have ended: {name}")
        )
        return say(gone, name=name)
    return say_n(*(_LEAVE if ending.agreement else _END), ending.step, name=name)


def card(ending: Ending) -> Message:
    """The message about one grant or agreement, as things stand at this step."""
    rows: list[list[Piece]] = [
        [label(name), said(text, ROOM)] for name, text in _facts(ending) if text
    ]
    rows.append([label(say("At")), instant(ending.end)])
    text = headline(ending)
    blocks = [rich(paragraph(bold(text, ROOM)), bullets(rows), paragraph(ours(to_do(ending))))]
    return message(inert(text), blocks)


def line(ending: Ending) -> Message:
    """The line below the message that says it was drawn anew."""
    text = headline(ending)
    return message(inert(text), [rich(paragraph(said(text, ROOM)))])


def letter(ending: Ending, public_url: str) -> Words:
    """The same as a mail."""
    del public_url  # There is no page of a grant yet; the API shows it by its id.
    facts = [f"{name}: {one_line(text)}" for name, text in _facts(ending) if text]
    facts.append(say("At: {at}", at=spoken_instant(ending.end)))
    why = say("Greenlight writes to you because you belong to the team that answers for rights.")
    text = "\n\n".join([headline(ending), "\n".join(facts), to_do(ending), why]) + "\n"
    return Words(say("Greenlight: {sentence}", sentence=headline(ending)), text)


def to_do(ending: Ending) -> str:
    """What is to be done about it."""
    if ending.agreement is not None:
        if ending.step == 0:
            return say("The next such moment is told in time.")
        return say(
            "Leave it with notice and enter its end (endRightsAgreement), or do nothing: it renews"
            " itself."
        )
    if ending.step == 0:
        return say(
            "Where nothing else permits it, have it taken down now; or enter the new permission"
            " (addRightsGrant)."
        )
    return say(
        "Agree on going on and enter the new permission (addRightsGrant); or plan how it is taken"
        " down by then."
    )


def _facts(ending: Ending) -> list[tuple[str, str]]:
    """What is known of it, each with its name."""
    agreement, grant = ending.agreement, ending.grant
    if agreement is not None:
        months = say_n("{n} month", "{n} months", agreement.renewal_months)
        return [
            (say("With"), agreement.party),
            (say("Renews itself for"), months),
            (say("Paper"), agreement.document),
            (say("Id"), agreement.id),
        ]
    if grant is None:
        return []
    part = f" ({grant.part})" if grant.part else ""
    live = (
        say("it came out on {day}", day=day(ending.came_out))
        if ending.came_out
        else say("the hub does not know what of it is out")
    )
    return [
        (say("What"), f"{say(LAYERS[grant.layer])}{part}"),
        (say("From"), grant.provenance.grantor),
        (say("Where"), _where(grant.scope)),
        (say("Out"), live),
        (say("Paper"), grant.provenance.document),
        (say("Id"), grant.id),
    ]


def _where(scope: Scope) -> str:
    """Return where a grant reaches as people write it, by the shorter list."""
    said = written(scope.area, scope.include, scope.exclude)
    held = ", ".join((*said.held, say("the world")) if said.world else said.held)
    if not said.without:
        return held
    return say("{held} without {places}", held=held, places=", ".join(said.without))
