"""What stands at a publisher, what is booked on a show, and what the show's team is handed."""

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


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a show's team is handed of a request, once, to put it into the show.

    `content` is what was approved, with its files and their checksums. `taken_by` is who of the
    team took it on, None while nobody did.
    """

    request_id: str
    revision: int
    team_id: str
    content: Mapping[str, Any]
    handed_at: datetime
    taken_by: str | None = None
    taken_at: datetime | None = None
