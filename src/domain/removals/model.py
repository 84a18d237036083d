"""That something the hub published is taken down by the hub, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class How(StrEnum):
    """What goes: all of it, all of it in some places, or one track of a playlist."""

    WHOLE = "whole"
    PLACES = "places"
    TRACK = "track"


@dataclass(frozen=True, slots=True)
class Removal:
    """One thing that a takedown, or a retirement, has the hub take down.

    `request_id` asked for it, `subject_id` brought what goes, which stands as `publication_id` at
    `target`; a campaign is no publication of the hub's, and has none. `places` are those asked
    for, ISO 3166 codes; where the target can take nothing down in part, `how` is `WHOLE` all the
    same. `evidence` are sentences without a full stop, known since `gone_at`: seen by the hub, or
    `said_by` a person, by their id. Of a campaign, since `stuck_since` the hub cannot take it down.
    """

    id: str
    request_id: str
    subject_id: str
    publication_id: str | None
    target: str
    how: How
    places: tuple[str, ...]
    isrc: str
    asked_at: datetime
    evidence: tuple[str, ...] = ()
    gone_at: datetime | None = None
    said_by: str | None = None
    stuck_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What of a publication must not stand there any more: places, and tracks by their ISRC."""

    places: frozenset[str]
    tracks: frozenset[str]
