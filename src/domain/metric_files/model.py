"""What a file of figures is while it is brought in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.metrics.columns import Column
from domain.metrics.model import Problem

#: The most figures that one file brings in: a worker holds all of them, beside what else it does.
FIGURES_MAX = 100_000

#: How many ids of outside are named with a file.
IDS_MAX = 5_000


class FileState(StrEnum):
    """How far a file of figures is; the last four are its ends."""

    ASKED = "asked"
    RUNNING = "running"
    DONE = "done"
    HELD = "held"
    REFUSED = "refused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a file is to be read: whose figures, about what, and what its columns hold.

    `subject` and `currency` are those of the whole file, where it has no column for them. `profile`
    names what such columns were kept to hold, `columns` says it, whatever else is known. `events`
    says that it has a row for each event, `ids` what its source calls things, `final` that its
    source writes it no more. `confirmed` says that it is right although it changes much of what
    stood still.
    """

    source: str
    subject: str = ""
    currency: str = ""
    profile: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    events: bool = False
    ids: Mapping[str, str] = field(default_factory=dict)
    final: bool = False
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of the figures of a file, as `domain.metrics.model.Brought` counts them."""

    added: int = 0
    changed: int = 0
    same: int = 0
    aside: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a file was refused whole."""

    code: str
    said: str


@dataclass(frozen=True, slots=True)
class MetricFile:
    """A file of figures, how it is to be read, and how far bringing it in is.

    `number` is its import, None before there is one and of a trial. It comes to `points`, None
    until some are written, of which `done` are, `upto` a series and a day. Without `ended_at` there
    is something to do, also for one that was cancelled on its way.
    """

    id: str
    asset_id: str
    user_id: str
    name: str
    wanted: Wanted
    dry_run: bool
    state: FileState
    asked_at: datetime
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    number: int | None = None
    points: int | None = None
    done: int = 0
    upto: tuple[int, int] | None = None
    counts: Counts = Counts()
    problems: Sequence[Problem] = ()
    columns: Sequence[Column] = ()
    trouble: Trouble | None = None
