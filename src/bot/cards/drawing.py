"""What a copy of a card shows as things stand now."""

import hashlib
from contextlib import AbstractContextManager
from datetime import datetime

import orjson

from bot.cards import alert as alert_showing
from bot.cards import case as case_showing
from bot.cards import standing
from bot.cards.readers import may_read, reader_of, stood_in
from bot.cards.standing import Sitting
from bot.gathered import case as case_file
from bot.gathered import dossier as dossiers
from bot.gathered.dossier import Dossier
from bot.language import speaking
from bot.messages.card import requester_card, stage_card, superseded
from bot.messages.handover import handover_card, taken_back_card
from bot.messages.parts import Message
from bot.messages.sponsorship_brief import sheet_card, withdrawn_card
from bot.messages.stand_in_card import stand_in_card, stood_in_card
from domain import ids
from domain.hub import Hub
from domain.notices.model import Audience, Copy
from domain.people import languages
from domain.requests.kinds.sponsorship import NAME as SPONSORSHIP

#: What a team is shown of what it was handed, and told when that ends.
_SHEETS = (sheet_card, withdrawn_card)
_PACKAGES = (handover_card, taken_back_card)


async def read_by(
    dossier: Dossier, copy: Copy, sitting: Sitting | None, now: datetime
) -> Message | None:
    """Return what a copy shows those it is for, in their language.

    None where it shows nothing, or they may not be told any more. Of `sitting`, see `_message_of`.
    """
    readable = await may_read(dossier, copy, now)
    if not readable and not await stood_in(dossier, copy):
        return None
    with await reads(dossier, copy):
        if readable:
            return _message_of(dossier, copy, sitting, now)
        return stood_in_card(dossier)


def _message_of(
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


async def drawn(hub: Hub, copy: Copy) -> Message | None:
    """Return what a copy shows now, in its reader's language; None where it shows nothing.

    None as well where it is for somebody who may not be told any more.
    """
    now = hub.clock.now()
    kind = ids.kind_of(copy.subject_id)
    if kind is ids.Prefix.CASE:
        return await _of_case(hub, copy, now)
    if kind in {ids.Prefix.ALERT, ids.Prefix.ALERT_GROUP}:
        return await alert_showing.drawn(hub, copy, now)
    dossier = await dossiers.load(copy.subject_id)
    if dossier is None:
        return None
    dossier = dossiers.with_undo(dossier, hub.undo_window, now)
    dossier = await dossiers.with_pack(dossier, now)
    stands_in = copy.audience is Audience.STAND_IN
    sitting = await standing.sitting(dossier, now) if stands_in else None
    return await read_by(dossier, copy, sitting, now)


async def reads(dossier: Dossier, copy: Copy) -> AbstractContextManager[None]:
    """Return what has a copy be said in the language of its reader, or of its workspace."""
    reader = await languages.reading(reader_of(dossier, copy), copy.workspace_id)
    return speaking(reader.locale, reader.time_zone)


async def _of_case(hub: Hub, copy: Copy, now: datetime) -> Message | None:
    file = await case_file.load(copy.subject_id)
    if file is None:
        return None
    shown = await case_showing.seen_by_reader(hub, case_showing.Shown(file, (), now), copy)
    if shown is None:
        return None
    with await case_showing.reads(shown, copy):
        return shown.message(copy)


def fingerprint(message: Message) -> str:
    """Return what tells two messages apart."""
    return hashlib.sha256(orjson.dumps(message, option=orjson.OPT_SORT_KEYS)).hexdigest()
