"""One copy of a card."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class Audience(StrEnum):
    """Whom a copy is for, and what it tells: its stage, its request or case, its sheet, its end.

    `STAND_IN` tells a stage to somebody who stands in for one of its reviewers, `REVIEWER` to a
    reviewer alone where it cannot be shown to the team. `QUEUE` tells a case, an alert or several
    to those who answer for them, `MEMBER` to one of those alone where the team cannot be shown it.
    """

    STAGE = "stage"
    STAND_IN = "stand_in"
    REVIEWER = "reviewer"
    REQUESTER = "requester"
    SHOW = "show"
    SHOW_NEWS = "show_news"
    QUEUE = "queue"
    MEMBER = "member"


#: Who is shown something alone, so that the place is an account and no channel.
_ALONE = frozenset({Audience.REQUESTER, Audience.STAND_IN, Audience.REVIEWER, Audience.MEMBER})


class Urgency(IntEnum):
    """What comes first where not everything can be sent at once; less is sooner.

    A decision on a card, a new card, an alert, a reminder, a digest.
    """

    DECISION = 0
    NEW_CARD = 1
    ALERT = 2
    REMINDER = 3
    DIGEST = 4


@dataclass(frozen=True, slots=True)
class Copy:
    """A card shown in a place of a chat workspace.

    `subject_id` is the request, case, alert or group of alerts it is about, as its prefix says;
    `stage_id` is None for all that is of no stage. `handle` is the chat's own name of the
    message, None while it is not known to be posted. `shown` tells apart what was drawn last,
    or says that a click wrote over it since. `tried_at` is since when it is being posted; None
    while nobody tries, or once it is known to be posted. `busy_until` is until when a click may
    still write over the message; None if none does. `reader_id` is for whom it is, where that
    is somebody who stands in, a reviewer alone or one who answers for a case; `replied` the
    last event of its record that its thread told, or left out.
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
    busy_until: datetime | None = None
    reader_id: str | None = None
    replied: int = 0

    @property
    def direct(self) -> bool:
        """Whether it is for one person, so that its place is an account and no channel."""
        return self.audience in _ALONE
