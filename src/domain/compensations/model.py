"""A compensation on a case."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.decisions.model import Judgement
from domain.money import Money


class Fault(StrEnum):
    """Whose fault it was."""

    OURS = "ours"
    PARTNER = "partner"
    CUSTOMER = "customer"
    UNKNOWN = "unknown"


class Tier(StrEnum):
    """How something is made good."""

    APOLOGY = "apology"
    GOODWILL = "goodwill"
    MAKE_GOOD = "make_good"
    REFUND = "refund"


class CompensationState(StrEnum):
    """How far a compensation is."""

    WAITING = "waiting"
    DONE = "done"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody wants to give, and why; `amount` is None for words alone.

    `repeat` says that it happened to the same customer before.
    """

    amount: Money | None
    fault: Fault
    repeat: bool
    why: str


@dataclass(frozen=True, slots=True)
class Compensation:
    """What is given to make something good; `tier` is what the rules call it.

    It waits, while `state` says so, for somebody who is neither its proposer nor the case's owner.
    `account` is whom it is for, None where the case does not say. `request_id` is the request that
    decides it, where it was asked for as one.
    """

    id: str
    case_id: str
    proposer_id: str
    account: str | None
    proposal: Proposal
    tier: Tier | None
    state: CompensationState
    reasons: tuple[str, ...]
    decider_id: str | None
    reason: str | None
    at: datetime
    decided_at: datetime | None
    request_id: str | None = None

    @property
    def at_once(self) -> bool:
        """Whether it was given by the rules, and no second pair of eyes was asked."""
        decided = self.decider_id is not None or self.request_id is not None
        return self.state is CompensationState.DONE and not decided


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of a proposal: refused, waiting or done, and what it is called."""

    refused: bool
    waits: bool
    tier: Tier | None
    reasons: tuple[str, ...]
    judgement: Judgement
