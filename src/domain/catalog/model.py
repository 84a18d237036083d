"""The things requests speak of."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


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
    """A company that pays to be heard; two of one competitor group do not go together."""

    id: str
    name: str
    competitor_groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Show:
    """A podcast. `language` is BCP 47."""

    id: str
    title: str
    brand_id: str
    language: str


@dataclass(frozen=True, slots=True)
class Episode:
    """A podcast episode; `number` is its place in the show."""

    id: str
    show_id: str
    title: str
    number: int
    release_on: date | None


class AssetKind(StrEnum):
    """What a file is used as."""

    AUDIO = "audio"
    IMAGE = "image"


class AssetState(StrEnum):
    """Whether a file may be used: only what arrived and passed its checks."""

    EXPECTED = "expected"
    READY = "ready"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of a brand: promised first, then uploaded, checked, and ready or refused.

    `agency_id` is the agency whose it is, None for the house's own. `size` is bytes, `duration_ms`
    milliseconds, `width` and `height` pixels.
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
