"""What a rejection asks for, on the card of whoever asked, each with a button that ticks it off."""

from bot.gathered.dossier import Dossier
from bot.ids import ActionId
from bot.language import later, number, say
from bot.messages.parts import (
    Block,
    Piece,
    actions,
    bold,
    bullets,
    button,
    context,
    paragraph,
    rich,
    said,
    woven,
)
from domain.campaigns.remedies.model import Remedy, RemedyState

#: How many remedies a card shows; the API shows every one.
SHOWN_MAX = 5

_STANDS = {
    RemedyState.OPEN: later("{remedy} (to be done)"),
    RemedyState.DONE: later("{remedy} (done)"),
}


def remedies(dossier: Dossier, room: int) -> list[Block]:
    """The remedies of the latest rejection, as long as no revision went out since."""
    held = [one for one in dossier.remedies if one.state in _STANDS]
    if not any(one.revision == dossier.request.revision or _open(one) for one in held):
        return []
    # What is to be done comes first: what is left out has no button.
    shown = sorted(held, key=_open, reverse=True)[:SHOWN_MAX]
    rows = [_row(one, room) for one in shown]
    blocks = [rich(paragraph(bold(say("What Spotify asks for"))), bullets(rows))]
    blocks += [actions(f"remedy:{one.id}", [_done(one)]) for one in shown if _open(one)]
    left = len(held) - SHOWN_MAX
    more = say("And {count} more; the API shows every one.", count=number(left))
    return [*blocks, *([context(more)] if left > 0 else [])]


def _open(remedy: Remedy) -> bool:
    return remedy.state is RemedyState.OPEN


def _row(remedy: Remedy, room: int) -> list[Piece]:
    return woven(_STANDS[remedy.state], remedy=said(remedy.text, room))


def _done(remedy: Remedy) -> Block:
    label = say("Tick this off: {remedy}", remedy=remedy.text)
    return button(say("Done"), ActionId.TICK, remedy.id, label=label)
