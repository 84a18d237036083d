"""Launches as plain values: milestones, the drafts they ask for, and what changed by itself.

A *launch* is of a work, by the title that leads it. Its *briefs* are drafts of requests: nothing
is asked for until somebody submits one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Milestone(StrEnum):
    """A day in a title's life that something is planned around."""

    PRE_ORDER = "pre_order"
    PUBLICATION = "publication"
    BACKLIST = "backlist"


class BriefState(StrEnum):
    """Where a brief stands: a draft, asked for as a request, or given up."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    DROPPED = "dropped"


class What(StrEnum):
    """What became of a brief, or of one field of it, without anybody's hand.

    `STANDS` is what was asked for already, and people have to revise; `UNDECIDED` is a milestone
    that the rules said nothing sure about.
    """

    OPENED = "opened"
    MOVED = "moved"
    LEFT = "left"
    STANDS = "stands"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"
    LIVE = "live"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Policy:
    """Whose titles are launched for which brand, by whom, and how long before and after.

    `sender` and `imprint` say which titles: empty for any. `pre_order_days` count back from the
    publication of titles that tell no day of their own, `backlist_days` on from it; None for none.
    `advertiser` and `click_url` go into draft ads as they are.
    """

    id: str
    brand_id: str
    owner_id: str
    markets: tuple[str, ...]
    sender: str = ""
    imprint: str = ""
    advertiser: str = ""
    click_url: str = ""
    pre_order_days: int | None = None
    backlist_days: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The launch of a work: the title that leads it, whose it is, and its milestones.

    `cancelled_at` is when it was found that no title of the work comes any more.
    """

    id: str
    work_id: str
    title_id: str
    brand_id: str
    owner_id: str
    milestones: Mapping[Milestone, date]
    updated_at: datetime
    cancelled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """A draft of a request of `kind`, in the fields of that kind's brief, as JSON has them.

    `values` are as they stand, `written` as the plan wrote them last: a field that differs is
    somebody's own. `request_id` is what it was submitted as; once that is over, it is a draft.
    """

    id: str
    plan_id: str
    milestone: Milestone
    kind: str
    state: BriefState
    values: Mapping[str, Any]
    written: Mapping[str, Any]
    request_id: str | None = None

    @property
    def key(self) -> str:
        """What it is known by in its plan."""
        return key_of(self.milestone, self.kind)

    @property
    def edited(self) -> frozenset[str]:
        """The fields that are somebody's own."""
        names = self.values.keys() | self.written.keys()
        return frozenset(n for n in names if self.values.get(n) != self.written.get(n))


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that changed, or did not.

    `field` is the brief's field that moved, `before` and `after` what the plan wrote there.
    `said` is what else there is to say: why a brief was dropped, which request, what is live where.
    """

    what: What
    milestone: Milestone | None = None
    kind: str = ""
    field: str = ""
    before: Any = None
    after: Any = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What one look at a work changed in its plan; `owner_id` is who is told of it."""

    id: str
    plan_id: str
    owner_id: str
    at: datetime
    notes: Sequence[Note] = field(default=())


@dataclass(frozen=True, slots=True)
class Material:
    """What a brief is made of beside the title itself: ids of files and contributors.

    A file is named where the work and its titles have exactly one that fits.
    """

    audio_id: str | None = None
    image_id: str | None = None
    contributors: tuple[str, ...] = ()


def key_of(milestone: Milestone, kind: str) -> str:
    """Return what a brief is known by in its plan: there is one of a kind for each milestone."""
    return f"{milestone}:{kind}"
