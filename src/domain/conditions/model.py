"""A condition on a yes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ConditionState(StrEnum):
    """How far a condition is."""

    OPEN = "open"
    MET = "met"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that has to be so before what was approved goes live.

    It came with the vote `vote_id` and counts as long as that vote does. The requester says with a
    `word` that it is met; the reviewer, or somebody else of the stage, confirms that or says why
    not (`doubt`), and then it is open again.
    """

    id: str
    request_id: str
    vote_id: str
    text: str
    state: ConditionState
    word: str | None = None
    met_by: str | None = None
    met_at: datetime | None = None
    doubt: str | None = None
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
