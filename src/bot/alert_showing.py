"""What each copy of an alert's card shows as things stand, for whom, and in whose language."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from bot import alert_file
from bot.alert_file import AlertFile, Board
from bot.language import speaking
from bot.messages.alert_card import card
from bot.messages.parts import Message
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
    """Whether an alert is open, and people want to hear of it."""
    return file.alert.open and file.handling(now) not in _QUIET


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


async def may_read(hub: Hub, board: Board, copy: Copy) -> bool:
    """Whether whoever a copy is for alone may see all that it shows, still."""
    if copy.audience is not Audience.MEMBER:
        return True
    actor = await entering.by_chat(hub, copy.workspace_id, copy.place)
    alerts = [one.alert for one in board.files]
    return actor is not None and len(await seeing.seen(actor, alerts)) == len(alerts)


async def reads(copy: Copy) -> AbstractContextManager[None]:
    """Return what has a copy be said in its reader's language, or in that of its workspace."""
    reader = await languages.reading(copy.reader_id, copy.workspace_id)
    return speaking(reader.locale, reader.time_zone)


async def drawn(hub: Hub, copy: Copy, now: datetime) -> Message | None:
    """Return what a copy shows now; None where there is nothing, or nobody may be told of it."""
    board = await alert_file.load(copy.subject_id)
    if board is None or not await may_read(hub, board, copy):
        return None
    reader = await languages.reading(copy.reader_id, copy.workspace_id)
    picture = await pictures.get(board.subject_id, copy.workspace_id, reader.locale)
    with await reads(copy):
        return Shown(board, now, picture).message()
