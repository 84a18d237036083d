"""What each copy of an alert's card shows as things stand, for whom, and in whose language."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime

from bot.gathered import alert as alert_file
from bot.gathered.alert import AlertFile, Board
from bot.language import speaking
from bot.messages.alert_card import card
from bot.messages.parts import Message
from domain.actor import Actor
from domain.chat import pictures
from domain.chat.pictures import Picture
from domain.hub import Hub
from domain.notices.model import Audience, Copy
from domain.people import entering, languages
from domain.thresholds import seeing
from domain.thresholds.model import Handling

#: What people do that keeps a message from being posted.
_QUIET = frozenset({Handling.SNOOZED, Handling.SILENCED})


def heard(file: AlertFile, now: datetime) -> bool:
    """Whether an alert is open, and people want to hear of it by now."""
    hushed = file.alert.hushed_until is not None and now < file.alert.hushed_until
    return file.alert.open and not hushed and file.handling(now) not in _QUIET


@dataclass(frozen=True, slots=True)
class Shown:
    """A board as it stands at an instant, with the chart that stands beside it, if any does."""

    board: Board
    now: datetime
    picture: Picture | None = None

    @property
    def counts(self) -> bool:
        """Whether a copy that stands nowhere is posted."""
        return any(heard(one, self.now) for one in self.board.files)

    def message(self) -> Message:
        """Return what a copy shows now."""
        return card(self.board, self.now, self.picture)


async def readable(hub: Hub, board: Board, copy: Copy) -> Board | None:
    """Return what of a board whoever a copy is for alone may see, still; None if that is nothing.

    What stands in a place is for everybody there, and all of it.
    """
    if copy.audience is not Audience.MEMBER:
        return board
    actor = await entering.by_chat(hub, copy.workspace_id, copy.place)
    return await seen_by(actor, board) if actor else None


async def seen_by(actor: Actor, board: Board) -> Board | None:
    """Return what of a board somebody may see; None if that is nothing."""
    seen = {one.id for one in await seeing.seen(actor, [one.alert for one in board.files])}
    files = tuple(one for one in board.files if one.alert.id in seen)
    return replace(board, files=files) if files else None


async def reads(copy: Copy) -> AbstractContextManager[None]:
    """Return what has a copy be said in its reader's language, or in that of its workspace."""
    reader = await languages.reading(copy.reader_id, copy.workspace_id)
    return speaking(reader.locale, reader.time_zone)


async def drawn(hub: Hub, copy: Copy, now: datetime) -> Message | None:
    """Return what a copy shows now; None where there is nothing, or nobody may be told of it."""
    board = await alert_file.load(copy.subject_id, now)
    mine = await readable(hub, board, copy) if board else None
    if mine is None:
        return None
    reader = await languages.reading(copy.reader_id, copy.workspace_id)
    picture = await pictures.get(mine.subject_id, copy.workspace_id, reader.locale)
    with await reads(copy):
        return Shown(mine, now, picture).message()
