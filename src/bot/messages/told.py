"""Who was told what of a request, as a short list."""

from bot.dossier import Dossier
from bot.language import later, number, retold, say
from bot.messages.parts import (
    Block,
    Piece,
    bold,
    bullets,
    context,
    instant,
    paragraph,
    rich,
    said,
    woven,
)
from domain.tellings.model import Outcome, Telling, Way, What

#: How many lines are shown, the latest first.
SHOWN_MAX = 8

_WHATS = {
    What.CARD: later("A card {way}, to {whom}: {outcome} {at}"),
    What.REPLY: later("A reply {way}, to {whom}: {outcome} {at}"),
    What.REMINDER: later("A reminder {way}, to {whom}: {outcome} {at}"),
    What.ESCALATION: later("An escalation {way}, to {whom}: {outcome} {at}"),
    What.DIGEST: later("A digest {way}, to {whom}: {outcome} {at}"),
    What.TEST: later("A test {way}, to {whom}: {outcome} {at}"),
    What.WEBHOOK: later("News of a webhook {way}, to {whom}: {outcome} {at}"),
}
_WAYS = {
    Way.CHANNEL: later("in the channel"),
    Way.DIRECT: later("directly"),
    Way.EMAIL: later("by e-mail"),
}
_OUTCOMES = {
    Outcome.ASKED: later("on its way"),
    Outcome.SUPPRESSED: later("waits for the end of quiet hours"),
    Outcome.DELIVERED: later("delivered"),
    Outcome.FAILED: later("failed"),
    Outcome.DROPPED: later("not needed any more"),
}


def told_whom(dossier: Dossier, room: int) -> list[Block]:
    """Return the list of who was told what; nothing where nobody was."""
    if not dossier.told:
        return []
    latest = list(reversed(dossier.told))
    rows = [_row(dossier, one, min(room, 160)) for one in latest[:SHOWN_MAX]]
    left = len(latest) - SHOWN_MAX
    more = say(
        "And {count} more; the API shows every one (`deliveries` of a request).",
        count=number(left),
    )
    listed = rich(paragraph(bold(say("Who was told"))), bullets(rows))
    return [listed, *([context(more)] if left > 0 else [])]


def _row(dossier: Dossier, told: Telling, room: int) -> list[Piece]:
    whom = dossier.name(told.user_id) if told.user_id else told.place or say("nobody")
    outcome = say(_OUTCOMES[told.outcome])
    if told.reason:
        outcome = say("{outcome} ({reason})", outcome=outcome, reason=retold("told", told.reason))
    return woven(
        _WHATS[told.what],
        way=say(_WAYS[told.way]),
        whom=said(whom, room),
        outcome=said(outcome, room),
        at=instant(told.until or told.at or told.asked_at),
    )
