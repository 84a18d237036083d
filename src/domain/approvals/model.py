"""A stage, the votes on it, and what follows from them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

#: How far up a stage is carried: to the leads of its team, then to another team or the managers.
LEADS, MANAGERS = 1, 2


class StageState(StrEnum):
    """How far a stage is."""

    WAITING = "waiting"
    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    CHANGES_REQUESTED = "changes_requested"
    DROPPED = "dropped"


class Choice(StrEnum):
    """What a reviewer says."""

    APPROVE = "approve"
    REJECT = "reject"
    REQUEST_CHANGES = "request_changes"


@dataclass(frozen=True, slots=True)
class StagePlan:
    """A stage as the rules ask for it. An empty `team` means the hub closes it by itself."""

    key: str
    title: str
    step: int
    team: str
    quorum: int
    due_hours: int


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a request's way to a yes.

    Stages of the same `step` are open at the same time. `round` counts how often the stage was
    opened anew after a revision; only votes of the present round count. `team_id` is None for a
    stage the hub closes by itself. `due_at` is until when it should be decided, by the business
    calendar of the request's markets, once it is open. `reminded_at` is when its reviewers were
    reminded last in this round, `escalated` how far up it was carried.
    """

    id: str
    request_id: str
    key: str
    title: str
    step: int
    team_id: str | None
    quorum: int
    due_hours: int
    state: StageState
    round: int
    opened_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None = None
    reminded_at: datetime | None = None
    escalated: int = 0

    @property
    def automatic(self) -> bool:
        """Whether the hub closes the stage by itself."""
        return self.team_id is None


@dataclass(frozen=True, slots=True)
class Vote:
    """What one reviewer said, when and why. A vote taken back no longer counts.

    `instead_of_id` is the reviewer whose seat it fills, where the voter stands in for somebody who
    is away; None if it is the voter's own.
    """

    id: str
    stage_id: str
    request_id: str
    round: int
    voter_id: str
    choice: Choice
    reason: str | None
    at: datetime
    taken_back_at: datetime | None
    instead_of_id: str | None = None

    @property
    def seat_id(self) -> str:
        """Whose seat it fills: the voter's own, or that of whom they stand in for."""
        return self.instead_of_id or self.voter_id


@dataclass(frozen=True, slots=True)
class HandedSeat:
    """A seat of one round of a stage that `by_id` handed to `holder_id`; it is `member_id`'s.

    Who took it over has handed it to themselves.
    """

    stage_id: str
    round: int
    member_id: str
    holder_id: str
    by_id: str
    at: datetime
