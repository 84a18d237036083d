"""What thresholds and alerts are (docs/decisions/0035-thresholds.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from domain.metrics.model import SubjectKind


class ThresholdKind(StrEnum):
    """What figures are held against."""

    TARGET = "target"
    CHANGE = "change"
    BASELINE = "baseline"
    PACING = "pacing"


class Pace(StrEnum):
    """How a budget is to be spent over its flight."""

    EVEN = "even"
    AHEAD = "ahead"
    PLANNED = "planned"


class Side(StrEnum):
    """On which side of it figures are bad."""

    BELOW = "below"
    ABOVE = "above"


class Starts(StrEnum):
    """What an alert of a threshold starts."""

    NOTHING = "nothing"
    REQUEST = "request"
    CASE = "case"


class Work(StrEnum):
    """Which kind of request it starts, as requests name it."""

    REPURPOSE = "repurpose"
    REVISION = "revision"
    RETIREMENT = "retirement"


class Quiet(StrEnum):
    """When nobody is told of a threshold's alerts, by the business calendar of what they are about.

    On Saturdays and Sundays; on every day on which nobody works; or whenever nobody is at work.
    """

    NEVER = "never"
    WEEKENDS = "weekends"
    DAYS_OFF = "days_off"
    AFTER_HOURS = "after_hours"


class AlertSeverity(StrEnum):
    """How bad it is."""

    WARNING = "warning"
    CRITICAL = "critical"


class Verdict(StrEnum):
    """What a day says. `CLEAR` is good by the margin that ends an alert; `UNKNOWN` says nothing."""

    CLEAR = "clear"
    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


class Condition(StrEnum):
    """How what an alert is about stands: what figures say, and nobody else."""

    FIRING = "firing"
    RECOVERING = "recovering"
    UNKNOWN = "unknown"
    RESOLVED = "resolved"


class Handling(StrEnum):
    """What people do about an alert, whatever figures say meanwhile."""

    NONE = "none"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    SILENCED = "silenced"


class Reason(StrEnum):
    """Why an alert ended."""

    RECOVERED = "recovered"
    RESTATED = "restated"
    SUBJECT_ENDED = "subject_ended"
    THRESHOLD_CHANGED = "threshold_changed"
    THRESHOLD_RETIRED = "threshold_retired"
    MANUAL = "manual"


class AlertMove(StrEnum):
    """What happened to an alert; kept in its trail as `alert.` and this."""

    OPENED = "opened"
    WORSENED = "worsened"
    EASED = "eased"
    RECOVERING = "recovering"
    FIRING = "firing"
    UNKNOWN = "unknown"
    RESOLVED = "resolved"
    ACKNOWLEDGED = "acknowledged"
    UNACKNOWLEDGED = "unacknowledged"
    SNOOZED = "snoozed"
    UNSNOOZED = "unsnoozed"
    WOKEN = "woken"
    SILENCED = "silenced"
    UNSILENCED = "unsilenced"
    ASSIGNED = "assigned"


class PlanPoint(NamedTuple):
    """Up to which part of the flight which part of the budget is spent; 0.2 is 20 %."""

    gone: Decimal
    spent: Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """What a threshold says.

    `subject_id` narrows it to one thing, `subject_kind` and `brand_id` to many; `source` to one
    source; `dimension` is the part it looks at, empty for the whole. For a `TARGET` the bounds
    and the margin are in the metric's unit; for a `CHANGE` and a `BASELINE` they are parts of what
    it was before, for `PACING` parts of the budget, 0.2 being 20 %. `days` is how many settled
    days are looked at; all of them have to be bad where values stand for themselves, and are added
    up else. `min_sample` is what a ratio must be reckoned from, or a comparison begin with.
    `recover_days` clear days end an alert. `settle_days` replaces how long the source's days move.
    `pace` is how the budget is to be spent, `plan` what is spent by when where that is planned.
    An alert of it `starts` a request, a case or nothing; the request is of the kind `work`, or of
    the one that is usual of its side.
    `team` is the key of the team that is told of its alerts, None for the one that usually is;
    while it is `quiet` nobody is, and a digest at the end of that says what happened.
    """

    name: str
    metric: str
    kind: ThresholdKind
    side: Side
    warning: Decimal
    critical: Decimal | None = None
    days: int = 3
    min_sample: int = 0
    recover_days: int = 2
    recover_margin: Decimal = Decimal(0)
    subject_id: str | None = None
    subject_kind: SubjectKind | None = None
    brand_id: str | None = None
    source: str | None = None
    dimension: str = ""
    settle_days: int | None = None
    pace: Pace = Pace.EVEN
    plan: tuple[PlanPoint, ...] = ()
    starts: Starts = Starts.NOTHING
    work: Work | None = None
    team: str | None = None
    quiet: Quiet = Quiet.NEVER


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold as it is kept; `version` counts what it said. A retired one is not active.

    `brand_id` is whose things it is about: of all brands, or of a thing of no brand, it is None.
    """

    id: str
    version: int
    terms: Terms
    active: bool
    changed_at: datetime
    brand_id: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign may spend, in millionths, from one day to another, days since 1970."""

    first: int
    last: int
    budget: int
    currency: str

    @property
    def days(self) -> int:
        """How many days it runs."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Probe:
    """A threshold over one series, or over the two of a ratio, as of a settled day.

    `before` is the day from which figures are too bad to learn from: those of an open alert.
    """

    threshold: Threshold
    series: int
    under: int | None
    subject_kind: SubjectKind
    subject_id: str
    brand_id: str | None
    source: str
    dimension: str
    as_of: int
    key: str = ""
    plan: Plan | None = None
    before: int | None = None


