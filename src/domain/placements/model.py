"""What stands at a publisher, what is booked on a show, and what a team is handed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class PlacementState(StrEnum):
    """Whether the publisher shows it."""

    HANDED_OVER = "handed_over"
    TAKEN_ON = "taken_on"
    IN_PUBLISHER_REVIEW = "in_publisher_review"
    LIVE = "live"
    REFUSED = "refused"
    STOPPED = "stopped"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Placement:
    """One thing at one publisher; `outside_id` is the publisher's name for it."""

    id: str
    request_id: str
    publisher: str
    outside_id: str
    state: PlacementState
    since: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Place:
    """What a sponsor asks to book on a show.

    `spans` are the days on which it is heard, None where they are not known. It is heard
    `everywhere` if a host reads it, else in `markets` only.
    """

    show_id: str
    sponsor_id: str
    episode_ids: frozenset[str]
    spans: tuple[Span, ...] | None
    everywhere: bool
    markets: frozenset[str]


@dataclass(frozen=True, slots=True)
class Booking:
    """A place that is booked for a request; `turn` counts the bookings of the show, from 1."""

    request_id: str
    turn: int
    place: Place


class HandOverState(StrEnum):
    """Whether what was handed over was received."""

    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class HandOver:
    """What a team is handed of a request, once, for people outside the hub to make it real.

    `content` is what was approved, with its files and their checksums. `taken_by` is who of the
    team took it on, None while nobody did; `receipt` what they wrote then. `receiver` is the
    placement's publisher.
    """

    request_id: str
    revision: int
    team_id: str
    content: Mapping[str, Any]
    handed_at: datetime
    taken_by: str | None = None
    taken_at: datetime | None = None
    receiver: str = "show-team"
    receipt: str = ""
    taken_back_at: datetime | None = None

    @property
    def state(self) -> HandOverState:
        """Whether it was received, or taken back."""
        if self.taken_back_at is not None:
            return HandOverState.TAKEN_BACK
        return HandOverState.WAITING if self.taken_at is None else HandOverState.ACKNOWLEDGED
