"""What a title house tells, and what it is told; how it is asked is a connector's affair.

A title house is the system in which a publisher keeps its titles, such as Consonance.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from domain.catalog.works.model import Problem, Record
from domain.rights.model import Layer


class Door(StrEnum):
    """By which of its interfaces a house is read: the one that tells all, or an older one."""

    FULL = "full"
    OLDER = "older"


class Part(StrEnum):
    """What can be done with a house; each needs a part of its schema."""

    TITLES = "titles"
    RIGHTS = "rights"
    LINKS = "links"


class Writing(StrEnum):
    """Whether a house is told anything: nothing, written down only, or told."""

    OFF = "off"
    DRY = "dry"
    ON = "on"


@dataclass(frozen=True, slots=True)
class Licence:
    """A right that a contract licenses, as far as it is told: no territory, no language, no use.

    `ref` is its number there, `right_type` free text; the term counts in months from `signed_on`.
    """

    ref: str
    right_type: str
    contract_ref: str
    signed_on: date | None = None
    term_months: int | None = None
    terminated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A product as it was told: its record, or why it is none; and what its work's contracts say.

    Where the record stands is counted by whoever takes it in.
    """

    found: Record | Problem
    licences: tuple[Licence, ...] = ()


class ChannelState(StrEnum):
    """How a work stands on a channel."""

    LIVE = "live"
    TAKEN_DOWN = "taken_down"


@dataclass(frozen=True, slots=True)
class Showing:
    """That a title can be heard somewhere, or no longer: what a house is told of it.

    `product_ref` is the product's number there; `audiobook` whether it is the whole content.
    `day` is when it came to stand so; `reason` says why it was taken down. `said` is what the link
    says instead, where it leads to something else than where it is heard.
    """

    product_ref: str
    channel: str
    url: str
    state: ChannelState
    day: date
    reason: str = ""
    audiobook: bool = False
    said: str = ""


class Deed(StrEnum):
    """What was done to tell a house: a link written, changed, or nothing."""

    CREATED = "created"
    CHANGED = "changed"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Said:
    """What came of telling: what was done, or in a dry run would be, and with which note."""

    deed: Deed
    note: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a house stands: why it cannot be asked, or in which ways each part is not as expected."""

    name: str
    problem: str | None
    differences: Mapping[Part, Sequence[str]]


class TitleHouse(Protocol):
    """A title house. What goes wrong is an `Upstream` that says what to do."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def sender(self) -> str:
        """Who its records are from, one installation told from another."""
        ...

    @property
    def writing(self) -> Writing:
        """Whether it is told anything."""
        ...

    def told(self, door: Door, since: date | None) -> AsyncIterator[Sequence[Told]]:
        """Yield what changed on or after a day, or everything, a page at a time.

        It may tell a product twice, and more than what changed.
        """
        ...

    async def show(self, showing: Showing, *, dry: bool) -> Said:
        """Have a product say where it can be heard; the same twice changes nothing."""
        ...

    async def standing(self) -> Standing:
        """Ask it something small, and compare its schema with the one expected."""
        ...


class ProposalStatus(StrEnum):
    """Whether somebody decided on a proposal yet."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A right that a contract may give us, until somebody says what it is: never a grant.

    `layer` is what its type sounds like; `ends_on` is reckoned from a term, or the day the contract
    was terminated. `grant_id` is the grant that was made of it, last if of several versions.
    """

    id: str
    work_id: str
    source: str
    licence: Licence
    layer: Layer | None
    ends_on: date | None
    status: ProposalStatus
    grant_id: str | None
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Pull:
    """One reading of a house: from which day on, when it began and ended, and what came of it."""

    door: Door
    since: date | None
    began_at: datetime
    ended_at: datetime
    new: int
    changed: int
    aside: int
