"""One copy of a card."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Audience(StrEnum):
    """Whom a copy is for, and what it tells.

    Its stage, its request or case, its sheet, the sheet's end, its queue's case, and what happened
    to that, each in the thread below.
    """

    STAGE = "stage"
    REQUESTER = "requester"
    SHOW = "show"
    SHOW_NEWS = "show_news"
    QUEUE = "queue"
    THREAD = "thread"


@dataclass(frozen=True, slots=True)
class Copy:
    """A card shown in a place of a chat workspace.

    `subject_id` is the request or case it is about, as its prefix says; `stage_id` is None for all
    that is of no stage. `handle` is the chat's own name of the message, None while it is not known
    to be posted. `shown` tells apart what was drawn last. `tried_at` is since when it is being
    posted; None while nobody tries, or once it is known to be posted.
    """

    id: str
    subject_id: str
    stage_id: str | None
    round: int
    audience: Audience
    workspace_id: str
    place: str
    handle: str | None
    shown: str | None
    tried_at: datetime | None
