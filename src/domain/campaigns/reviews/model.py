"""A review of a campaign: its figures as of a settled day, and what is suggested about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.metrics.model import State
from domain.thresholds.model import Plan

#: What is known of a metric, day by day: the value as it is kept, and its state.
Days = Mapping[int, tuple[int | None, int]]


class Occasion(StrEnum):
    """Why a campaign is reviewed."""

    MIDDLE = "middle"
    END = "end"
    ASKED = "asked"


class Severity(StrEnum):
    """How bad what is suggested about is."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class Remedy(StrEnum):
    """What a suggestion may be asked for as."""

    NONE = "none"
    REVISION = "revision"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of a campaign in some days: who says so, in which currency, by metric."""

    source: str | None
    currency: str
    metrics: Mapping[str, Days]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a review, in the unit of its metric; pace is in percent.

    A sum is at least that much where fewer `days` are known than have passed; `hidden` of them are
    withheld.
    """

    key: str
    value: Decimal | None
    state: State
    days: int = 0
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the rules suggest; `code` is what the table calls it, `reason` says why in words."""

    code: str
    severity: Severity
    remedy: Remedy
    reason: str


@dataclass(frozen=True, slots=True)
class Review:
    """What was found as of a day, which is never written anew.

    `revision` is the campaign's, `plan` what that was to spend and when. `source` said the
    figures, None where nobody said any. `asked_by` is None where the hub reviews by itself.
    """

    id: str
    request_id: str
    revision: int
    occasion: Occasion
    as_of: date
    source: str | None
    currency: str
    plan: Plan
    figures: Sequence[Figure]
    suggestions: Sequence[Suggestion]
    asked_by: str | None
    at: datetime

    @property
    def mark(self) -> str:
        """What it is, once for each campaign: of a revision's flight, or as of a day."""
        when = self.as_of if self.occasion is Occasion.ASKED else self.revision
        return f"{self.occasion}:{when}"

    def suggestion(self, code: str) -> Suggestion | None:
        """Return the suggestion called `code`."""
        return next((one for one in self.suggestions if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure of a review that is another one by now."""

    was: Figure
    now: Figure


@dataclass(frozen=True, slots=True)
class Followed:
    """That somebody asked for what a review suggests, and by which request."""

    review_id: str
    code: str
    request_id: str
    user_id: str
    at: datetime
