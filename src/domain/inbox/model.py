"""One person's inbox, and how they want to look at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.requests.model import Request


class Tab(StrEnum):
    """What an inbox shows."""

    WAITING = "waiting"
    MINE = "mine"
    DECIDED = "decided"
    SNOOZED = "snoozed"


class Snooze(StrEnum):
    """How long something is put off."""

    HOUR = "hour"
    MORNING = "morning"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Looks:
    """How somebody looks at their inbox: which tab, narrowed to what, which page, from 1."""

    tab: Tab = Tab.WAITING
    kind: str | None = None
    brand_id: str | None = None
    market: str | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One request of an inbox: until when its stage should be decided, until when it is put off."""

    request: Request
    due_at: datetime | None = None
    overdue: bool = False
    snoozed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Inbox:
    """What is shown, how much each tab holds, whether there is more, what it can be narrowed to.

    `counts` are of everything, whatever it is narrowed to; `brands` are names by id. `cut` says
    that only so many of what waits were looked through.
    """

    looks: Looks
    rows: Sequence[Row]
    counts: Mapping[Tab, int]
    more: bool
    kinds: Sequence[str]
    brands: Mapping[str, str]
    markets: Sequence[str]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class DigestWish:
    """Whether somebody wants a daily digest, and at which hour of their day."""

    wanted: bool = True
    hour: int = 9
