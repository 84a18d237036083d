"""How something does as audio: what is known of its listening, and the rank that gives it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.launches.model import Milestone


class By(StrEnum):
    """What is ranked."""

    TITLE = "title"
    AUTHOR = "author"
    GENRE = "genre"
    SERIES = "series"


class Part(StrEnum):
    """What a fit is reckoned from."""

    STREAMS = "streams"
    COMPLETION = "completion"
    GROWTH = "growth"


class Known(StrEnum):
    """Whether enough is known of a part; only what is `KNOWN` counts, and nothing else is a zero.

    `MISSING` is what nobody told, `WITHHELD` what a source keeps back on too many days, `TOO_FEW`
    what is told of too few days, or of too little listening.
    """

    KNOWN = "known"
    TOO_FEW = "too_few"
    WITHHELD = "withheld"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Sums:
    """What days add up to: the sum, how many days are known of it, and how many withheld."""

    total: int = 0
    days: int = 0
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What one source tells of one thing.

    `now` and `before` are its streams in the window and in the one before it; `completes` and
    `started` are of those days of the window of which both are known. `listeners` are of the last
    day alone, for people are counted once.
    """

    ref: str
    source: str
    now: Sums = Sums()
    before: Sums = Sums()
    completes: Sums = Sums()
    started: Sums = Sums()
    listeners: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What a title is heard as: itself, a show, or an episode, whose show is `above` it."""

    title_id: str
    kind: str
    ref: str
    above: str | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """One line of a fit: a part, its weight, what it is, and how many points that gives.

    `value` is streams a day, a share, or a change as a share; `share` is what part of the weight
    it earns, 0 to 1. `sample` is how many streams it was reckoned from, `days` how many days of
    figures, `hidden` how many days were withheld. The first three are None unless it is known.
    """

    part: Part
    weight: int
    known: Known
    value: Decimal | None = None
    share: Decimal | None = None
    points: Decimal | None = None
    sample: int = 0
    days: int = 0
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Fit:
    """How one thing does; `rank` and `score` are None where there is not enough to say.

    `streams` and `before` are what is known of two windows; `listeners` None where they may not
    be added up. `restated` says how corrected figures moved it since the last publication.
    """

    thing_id: str
    components: Sequence[Component]
    streams: Sums
    before: Sums
    listeners: int | None
    score: Decimal | None
    rank: int | None = None
    restated: str = ""

    def component(self, part: Part) -> Component:
        """Return the line of a part."""
        return next(one for one in self.components if one.part is part)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be ranked: over how many settled days, of which brand, in which market."""

    by: By
    window: int
    brand_id: str | None = None
    market: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What figures count: of which brands, None for all of the house; in which market."""

    asked: Asked
    brands: tuple[str, ...] | None

    @property
    def key(self) -> str:
        """What rankings of the same scope are known by; empty for several brands together."""
        if self.brands is not None and len(self.brands) != 1:
            return ""
        brand = self.brands[0] if self.brands else "*"
        return f"{self.asked.by}:{self.asked.window}:{brand}:{self.asked.market or '*'}"

    @property
    def dimension(self) -> str:
        """The part of series that counts, as it is kept."""
        return f"country={self.asked.market}" if self.asked.market else ""


@dataclass(frozen=True, slots=True)
class Published:
    """A ranking as it was published: of which days, from imports up to which, with its ranks."""

    id: str
    scope: str
    complete_to: date
    as_of: datetime
    import_number: int
    user_id: str | None
    ranks: Mapping[str, tuple[int | None, str]]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Things by rank, those without one last. `titles` are those each of them is made of.

    `first` to `complete_to` are the days of the window; None where nothing is told of anything.
    """

    scope: Scope
    as_of: datetime
    first: date | None
    complete_to: date | None
    fits: Sequence[Fit]
    titles: Mapping[str, Sequence[str]]
    published: Published | None = None

    @property
    def ranked(self) -> int:
        """How many have a rank."""
        return sum(one.rank is not None for one in self.fits)


@dataclass(frozen=True, slots=True)
class Activity:
    """What was done around something in the window, as far as the reader may see it."""

    campaigns: int = 0
    promotions: int = 0
    episodes: int = 0
    milestones: Sequence[tuple[Milestone, date]] = ()
