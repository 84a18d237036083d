"""The things requests speak of."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

#: How many days competitors keep between them on a show, where nobody says otherwise.
SEPARATION_DAYS = 7


class Category(StrEnum):
    """The regulated class of what is advertised, or of what a sponsor sells."""

    NONE = "none"
    ALCOHOL = "alcohol"
    GAMBLING = "gambling"
    FINANCE = "finance"
    HEALTH = "health"
    POLITICS = "politics"


class Sensitivity(StrEnum):
    """How risky a topic is for who is heard beside it; `FLOOR` suits nobody.

    Source: the levels of risk of IAB's brand safety floor and suitability framework.
    """

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand somebody advertises or publishes under."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Market:
    """A country that business is done in: ISO 3166 alpha-2 code, ISO 4217 currency, IANA zone."""

    id: str
    code: str
    name: str
    currency: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Agency:
    """A company that asks for things on a brand's behalf."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Sponsor:
    """A company that pays to be heard; two of one competitor group do not go together.

    `category` is the regulated class of what it sells, None where nobody has said.
    """

    id: str
    name: str
    competitor_groups: tuple[str, ...]
    category: Category | None = None


@dataclass(frozen=True, slots=True)
class Show:
    """A podcast. `language` is BCP 47.

    `team_id` is the team that puts placements into it. `sensitivity` is that of its topics,
    `under_age_share` the percentage of its listeners under 18; None where nobody has said.
    Competitors keep `separation_days` days between them.
    """

    id: str
    title: str
    brand_id: str
    language: str
    team_id: str | None = None
    sensitivity: Sensitivity | None = None
    under_age_share: int | None = None
    separation_days: int = SEPARATION_DAYS


@dataclass(frozen=True, slots=True)
class ShowFacts:
    """What may be known of a show besides its name; None where nothing is said."""

    team_id: str | None = None
    sensitivity: Sensitivity | None = None
    under_age_share: int | None = None
    separation_days: int | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """A podcast episode; `number` is its place in the show.

    `sensitivity` is that of its own topics, None where it is the show's.
    """

    id: str
    show_id: str
    title: str
    number: int
    release_on: date | None
    sensitivity: Sensitivity | None = None


class AssetKind(StrEnum):
    """What a file is used as."""

    AUDIO = "audio"
    IMAGE = "image"
    DOCUMENT = "document"


class AssetState(StrEnum):
    """Whether a file may be used: only what arrived, passed its checks, and was left there."""

    EXPECTED = "expected"
    READY = "ready"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of a brand: promised first, then uploaded, checked, and ready or refused.

    `agency_id` is the agency whose it is, None for the house's own. `size` is bytes, `duration_ms`
    milliseconds, `width` and `height` pixels. A file for a request has its `request_id`, and the
    name of the `deliverable` it is.
    """

    id: str
    brand_id: str
    kind: AssetKind
    name: str
    state: AssetState
    media_type: str | None
    size: int | None
    sha256: str | None
    duration_ms: int | None
    width: int | None
    height: int | None
    problem: str | None
    uploader_id: str
    created_at: datetime
    agency_id: str | None = None
    request_id: str | None = None
    deliverable: str | None = None
    sample_rate_hz: int | None = None
    channels: int | None = None


@dataclass(frozen=True, slots=True)
class ShowTarget:
    """That the hub publishes a show at a target by itself; `place` is what that calls the show.

    `version` counts what was said of it, from 1.
    """

    show_id: str
    target: str
    place: str
    set_by: str | None
    set_at: datetime
    version: int = 1
