"""What is live, how it stands, and what is done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.rights.model import Layer, Subject, Use
from domain.rights.verdicts import Standing, Verdict, Why
from domain.territories import Area, area

#: How bad a standing is, as it is kept and sorted; what has ended has none.
RANKS: Mapping[Standing, int] = {standing: place for place, standing in enumerate(Standing)}


class Source(StrEnum):
    """How we know that something is live."""

    HUB = "hub"
    NOTICE = "notice"
    POLL = "poll"


class Mode(StrEnum):
    """What is done where something live is not cleared, mildest first."""

    LIST = "list"
    PROPOSE = "propose"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Shown:
    """Something a publisher shows: `outside_id` is its address there, or the publisher's name.

    `include` and `exclude` are places as `domain.territories` reads them. `barred` is why a rule of
    its brand forbids it, as one says it; empty if none does.
    """

    subject: Subject
    use: Use
    channel: str
    publisher: str
    outside_id: str
    include: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    language: str | None = None
    barred: str = ""

    @property
    def area(self) -> Area:
        """The territories it is live in."""
        return area(self.include, self.exclude)


@dataclass(frozen=True, slots=True)
class Exposure:
    """That something is live in [`live_from`, `live_to`), as far as the hub knows.

    `request_id` brought it about, `owner_id` recorded it or asked for it; None where nobody did.
    `standing` is the worst of its territories and `uncleared` are those that are not cleared, as
    they stood when it was judged last; `due_at` is when that may change by time alone. All three
    are empty once it has ended. `takedown_id` is the request that asks it down in `asked`, the
    last one if there were several. `version` counts changes of its standing.
    """

    id: str
    shown: Shown
    brand_id: str
    source: Source
    live_from: datetime
    live_to: datetime | None = None
    request_id: str | None = None
    owner_id: str | None = None
    standing: Standing | None = None
    uncleared: frozenset[str] = frozenset()
    due_at: datetime | None = None
    takedown_id: str | None = None
    asked: frozenset[str] = frozenset()
    version: int = 0

    @property
    def live(self) -> bool:
        """Whether it is live still."""
        return self.live_to is None


@dataclass(frozen=True, slots=True)
class Judged:
    """How an exposure stands at an instant, and when that may change next by time alone."""

    verdicts: tuple[Verdict, ...]
    standing: Standing
    uncleared: frozenset[str]
    due_at: datetime | None

    @property
    def reasons(self) -> frozenset[tuple[Layer | None, Why]]:
        """Why it is not cleared, layer by layer; the layer is None where none was declared."""
        return frozenset(
            (found.need.layer if found.need else None, found.why)
            for verdict in self.verdicts
            for found in verdict.findings
            if found.standing is not Standing.CLEARED
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """What is done where a layer of a brand is not cleared for a reason; None means any."""

    id: str
    mode: Mode
    brand_id: str | None = None
    layer: Layer | None = None
    reason: Why | None = None
