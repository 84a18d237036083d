"""What an alert started."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.thresholds.model import Side, Starts


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A request or a case about one thing on one side; one of the two ids is given."""

    id: str
    subject_id: str
    side: Side
    starts: Starts
    opened_at: datetime
    request_id: str | None = None
    case_id: str | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """What came of an alert: a follow-up, or, in `trouble`, why none could be opened.

    `evidence` is what was known when it opened, as plain JSON: what is measured, against what, the
    days of the window with their values, and where the chart of it is. `ended_at` is when its end
    was told of where it was asked for.
    """

    alert_id: str
    evidence: Mapping[str, Any]
    at: datetime
    follow_up: FollowUp | None = None
    trouble: str = ""
    ended_at: datetime | None = None
