"""What the sender has to know of whatever it shows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.messages.parts import Message
from domain.actor import Door
from domain.notices.model import Audience, Copy
from domain.people import records as people

#: An account in chat: its workspace, and what it is called there.
Account = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A copy that ought to be shown: to whom, where, and of which stage and round, if of one."""

    audience: Audience
    workspace_id: str
    place: str
    stage_id: str | None = None
    round: int = 0


class Exhibit(Protocol):
    """Something that is shown in chat.

    `accounts` are those of whoever asked for it, as long as they may be told something.
    `undo_until` is until when it looks otherwise than after, None if it does not.
    """

    @property
    def subject_id(self) -> str:
        """The id of what is shown."""
        ...

    @property
    def accounts(self) -> Collection[Account]:
        """Where whoever asked for it may be told something."""
        ...

    @property
    def undo_until(self) -> datetime | None:
        """Until when the last vote on it can be taken back."""
        ...

    def wanted(self) -> Iterable[Wanted]:
        """Return the copies that ought to be there, in the order they are first posted."""
        ...

    def message(self, copy: Copy) -> Message | None:
        """Return what a copy shows now; None if it is not to be drawn."""
        ...

    def counts(self, copy: Copy) -> bool:
        """Whether a copy that stands nowhere is posted."""
        ...


async def accounts_of(user_id: str | None) -> list[Account]:
    """Return where somebody can be told something; nowhere if they may not enter."""
    if user_id is None or await people.actor(user_id, Door.CHAT) is None:
        return []
    identities = await people.identities_of(user_id)
    return [(identity.workspace_id, identity.chat_user_id) for identity in identities]
