"""One thing told to somebody, or into a place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class What(StrEnum):
    """What was told."""

    CARD = "card"
    REPLY = "reply"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    DIGEST = "digest"
    TEST = "test"
    WEBHOOK = "webhook"


class Way(StrEnum):
    """By which way."""

    CHANNEL = "channel"
    DIRECT = "direct"
    EMAIL = "email"


class Outcome(StrEnum):
    """What became of it."""

    ASKED = "asked"
    SUPPRESSED = "suppressed"
    DELIVERED = "delivered"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing told, or still to be told.

    `key` makes it once. It is about the request `request_id`, the case `case_id` or the alert
    `alert_id`; for the person `user_id`, or for the place `place` of a chat workspace: for a
    person these are where it arrived. `details` are what its text is made of. `reason` says why
    it failed or was dropped, `until` when quiet hours end that suppress it, `at` when it came
    to its outcome.
    """

    id: str
    key: str
    what: What
    way: Way
    outcome: Outcome
    asked_at: datetime
    request_id: str | None = None
    case_id: str | None = None
    alert_id: str | None = None
    stage_id: str | None = None
    round: int = 0
    user_id: str | None = None
    workspace_id: str | None = None
    place: str | None = None
    details: Mapping[str, Any] | None = None
    reason: str | None = None
    until: datetime | None = None
    at: datetime | None = None
