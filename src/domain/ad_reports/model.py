"""What is asked of an ad platform's reports, what they answer, and how far asking is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from domain.insights import Insight


class Level(StrEnum):
    """Of what figures are asked for: all of a campaign, or its part in one market."""

    CAMPAIGN = "campaign"
    AD_SET = "ad_set"


@dataclass(frozen=True, slots=True)
class Question:
    """Figures by day of some things of one level, by the platform's ids.

    From `first` to `last`, days in UTC, both included.
    """

    level: Level
    ids: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Row:
    """What is reported of one thing and one day: values by name, both in the platform's words."""

    outside_id: str
    day: str
    stats: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a report; `more` is what to ask for the next with, None on the last page."""

    rows: Sequence[Row]
    more: str | None = None


#: Figures since a campaign began, by part (a country by ISO 3166 alpha-2) and the platform's name.
Parts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a campaign had come to by part at the end of `day`, days since 1970.

    `parts` is None where the platform withheld it: too few people. `gone` are parts that it told
    of earlier and did not that day, as it told them last: they may come back.
    """

    day: int
    parts: Parts | None
    gone: Parts = field(default_factory=dict)

    @property
    def known(self) -> Parts:
        """What is known of every part by then."""
        return {**self.gone, **(self.parts or {})}


@dataclass(frozen=True, slots=True)
class Looked:
    """How a day ended by an insight, and the day before it, None where nobody looked then."""

    insight: Insight
    now: Snapshot
    before: Snapshot | None


class InsightState(StrEnum):
    """What the platform says of a campaign by an insight."""

    TOLD = "told"
    WITHHELD = "withheld"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class InsightStanding:
    """What the platform said last of a campaign by an insight: as of `day`, in UTC.

    `parts` are what figures are told apart into, as series are called: `age=18-24`. Of what is
    never told there is no day.
    """

    insight: Insight
    state: InsightState
    day: date | None
    parts: Sequence[str]


class NeverToldError(Exception):
    """The platform tells figures of such a campaign by nothing like this, and never will."""


class FileState(StrEnum):
    """How far the platform is with a file it was asked for."""

    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file of figures at the platform; `address` is where it is once it is ready."""

    state: FileState
    address: str | None = None


class BackfillState(StrEnum):
    """How far bringing in a span of a flight anew is."""

    ASKED = "asked"
    MAKING = "making"
    BROUGHT = "brought"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Backfill:
    """Days of a campaign that are brought in from a file.

    `report_id` is the platform's, None until it was asked; `tries` counts how often it was.
    `import_number` is what came of it, `problem` why nothing did.
    """

    id: str
    request_id: str
    first: date
    last: date
    state: BackfillState
    asked_at: datetime
    report_id: str | None = None
    tries: int = 0
    import_number: int | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Odd:
    """Why spend was not stored, and of which day on, days since 1970."""

    said: str
    since: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How far asking for a campaign's figures is.

    `through` is the last day asked for, since 1970. `odd` is why spend was not stored, None where
    all of it was. Since `settled_at` nothing more is expected.
    """

    request_id: str
    through: int | None = None
    asked_at: datetime | None = None
    import_number: int | None = None
    odd: Odd | None = None
    settled_at: datetime | None = None


class AdReports(Protocol):
    """A platform's reports of one ad account.

    Every verb raises `RetryLater` where the platform asks for patience. Where it is away, so it
    does, but for `begin`, of which nobody knows then whether it happened, and for `insight`,
    without which figures by day come in: they raise `Upstream`.
    """

    async def currency(self) -> str | None:
        """Return the currency amounts are in; None if the account does not say."""
        ...

    async def page(self, question: Question, more: str | None) -> Page:
        """Return the first page of an answer, or the one that `more` stands for."""
        ...

    async def insight(self, campaign: str, insight: Insight) -> Parts | None:
        """Return what a campaign came to so far by part; None where that is withheld for now.

        `NeverToldError` where it is for good.
        """
        ...

    async def begin(self, name: str, campaign: str, first: date, last: date) -> str:
        """Ask for a file of a campaign's days, and return its id; `NotAccepted` if refused."""
        ...

    async def look(self, report_id: str) -> ReportFile:
        """Return how far a file is."""
        ...

    async def fetch(self, address: str) -> Sequence[Sequence[str]]:
        """Return the lines of a file that is ready, its head first."""
        ...
