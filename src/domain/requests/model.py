"""A request and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class RequestState(StrEnum):
    """Where a request stands."""

    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    PUBLISHED = "published"
    LIVE = "live"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What can happen to a request."""

    APPROVE = "approve"
    REJECT = "reject"
    REQUEST_CHANGES = "request_changes"
    REVISE = "revise"
    WITHDRAW = "withdraw"
    UNDO = "undo"
    REOPEN = "reopen"
    PUBLISH = "publish"
    GO_LIVE = "go_live"
    SEND_BACK = "send_back"


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked for that needs a yes.

    `number` is how people call it; `revision` counts what was submitted, from 1; `version` counts
    every change and guards against two at once. `payload` is what was asked for, in the form of
    its kind. `note` is the last word on it: why it was sent back, rejected or withdrawn. `brand_id`
    is None for what concerns the whole organisation.
    `trouble` is what keeps the hub from doing its part, and what to do about it.
    """

    id: str
    number: int
    kind: str
    title: str
    requester_id: str
    brand_id: str | None
    agency_id: str | None
    markets: tuple[str, ...]
    state: RequestState
    revision: int
    version: int
    payload: Mapping[str, Any]
    note: str | None
    trouble: str | None
    created_at: datetime
    updated_at: datetime

    @property
    def places(self) -> tuple[str, ...]:
        """Every country it concerns: its markets, and the territories that it names beside them."""
        return (*self.markets, *self.payload.get("territories", ()))
