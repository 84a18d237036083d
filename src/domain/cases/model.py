"""A case and what belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.decisions.model import Judgement


class CaseKind(StrEnum):
    """What somebody comes with."""

    COMPLAINT = "complaint"
    INQUIRY = "inquiry"
    CONTENT_ISSUE = "content_issue"
    TAKEDOWN_NOTICE = "takedown_notice"


class Source(StrEnum):
    """The way a case came in."""

    API = "api"
    COMMAND = "command"
    SHORTCUT = "shortcut"
    FORM = "form"
    NOTICE = "notice"
    WATCH = "watch"


class CaseState(StrEnum):
    """How far a case is."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"
    MERGED = "merged"


class CaseMove(StrEnum):
    """What can happen to a case."""

    ACKNOWLEDGE = "acknowledge"
    START = "start"
    WAIT = "wait"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    CLOSE = "close"
    MERGE = "merge"


class Priority(StrEnum):
    """How soon somebody answers, the most urgent first."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class Severity(StrEnum):
    """How bad it is for whoever it happens to."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Topic(StrEnum):
    """What it is about."""

    RIGHTS = "rights"
    CHILD_SAFETY = "child_safety"
    LEGAL = "legal"
    HEALTH = "health"
    WRONG_TERRITORY = "wrong_territory"
    WRONG_CLAIM = "wrong_claim"
    BILLING = "billing"
    QUALITY = "quality"
    OTHER = "other"


class CustomerValue(StrEnum):
    """How much an account means to the organisation."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class SubjectKind(StrEnum):
    """What a case may be about.

    A `site` or `account` is named by its id, which is looked up, or by a name of somebody's own.
    """

    REQUEST = "request"
    EPISODE = "episode"
    SHOW = "show"
    BRAND = "brand"
    MARKET = "market"
    SITE = "site"
    ACCOUNT = "account"


class CommentKind(StrEnum):
    """Whom a comment is for: the house, the reporter, or the reporter who is asked something."""

    INTERNAL = "internal"
    REPLY = "reply"
    INQUIRY = "inquiry"


class Clock(StrEnum):
    """What has to be done in time."""

    RESPONSE = "response"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True)
class Subject:
    """Something a case is about: its kind, and its id, code or name.

    `inside` if it is for the house alone: it came with a duplicate that somebody else reported.
    """

    kind: SubjectKind
    ref: str
    inside: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a case for its triage; None where nobody has said.

    `live` is whether what it is about can be heard or seen right now.
    """

    severity: Severity | None = None
    topic: Topic | None = None
    customer_value: CustomerValue | None = None
    live: bool | None = None


NOTHING_KNOWN = Given()


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody outside who reports something."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody comes with, as it is given.

    `link` leads to the message that it was made of. `brand_id` is found by what it is about where
    nobody names one; `market` is an ISO 3166 code.
    """

    kind: CaseKind
    source: Source
    title: str
    text: str
    given: Given = NOTHING_KNOWN
    market: str | None = None
    brand_id: str | None = None
    subjects: tuple[Subject, ...] = ()
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Clocks:
    """When a case has to be answered and resolved, and whether it was.

    Both run from `since`, in business time, for so many minutes; they stand still from
    `waiting_since` on, while the customer has to say something.
    """

    since: datetime
    response_minutes: int
    resolution_minutes: int
    response_due_at: datetime
    resolution_due_at: datetime
    responded_at: datetime | None = None
    resolved_at: datetime | None = None
    waiting_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Triaged:
    """What triage came to: priority, the queue by its team's key, minutes, and why."""

    priority: Priority
    queue: str
    response_minutes: int
    resolution_minutes: int
    reasons: tuple[str, ...]
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Case:
    """Something somebody complains of, asks or reports.

    `number` is how people call it. Who reports it is a user, or somebody outside whose name and
    address are kept encrypted in `contact`; one of the two. `queue` is the key of the team that
    answers for it, `team_id` that team, None as long as there is none. `round` counts how often
    it was opened, `level` how far it was escalated in this round. `reasons` are the triage's.
    `link` leads to the message it was made of. `note` is the last word on it.
    """

    id: str
    number: int
    kind: CaseKind
    source: Source
    title: str
    text: str
    link: str | None
    reporter_id: str | None
    contact: Mapping[str, str] | None
    agency_id: str | None
    brand_id: str | None
    market: str | None
    given: Given
    state: CaseState
    priority: Priority
    queue: str
    team_id: str | None
    reasons: tuple[str, ...]
    assignee_id: str | None
    round: int
    level: int
    version: int
    clocks: Clocks
    merged_into_id: str | None
    note: str | None
    created_at: datetime
    updated_at: datetime

    @property
    def markets(self) -> tuple[str, ...]:
        """The markets it is for: one or none."""
        return (self.market,) if self.market else ()


@dataclass(frozen=True, slots=True)
class Comment:
    """What was said in a case; `author_id` is None for somebody outside, and for the hub itself.

    `by_hub` if the hub said it in its own name.
    """

    id: str
    case_id: str
    kind: CommentKind
    author_id: str | None
    text: str
    at: datetime
    by_hub: bool = False


@dataclass(frozen=True, slots=True)
class Escalation:
    """That a clock of a round ran out, and who was told: the team of a level, if there is one."""

    case_id: str
    round: int
    clock: Clock
    level: int
    team_id: str | None
    team_key: str
    due_at: datetime
    at: datetime
