"""A show's public feed, what it carries, and who reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Unreadable(Exception):
    """A feed could not be read; says why, for whoever registered it."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a feed carries, as it says it: `guid` names it for good, `address` is its file's.

    `only` and `never` are ISO 3166 codes of where its publisher shows it alone, or not at all;
    where neither is said, it is shown everywhere.
    """

    guid: str
    title: str
    address: str
    published_at: datetime | None = None
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    """All that a feed carries now, and the marks by which it is asked for changes next."""

    items: Sequence[Item]
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A public feed of a show. `failures` counts the looks that failed since one did not.

    `trouble` is why the last look failed; `next_at` is when it is looked at again.
    """

    id: str
    show_id: str
    address: str
    made_at: datetime
    next_at: datetime
    etag: str = ""
    modified: str = ""
    looked_at: datetime | None = None
    failures: int = 0
    trouble: str = ""


class FeedReader(Protocol):
    """Fetches public feeds."""

    def require(self, address: str) -> None:
        """Raise `Invalid` for an address that is never asked."""
        ...

    async def read(self, feed: Feed) -> Fetched | None:
        """Return what a feed carries; None if that is what it was. Raises `Unreadable`."""
        ...
