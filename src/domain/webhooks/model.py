"""Webhooks: what somebody wants to be sent when something changes, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Happening(StrEnum):
    """What a webhook can be told of; the value is the `type` of the message.

    A test is of nothing, and nobody chooses it.
    """

    REQUEST_CHANGED = "request.changed"
    CASE_CHANGED = "case.changed"
    ALERT_CHANGED = "alert.changed"
    SHOW_CHANGED = "show.changed"
    TEST = "webhook.test"


class WebhookState(StrEnum):
    """Whether a webhook is sent to. For what is paused, changes are kept."""

    ACTIVE = "active"
    PAUSED = "paused"


class Why(StrEnum):
    """Why a webhook is paused.

    `NOT` is for one that is not; `WISH` is somebody's, all others are the hub's own.
    """

    NOT = "not"
    WISH = "wish"
    FAILING = "failing"
    GONE = "gone"
    BARRED = "barred"


class Standing(StrEnum):
    """What became of something that was to be sent.

    `DROPPED` need not be sent any more; `FAILED` was given up.
    """

    WAITING = "waiting"
    DELIVERED = "delivered"
    DROPPED = "dropped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where changes are sent, which ones, and what is said of them.

    `selection` says what is told, in the language of the door that it was registered at. It is
    read with the rights of `owner_id`, as they are at that moment. `sealed` is the secret that
    signs, sealed; `sealed_before` the one before, which signs beside it until `before_until`.
    `failures` counts the attempts that failed since one was taken, the first at `failing_since`.
    """

    id: str
    owner_id: str
    name: str
    address: str
    happenings: tuple[Happening, ...]
    selection: str
    state: WebhookState
    why: Why
    made_at: datetime
    sealed: str = field(repr=False)
    sealed_before: str | None = field(default=None, repr=False)
    before_until: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to be sent, whose id is the `webhook-id` of every attempt.

    `sequence` grows with every change of `subject_id`, so that a receiver tells later from earlier.
    `payload` is what was sent last; None before, and once it is not kept any more. `next_at` is
    when it is tried again.
    """

    id: str
    webhook_id: str
    happening: Happening
    subject_id: str
    sequence: int
    state: Standing
    made_at: datetime
    attempts: int = 0
    tried_at: datetime | None = None
    next_at: datetime | None = None
    payload: str | None = field(default=None, repr=False)
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at a delivery, `number` 1 and on.

    `code` is the status of the answer, None where there was none: `trouble` says why then.
    `excerpt` is the beginning of what the receiver said.
    """

    delivery_id: str
    number: int
    at: datetime
    code: int | None
    trouble: str
    milliseconds: int
    excerpt: str
