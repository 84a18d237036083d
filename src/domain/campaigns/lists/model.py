"""A list of customers at the publisher, and what the hub needs of the publisher for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class AudienceState(StrEnum):
    """How far a list is; all but the first and the last as the publisher says it."""

    WAITING = "waiting"
    PROCESSING = "processing"
    LEARNING = "learning"
    EMPTY = "empty"
    BOOKABLE = "bookable"
    LIVE = "live"
    ARCHIVED = "archived"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the publisher says of an audience; its size is a range of people, None if unsaid."""

    state: AudienceState
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list is uploaded to: the id its audience has then, and a signed address."""

    audience_id: str
    address: str


@dataclass(frozen=True, slots=True)
class CustomerList:
    """The list of one targeting. `members` are the accounts that are in what was uploaded last.

    `trying` are those of an upload that was begun and of which nobody knows how it ended; None if
    there is none. Whoever is in either may be known to the publisher. `by_people` says that the hub
    could not do it at least once, so that people may have the list as well. `ended_at` is when
    nothing of it was left there, after the targeting was over.
    """

    request_id: str
    campaign_id: str
    audience_id: str | None
    members: tuple[str, ...]
    trying: tuple[str, ...] | None
    state: AudienceState
    least: int | None = None
    most: int | None = None
    uploaded_at: datetime | None = None
    by_people: bool = False
    ended_at: datetime | None = None

    @property
    def there(self) -> frozenset[str]:
        """The accounts that may be known to the publisher by this list."""
        return frozenset((*self.members, *(self.trying or ())))


class ListPublisher(Protocol):
    """What the hub needs from a place that takes lists. Every verb may be repeated safely.

    What is refused for good is raised as `NotAccepted`, in the publisher's words.
    """

    async def found(self, name: str) -> str | None:
        """Return the id of the audience called exactly `name`, if there is one."""
        ...

    async def standing(self, audience_id: str) -> Standing | None:
        """Return how an audience stands; None if there is none (any more)."""
        ...

    async def place(self, audience_id: str | None) -> Place:
        """Return where to upload a list to, for a new audience or in place of what one holds."""
        ...

    async def upload(self, address: str, keys: Sequence[str]) -> None:
        """Upload matching keys, all that the list holds from now on."""
        ...

    async def create(self, audience_id: str, name: str) -> str:
        """Make the audience of what was uploaded; return the id it has."""
        ...

    async def delete(self, audience_id: str) -> bool:
        """Delete an audience, which may be gone already; False as long as something uses it."""
        ...
