"""Something of a request that stands at a publisher."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PlacementState(StrEnum):
    """Whether the publisher shows it."""

    IN_PUBLISHER_REVIEW = "in_publisher_review"
    LIVE = "live"
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Placement:
    """One thing at one publisher; `outside_id` is the publisher's name for it."""

    id: str
    request_id: str
    publisher: str
    outside_id: str
    state: PlacementState
    since: datetime
