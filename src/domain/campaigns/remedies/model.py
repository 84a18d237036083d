"""A remedy of a rejection, as a task for whoever asked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RemedyState(StrEnum):
    """How far a remedy is."""

    OPEN = "open"
    DONE = "done"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the publisher says to do about one `reason` for which it refused `revision`.

    Somebody ticks it off (`done_by`), or it is closed with the revision that goes out next.
    """

    id: str
    request_id: str
    revision: int
    reason: str
    text: str
    state: RemedyState
    noted_at: datetime
    done_by: str | None = None
    closed_at: datetime | None = None
