"""What a copy of a card shows as things stand now."""

import hashlib
from datetime import datetime

import orjson

from bot.dossier import Dossier
from bot.messages.card import requester_card, stage_card, superseded
from bot.messages.handover import handover_card, taken_back_card
from bot.messages.parts import Message
from bot.messages.sponsorship_brief import sheet_card, withdrawn_card
from bot.messages.standing import stand_in_card
from bot.standing import Sitting
from domain.notices.model import Audience, Copy
from domain.requests.kinds.sponsorship import NAME as SPONSORSHIP

#: What a team is shown of what it was handed, and told when that ends.
_SHEETS = (sheet_card, withdrawn_card)
_PACKAGES = (handover_card, taken_back_card)


def message_of(
    dossier: Dossier, copy: Copy, sitting: Sitting | None, now: datetime
) -> Message | None:
    """Return what a copy shows; None where it shows nothing, and never did.

    `sitting` says who stands in for whom; only the copies of those who do need it.
    """
    if copy.audience is Audience.REQUESTER:
        return requester_card(dossier)
    if copy.audience in {Audience.SHOW, Audience.SHOW_NEWS}:
        if dossier.sheet is None:
            return None
        told, ended = _SHEETS if dossier.request.kind == SPONSORSHIP else _PACKAGES
        drawn = told if copy.audience is Audience.SHOW else ended
        return drawn(dossier, dossier.sheet)
    stage = dossier.stage(copy.stage_id or "")
    nowhere = not copy.handle and copy.tried_at is None
    if stage is None or (superseded(stage, copy.round) and nowhere):
        return None
    if copy.audience is Audience.STAND_IN and sitting is not None:
        absent = sitting.absent_names(stage, copy.reader_id or "")
        return stand_in_card(dossier, stage, copy.round, now, absent)
    return stage_card(dossier, stage, copy.round, now)


def fingerprint(message: Message) -> str:
    """Return what tells two messages apart."""
    return hashlib.sha256(orjson.dumps(message, option=orjson.OPT_SORT_KEYS)).hexdigest()
