"""A draft that follows from an approved revision."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What is out, to be asked for anew with a change; `owner_id` asked for it the first time.

    `request_id` is the revision that was approved, `subject_id` what it changes, `next_id` what was
    asked for in its place, None as long as nothing was. It is dropped with its revision.
    """

    request_id: str
    subject_id: str
    owner_id: str
    opened_at: datetime
    dropped_at: datetime | None = None
    next_id: str | None = None

    @property
    def open(self) -> bool:
        """Whether it waits for its owner."""
        return self.dropped_at is None and self.next_id is None