#: What is asked of the store: series, first and last day; sign, warning, critical. Days count as
#: bad whose value times the sign is below a bound.
Piece = tuple[int, int, int, int, int, int]


class Window(NamedTuple):
    """What the store knows of a piece: known and withheld days, their sum, bad days, the last."""

    known: int
    hidden: int
    total: int
    warned: int
    critical: int
    last: int | None


class Finding(NamedTuple):
    """What came of judging: `value` beside `bound`, in the unit of the bounds; why it is unknown.

    `day` is the settled day it is as of.
    """

    verdict: Verdict
    day: int
    severity: AlertSeverity = AlertSeverity.WARNING
    value: Decimal | None = None
    bound: Decimal | None = None
    why: str = ""
    present: bool = False


@dataclass(frozen=True, slots=True)
class Alert:
    """One episode of something being wrong, from when it opened until it is resolved.

    `threshold_id` is None for a source that is late, or says zero of everything. `evidence` is
    what was found last, `at` an instant. A snooze ends early beyond `snoozed_beyond`, in the unit
    of the evidence. `group_id` is that of those it opened together with in one place, if they
    were many. Nobody is told of one that opened in a silence before that ends, `hushed_until`.
    """

    id: str
    key: str
    threshold_id: str | None
    version: int
    subject_kind: SubjectKind | None
    subject_id: str | None
    brand_id: str | None
    source: str
    dimension: str
    severity: AlertSeverity
    condition: Condition
    opened_day: int
    opened_at: datetime
    evidence: Mapping[str, Any]
    unstable: bool = False
    acked_by: str | None = None
    acked_at: datetime | None = None
    note: str = ""
    snoozed: bool = False
    snoozed_until: datetime | None = None
    snoozed_beyond: Decimal | None = None
    silenced_until: datetime | None = None
    assignee_id: str | None = None
    resolved_at: datetime | None = None
    reason: Reason | None = None
    previous_id: str | None = None
    group_id: str | None = None
    hushed_until: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether it is not resolved."""
        return self.resolved_at is None

    @property
    def judged_by(self) -> int:
        """The version of its threshold that judged it last, or ended it; `version` opened it."""
        return int(self.evidence.get("version") or self.version)


@dataclass(frozen=True, slots=True)
class Silence:
    """Until when nobody wants to hear of what an alert is about, why, and who said so when."""

    alert: Alert
    until: datetime
    note: str
    user_id: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class TeamSilence:
    """Until when a team hears of none of its alerts, why, and who said so when."""

    team_id: str
    until: datetime
    note: str
    user_id: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Episode:
    """An alert that would have been: from its first day to its last, None while it lasts."""

    opened: date
    resolved: date | None
    severity: AlertSeverity


@dataclass(frozen=True, slots=True)
class Trial:
    """What a threshold would have done: series it looks at, episodes, series with one open now.

    `unknown` is how many of the series' days nothing could be said of, `started` how many requests
    or cases would have been opened if each was done when its alerts had ended. `as_of` is the last
    settled day of all of them, None where there is none.
    """

    series: int
    days: int
    episodes: tuple[Episode, ...]
    open_now: int
    unknown: int
    started: int = 0
    as_of: date | None = None

    @property
    def longest(self) -> int:
        """How many days the longest episode took; one that lasts still, up to `as_of`."""
        lasts = self.as_of + timedelta(days=1) if self.as_of else date.min
        return max(((one.resolved or lasts) - one.opened).days for one in self.episodes)
