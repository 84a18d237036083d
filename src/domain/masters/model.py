"""Which place is right about an episode, and where places differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Place(StrEnum):
    """Where something is said of an episode."""

    RECORD = "record"
    HUB = "hub"
    PACKAGE = "package"
    LIVE = "live"


class MasterField(StrEnum):
    """What is compared."""

    EPISODE_TITLE = "episode_title"
    DESCRIPTION = "description"
    CREDITS = "credits"
    SERIES = "series"
    SERIES_NUMBER = "series_number"
    RELEASES_ON = "releases_on"


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen of a field where an episode is live, and when.

    `by` is who noted it; None where nobody knows any more, and where the hub saw it (`by_hub`).
    """

    value: Any
    at: datetime
    by: str | None = None
    by_hub: bool = False


@dataclass(frozen=True, slots=True)
class Drift:
    """One field of an episode that is not the same everywhere.

    `said` is what each place that says anything says, as one line; `master` is who is right, and
    `wrong` are those that say otherwise. `written_over` says that people decided on other words
    than the record's, so that what was approved is right. `sight` is how what is live was seen,
    None where nobody looked at that field.
    """

    request_id: str
    episode_id: str
    title_id: str | None
    field: MasterField
    said: Mapping[Place, str]
    master: Place
    wrong: tuple[Place, ...]
    written_over: bool = False
    sight: Sight | None = None

    @property
    def right(self) -> str:
        """What is right."""
        return self.said[self.master]


@dataclass(frozen=True, slots=True)
class Master:
    """Which place is right about a field of all episodes of a show."""

    show_id: str
    field: MasterField
    place: Place


@dataclass(frozen=True, slots=True)
class Noticed:
    """What somebody saw of an episode where it is live, by field."""

    episode_id: str
    said: Mapping[str, Any]
    seen_at: datetime
    seen_by: str | None = None


@dataclass(frozen=True, slots=True)
class Numbered:
    """A release of a series, called #12: `out` once it was handed over, for `releases_on`.

    `agency_id` is the agency that asked for it, None where the house did.
    """

    request_id: str
    number: Decimal
    called: str
    out: bool
    releases_on: date
    agency_id: str | None


@dataclass(frozen=True, slots=True)
class Override:
    """That a release may go out before the number before it, as `revision` numbered it."""

    request_id: str
    revision: int
    reason: str
    at: datetime
