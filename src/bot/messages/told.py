"""Who was told what of a request, as a short list."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.failing import FAILURES, NO_ACCOUNT, NO_PLACE, NO_TEAM, Failure
from bot.gathered.dossier import Dossier
from bot.language import later, number, retold, say
from bot.messages.parts import (
    Block,
    Piece,
    bold,
    bullets,
    channel,
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


#: Why something did not arrive: words of ours for Slack's, and for what was never tried.
_WHYS: Mapping[str, str] = MappingProxyType(
    {
        Failure.ARCHIVED: later("the channel is archived"),
        Failure.NOT_IN_CHANNEL: later("Greenlight is not in the channel"),
        Failure.NO_CHANNEL: later("the channel is gone, or private without Greenlight"),
        Failure.NOT_ALLOWED: later("Greenlight may not post there"),
        Failure.NO_SCOPE: later("the app lacks a permission of its manifest"),
        Failure.PERSON_GONE: later("the account in chat is gone"),
        Failure.TOKEN_REVOKED: later("the app's token was taken back"),
        Failure.NOT_INSTALLED: later("the app is not installed in the workspace"),
        NO_ACCOUNT: later("no account in chat is linked"),
        NO_PLACE: later("the team has no channel"),
        NO_TEAM: later("nobody has set the team up"),
    }
)


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
    outcome = say(_OUTCOMES[told.outcome])
    if told.reason:
        outcome = say("{outcome} ({reason})", outcome=outcome, reason=_why(told.reason))
    return woven(
        _WHATS[told.what],
        way=say(_WAYS[told.way]),
        whom=_whom(dossier, told, room),
        outcome=said(outcome, room),
        at=instant(told.until or told.at or told.asked_at),
    )


def _whom(dossier: Dossier, told: Telling, room: int) -> Piece:
    if told.user_id:
        return said(dossier.name(told.user_id), room)
    return channel(told.place) if told.place else said(say("nobody"), room)


def _why(reason: str) -> str:
    """Return why something did not arrive: Slack's word for it in words, or a sentence of ours."""
    known = _WHYS.get(FAILURES.get(reason, reason))
    return say(known) if known else retold("told", reason)
