"""Who was told what of a request, as a short list."""

from bot.dossier import Dossier
from bot.messages.parts import (
    Block,
    Piece,
    bold,
    bullets,
    context,
    instant,
    ours,
    paragraph,
    rich,
    said,
)
from domain.tellings.model import Outcome, Telling, Way, What

#: How many lines are shown, the latest first.
SHOWN_MAX = 8

_WHATS = {
    What.CARD: "A card",
    What.REPLY: "A reply",
    What.REMINDER: "A reminder",
    What.ESCALATION: "An escalation",
    What.TEST: "A test",
}
_WAYS = {Way.CHANNEL: "in the channel", Way.DIRECT: "directly", Way.EMAIL: "by e-mail"}
_OUTCOMES = {
    Outcome.ASKED: "on its way",
    Outcome.SUPPRESSED: "waits for the end of quiet hours",
    Outcome.DELIVERED: "delivered",
    Outcome.FAILED: "failed",
    Outcome.DROPPED: "not needed any more",
}


def told_whom(dossier: Dossier, room: int) -> list[Block]:
    """Return the list of who was told what; nothing where nobody was."""
    if not dossier.told:
        return []
    latest = list(reversed(dossier.told))
    rows = [_row(dossier, one, min(room, 160)) for one in latest[:SHOWN_MAX]]
    left = len(latest) - SHOWN_MAX
    more = context(f"And {left:,} more; the API shows every one (`deliveries` of a request).")
    listed = rich(paragraph(bold("Who was told")), bullets(rows))
    return [listed, *([more] if left > 0 else [])]


def _row(dossier: Dossier, told: Telling, room: int) -> list[Piece]:
    whom = dossier.name(told.user_id) if told.user_id else told.place or "nobody"
    reason = f" ({told.reason})" if told.reason else ""
    return [
        ours(f"{_WHATS[told.what]} {_WAYS[told.way]}, to "),
        said(whom, room),
        ours(": "),
        said(f"{_OUTCOMES[told.outcome]}{reason}", room),
        ours(" "),
        instant(told.until or told.at or told.asked_at),
    ]
