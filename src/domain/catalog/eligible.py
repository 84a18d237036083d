"""Whether music may be played at a site, as it was judged last. Values; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """Whether a site may play music; `REVIEW` where the rules could not tell."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    REVIEW = "review"


class Programme(StrEnum):
    """What may be heard at a site."""

    AMBIENT = "ambient"
    EVENT = "event"
    STORY = "story"


class Escalation(StrEnum):
    """What has to be done about a site."""

    NONE = "none"
    RENEW = "renew"
    EXTEND = "extend"
    LICENSE = "license"
    STOP = "stop"


class Risk(StrEnum):
    """How much it would matter if something were wrong."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Contract(StrEnum):
    """How the approved use of music at a site stands."""

    ACTIVE = "active"
    ENDING = "ending"
    LAPSED = "lapsed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Lights:
    """The three rights that playing music takes: each covered or not, never one word for all."""

    provider: bool
    composition: bool
    recording: bool


@dataclass(frozen=True, slots=True)
class Eligibility:
    """How a site stood on `day`, by its own calendar.

    `priority` counts from 1, the most urgent; `risk` is None where the rules could not tell.
    `ends_on` is the last day of the approved use, renewals that are approved included; None where
    there is none. `judgement` is what the table said, as it is kept with every decision. `told` is
    what operations were told of last, so that they are told once.
    """

    site_id: str
    verdict: Verdict
    programmes: tuple[Programme, ...]
    escalation: Escalation
    priority: int
    risk: Risk | None
    lights: Lights
    contract: Contract
    ends_on: date | None
    day: date
    reasons: tuple[str, ...]
    judged_at: datetime
    judgement: Mapping[str, Any] = field(default_factory=dict)
    told: str = ""

    @property
    def suspended(self) -> bool:
        """Whether its licence lapsed: nothing is played until it is renewed."""
        return self.contract is Contract.LAPSED
