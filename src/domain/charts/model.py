"""What a chart shows: five kinds, each a value of numbers, days and names.

A chart is drawn, so amounts are floats in the unit of their measure: money in major units, shares
as fractions of one. What is not known is never a number: it is missing (nobody sent it yet) or
suppressed (its source keeps it back, for it would tell of too few people). Zero is a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

#: What one chart holds at most. Ours: more is not read off a picture of this size.
POINTS_MAX, SERIES_MAX, BARS_MAX, STEPS_MAX = 400, 5, 12, 8


class Presence(StrEnum):
    """Whether there is a number, and if not, why."""

    KNOWN = "known"
    MISSING = "missing"
    SUPPRESSED = "suppressed"


class Unit(StrEnum):
    """What numbers count."""

    COUNT = "count"
    MONEY = "money"
    SHARE = "share"


class Better(StrEnum):
    """Which side of a target is the good one."""

    UP = "up"
    DOWN = "down"


class Verdict(StrEnum):
    """What a rule said of a day, or of a subject."""

    MET = "met"
    BREACHED = "breached"
    RECOVERING = "recovering"
    UNKNOWN = "unknown"


class Theme(StrEnum):
    """What the picture lies on."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Look:
    """For whom a chart is drawn: the theme, and a locale such as de-AT."""

    theme: Theme = Theme.LIGHT
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: its name in the reader's language, and its unit.

    `currency` is the ISO 4217 code of money, and empty for everything else.
    """

    name: str
    unit: Unit = Unit.COUNT
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One reporting day of a source. `value` is None unless it is known."""

    day: date
    value: float | None
    presence: Presence = Presence.KNOWN


@dataclass(frozen=True, slots=True)
class Freshness:
    """As of which day a chart was made, and to which day its sources are final, if they say so."""

    as_of: date
    complete_to: date | None = None


@dataclass(frozen=True, slots=True)
class Pacing:
    """Spend against the flight of one campaign.

    `spent` and `expected` are sums since `begins`, day by day, both ends of the flight inclusive;
    `tolerance` is the share by which spend may stray from the plan, `projected` the spend at the
    end if it goes on as now, if anybody worked it out.
    """

    title: str
    currency: str
    begins: date
    ends: date
    budget: float
    spent: tuple[Point, ...]
    expected: tuple[Point, ...]
    fresh: Freshness
    tolerance: float = 0.1
    projected: float | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """What a measure is held to.

    It is breached beyond `target`, and has recovered beyond `recovery` on the good side, if that
    is another value.
    """

    target: float
    recovery: float | None = None
    better: Better = Better.UP


@dataclass(frozen=True, slots=True)
class Threshold:
    """A measure day by day against its band, with what the rule said of each day."""

    title: str
    measure: Measure
    points: tuple[Point, ...]
    band: Band
    fresh: Freshness
    verdicts: Mapping[date, Verdict] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bar:
    """One name with one number. `value` is None unless it is known."""

    label: str
    value: float | None
    presence: Presence = Presence.KNOWN
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many came through each step, the first step first; such as starts to completes."""

    title: str
    measure: Measure
    steps: tuple[Bar, ...]
    fresh: Freshness


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Many subjects by one measure, in the order given; `target` is one line across all."""

    title: str
    measure: Measure
    bars: tuple[Bar, ...]
    fresh: Freshness
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A name with its days, the first day first."""

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Titles beside one another by one measure, day by day."""

    title: str
    measure: Measure
    series: tuple[Series, ...]
    fresh: Freshness


Chart = Pacing | Threshold | Funnel | Portfolio | Comparison
