"""What a publisher requires or refuses. Values; pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Demand(StrEnum):
    """What kind of thing a publisher says."""

    VALIDATION_FAILED = "validation_failed"
    MARKET_BLOCKED = "market_blocked"
    REQUIRED = "required"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Said:
    """What a publisher says of one thing: `ref` is its own name for it, such as a code.

    `territories` are those it concerns, none for all. `since` is when it began to say so.
    """

    kind: Demand
    ref: str
    text: str
    territories: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """That a publisher says something of a placement or an exposure, `about_id`, or said it.

    It is open until it is mended. `reporter_id` and `closer_id` are None where a connector did.
    """

    id: str
    about_id: str
    request_id: str | None
    brand_id: str
    publisher: str
    said: Said
    reporter_id: str | None
    closed_at: datetime | None = None
    closer_id: str | None = None
    closed_why: str = ""

    @property
    def open(self) -> bool:
        """Whether it is not mended yet."""
        return self.closed_at is None
