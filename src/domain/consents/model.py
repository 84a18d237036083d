"""What somebody agreed to, or took back, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SubjectKind(StrEnum):
    """Whose consent it is: a customer's account, a contributor of titles, or a guest."""

    ACCOUNT = "account"
    CONTRIBUTOR = "contributor"
    GUEST = "guest"


class Purpose(StrEnum):
    """What somebody agrees to; `EVERY` is for taking everything back."""

    SERVICE = "service"
    ANALYTICS = "analytics"
    DIRECT_MARKETING = "direct_marketing"
    PROFILING = "profiling"
    SHARING = "sharing"
    APPEARANCE = "appearance"
    EVERY = "every"


class Channel(StrEnum):
    """By what somebody is reached; `EVERY` where that makes no difference."""

    EMAIL = "email"
    SMS = "sms"
    CALL = "call"
    PUSH = "push"
    AD_AUDIENCE = "ad_audience"
    EVERY = "every"


class State(StrEnum):
    """What was said; `PENDING` waits for the second yes of a double opt-in, and is no consent."""

    GIVEN = "given"
    PENDING = "pending"
    WITHDRAWN = "withdrawn"


class Source(StrEnum):
    """The way it came in; `ERASURE` stands where somebody was forgotten."""

    FORM = "form"
    IMPORT = "import"
    API = "api"
    PAPER = "paper"
    ERASURE = "erasure"


class AgeBand(StrEnum):
    """How old somebody was when they said it, in years."""

    UNDER_13 = "under_13"
    FROM_13_TO_15 = "from_13_to_15"
    FROM_16_TO_17 = "from_16_to_17"
    ADULT = "adult"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose consent it is; a guest who is not known yet has no `ref`."""

    kind: SubjectKind
    ref: str


@dataclass(frozen=True, slots=True)
class Private:
    """What names a person, or may: encrypted under a key of their own wherever it is kept.

    `how` it was said, and what proves it, such as an address, a time and a form's content.
    """

    name: str = ""
    how: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said, as it is given.

    `said_at` is when they said it, `text_version` which text they saw. `country` is ISO 3166-1
    alpha-2; it and `age_band` are None where nobody knows, which is to be taken as the strictest.
    """

    purpose: Purpose
    channel: Channel
    state: State
    said_at: datetime
    source: Source
    text_version: str = ""
    country: str | None = None
    age_band: AgeBand | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger, which never changes; `veiled` is the `Private`, encrypted."""

    id: str
    subject: Subject
    said: Said
    recorded_at: datetime
    veiled: Mapping[str, str]
