"""Endpoints of journeys, and what is sent to them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class EndpointState(StrEnum):
    """Whether an endpoint is sent to. What is paused waits; what is gone said so itself."""

    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"


class EndpointPurpose(StrEnum):
    """What an endpoint is sent: journeys of accounts, or what it is to publish."""

    JOURNEYS = "journeys"
    PUBLICATIONS = "publications"


class EventKind(StrEnum):
    """What an endpoint is told; the value is the `type` in the body."""

    STARTED = "journey.started"
    REMOVED = "journey.removed"
    STOPPED = "journey.stopped"


class DeliveryState(StrEnum):
    """What became of something that was to be sent.

    `DROPPED` was never sent and need not be any more; `FAILED` was given up.
    """

    WAITING = "waiting"
    DELIVERED = "delivered"
    DROPPED = "dropped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where something of some brands and markets is sent; none named means every one.

    `sealed` is the secret that signs, sealed; `sealed_before` the one before, which signs beside
    it until `before_until`.
    """

    id: str
    name: str
    address: str
    brand_ids: tuple[str, ...]
    markets: tuple[str, ...]
    state: EndpointState
    made_at: datetime
    sealed: str = field(repr=False)
    sealed_before: str | None = field(default=None, repr=False)
    before_until: datetime | None = None
    purpose: EndpointPurpose = EndpointPurpose.JOURNEYS


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to be sent, whose id is the `webhook-id` of every attempt.

    `page` of `pages` counts from 1. `account_ids` are whom it is about, as they were when it was
    asked for. `code` is the status of the last answer, None where there was none; `trouble` says
    why the last attempt was not enough. `next_at` is when it is tried again.
    """

    id: str
    key: str
    endpoint_id: str
    request_id: str
    revision: int
    kind: EventKind
    account_ids: tuple[str, ...]
    made_at: datetime
    page: int = 1
    pages: int = 1
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    code: int | None = None
    trouble: str = ""
    tried_at: datetime | None = None
    next_at: datetime | None = None
