"""What figures are: metrics, where they come from, series and their points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum

from domain.actor import Door

#: The largest value of a point as it is kept, far below what 64 bits hold, so that totals fit too.
KEPT_MAX = 10**15


class Unit(StrEnum):
    """What a metric counts in."""

    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    TIMES = "times"
    HOURS = "hours"

    @property
    def scale(self) -> int:
        """How many of what is kept make one: values are whole, fractions are in millionths."""
        return 1 if self is Unit.COUNT else 1_000_000


class State(IntEnum):
    """What is known of a day; the numbers are kept, and never given to something else.

    `MISSING` is what nobody said yet, or a source says it does not know. `SUPPRESSED` is what a
    source knows and withholds, for it is about too few people: neither is a zero.
    """

    VALUE = 1
    ZERO = 2
    SUPPRESSED = 3
    MISSING = 4


class Grain(StrEnum):
    """How long what one figure is about lasts; a flight is all of a series."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    FLIGHT = "flight"


class SubjectKind(StrEnum):
    """What figures are about."""

    CAMPAIGN = "campaign"
    SHOW = "show"
    EPISODE = "episode"
    TITLE = "title"
    ASSET = "asset"


@dataclass(frozen=True, slots=True)
class Metric:
    """Something that is measured.

    `over_days` and `over_parts` say whether values of several days, or of several countries and
    the like, may be added up. A metric with a `numerator` is never kept: it is `factor` times the
    sum of the one over the sum of the other. `within` is the metric it can never exceed, nor
    what that is within. `term`
    is what the IAB Tech Lab's Podcast Measurement Technical Guidelines 2.3 call it, if they do.
    Its days last `settle_days` until they stand still, where that is longer than its source's.
    """

    key: str
    said: str
    unit: Unit
    over_days: bool = True
    over_parts: bool = True
    signed: bool = False
    within: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    factor: int = 1
    term: str | None = None
    note: str = ""
    settle_days: int = 0

    @property
    def derived(self) -> bool:
        """Whether it is reckoned from others, and never kept."""
        return self.numerator is not None


@dataclass(frozen=True, slots=True)
class Source:
    """Who says figures. Its days are days in UTC, and last `settle_days` until they stand still.

    `suppressed` are the values by which it says that it withholds one.
    """

    key: str
    said: str
    settle_days: int
    suppressed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Subject:
    """What figures are about, with its brand; None for what is of no brand."""

    kind: SubjectKind
    id: str
    brand_id: str | None


@dataclass(frozen=True, slots=True)
class Key:
    """What a series is known by. `dimension` is empty, or a part such as `country=SE`."""

    subject_id: str
    metric: str
    source: str
    dimension: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A series as it is kept; `currency` is empty for what is no money."""

    id: int
    key: Key
    currency: str


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as it was given: texts, with the number of their line, the first line being 1."""

    number: int
    subject: str
    metric: str
    day: str
    value: str
    dimension: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it was understood; `value` is in the unit it is kept in."""

    number: int
    subject: str
    metric: Metric
    dimension: str
    currency: str
    day: int
    value: int | None
    state: State


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line was set aside, and what to do about it."""

    line: int
    reason: str
    cure: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the columns of a table from `source` hold, by their names in small letters."""

    name: str
    source: str
    columns: Mapping[str, str]
    at: datetime


#: A point as the store takes it: series, day since 1970, value, state.
Stored = tuple[int, int, int | None, int]


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging did: how many points are new, changed, the same; whose series were touched."""

    added: int
    changed: int
    same: int
    touched: frozenset[int]


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of one import.

    `touched` are the series in which something is new or otherwise now. Of one that is `held`
    nothing went in until somebody confirms it; its problems tell which settled values it changes.
    `confirmed` is one that somebody did confirm. `user_id` is None for what nobody of the house
    brought in by name, `door` for what came in before that was written down.
    """

    number: int
    source: str
    name: str
    at: datetime
    added: int
    changed: int
    same: int
    aside: int
    problems: Sequence[Problem]
    touched: frozenset[int] = frozenset()
    held: bool = False
    user_id: str | None = None
    door: Door | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A figure to be shown: of `day` or of what begins with it; None where there is none.

    `as_of` is when it was brought in. `restated_from` is what was said first, where it was
    corrected since, `revision` how often plus one. `days` of it are known, `hidden` withheld.
    """

    day: date
    value: Decimal | None
    state: State
    as_of: datetime | None = None
    restated_from: Decimal | None = None
    revision: int = 0
    days: int = 0
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A series to be shown. Days after `settled_to` may still move.

    `parts` are the series it is reckoned from, two of a ratio; `first` and `last` the days that
    were asked for.
    """

    metric: Metric
    source: str
    dimension: str
    currency: str
    settled_to: date
    points: Sequence[Point]
    parts: Sequence[Series]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Restatement:
    """A correction of a figure of `metric` on a day: what it was, and is since `at`.

    A value is None unless its state says that it is known; `at` is None where nobody knows the
    import any more.
    """

    metric: Metric
    day: date
    before: Decimal | None
    before_state: State
    after: Decimal | None
    after_state: State
    number: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Sum:
    """What all days of a thing add up to, by one source.

    `days` are known, `hidden` withheld: above 0 the sum is at least this much. `as_of` is the last
    day that the source said something of, None if it said nothing.
    """

    metric: Metric
    source: str
    value: Decimal | None
    state: State
    days: int
    hidden: int
    as_of: date | None
