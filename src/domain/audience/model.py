"""Capture points, what people did at them, and leads, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class CaptureKind(StrEnum):
    """By what interest is captured, and so what a signal is."""

    LINK = "link"
    PROMO_CODE = "promo_code"
    FORM = "form"
    CALL_TO_ACTION = "call_to_action"


class LeadRoute(StrEnum):
    """Where a lead goes."""

    SALES = "sales"
    NURTURE = "nurture"
    SUPPRESS = "suppress"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class CapturePoint:
    """A link, promo code, form or call to action of a brand in a market; only its end may change.

    `code` is what stands in its address, or what people enter. `target` is where a link or call
    leads: an address at an allowed host, else empty. `interest` is the product it is about.
    `consent_text` is what a form has people agree to, in the version `text_version`; with
    `second_yes` e-mails wait for another yes.
    """

    id: str
    code: str
    kind: CaptureKind
    brand_id: str
    market: str
    title: str
    target: str
    interest: str
    consent_text: str
    text_version: str
    second_yes: bool
    creator_id: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that a lead did, at `at`, by the capture point called `title`."""

    id: str
    lead_id: str
    kind: CaptureKind
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Profile:
    """Whom a brand looks for: industries and interests in its own words, countries as ISO 3166."""

    industries: frozenset[str]
    countries: frozenset[str]
    interests: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lead:
    """An account of a brand that showed interest; nobody is named here.

    What nobody said is empty. `captured` if its account was made by a form of ours. `route`,
    `reasons` and `routed_at` are as it was judged last, `told` what its people were told last.
    `forgotten_at` is when its signals were removed.
    """

    id: str
    account_id: str
    brand_id: str
    market: str
    industry: str
    country: str
    interest: str
    captured: bool
    created_at: datetime
    route: LeadRoute | None = None
    reasons: tuple[str, ...] = ()
    routed_at: datetime | None = None
    told: LeadRoute | None = None
    forgotten_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Points, and what they are for; `at` is None for what was not done but is known."""

    said: str
    points: Decimal
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Points line by line: for what a lead did, and for what it is; the two are kept apart.

    `fit` is None where the brand never said whom it looks for.
    """

    behaviour: tuple[Line, ...]
    fit: tuple[Line, ...] | None

    @property
    def behaviour_points(self) -> int:
        """What the lines of behaviour add up to, rounded down."""
        return int(sum((one.points for one in self.behaviour), Decimal(0)))

    @property
    def fit_points(self) -> int | None:
        """What the lines of fit add up to; None where nobody can say."""
        if self.fit is None:
            return None
        return int(sum((one.points for one in self.fit), Decimal(0)))
