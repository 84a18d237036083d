"""A podcast feed: what its channel and its items say. All addresses are absolute, https or ours.

Sources: RSS 2.0; Apple's podcast tags; the Podcast Namespace 1.0; Media RSS; Spotify's Podcast
Delivery Specification, as implementers cite it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class ShowType(StrEnum):
    """Whether a show's episodes are heard newest first, or in order."""

    EPISODIC = "episodic"
    SERIAL = "serial"


class EpisodeType(StrEnum):
    """What an item is to its show."""

    FULL = "full"
    TRAILER = "trailer"
    BONUS = "bonus"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is heard or had a part; role and group are the Podcast Namespace's words."""

    name: str
    role: str = "host"
    group: str = "cast"
    address: str = ""
    image_address: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """One of Apple's categories, with one of those below it or none."""

    name: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What is said, as a file. `captions` if it follows the audio in time; language is BCP 47."""

    address: str
    media_type: str
    language: str = ""
    captions: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """Where something begins, in milliseconds from the start."""

    starts_ms: int
    title: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The audio: where it is, what it is, how many bytes, how many milliseconds."""

    address: str
    media_type: str
    size: int
    duration_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One episode as the feed tells it. `guid` never changes, whatever else does.

    `description` is HTML of a few tags (p, br, a, h1, h2, ul, ol, li). It may be played in
    `allowed` countries only, everywhere if there are none, until before `ends_at`, for good if
    that is None. `digest` changes whenever anything of
    what is written changes.
    """

    guid: str
    digest: str
    title: str
    description: str
    enclosure: Enclosure
    published_at: datetime
    ends_at: datetime | None = None
    explicit: bool = False
    number: int | None = None
    season: int | None = None
    kind: EpisodeType = EpisodeType.FULL
    address: str = ""
    image_address: str = ""
    allowed: tuple[str, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    chapters_address: str = ""
    persons: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """A show as its feed tells it. `address` is the feed's own, stable for good.

    `guid` is the Podcast Namespace's (UUIDv5 of the address). `origins` are the countries it is
    from, by priority, `allowed` those it may be played in, everywhere if there are none. `recent`
    is how many of the newest items Spotify shows, all if None. `moved_to` is where the feed is to
    be read from now on. `locked` tells other hosts not to take it over without the owner's word.
    """

    address: str
    guid: str
    title: str
    link: str
    description: str
    language: str
    author: str
    owner_name: str
    owner_email: str
    image_address: str
    categories: tuple[Category, ...]
    explicit: bool = False
    kind: ShowType = ShowType.EPISODIC
    copyright: str = ""
    complete: bool = False
    hidden: bool = False
    locked: bool = True
    origins: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    recent: int | None = None
    moved_to: str = ""
    persons: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a feed. `where` is `channel` or an item's GUID, `cure` what to do.

    `stops` says that directories would not take it in: then it is not published.
    """

    where: str
    code: str
    message: str
    cure: str
    stops: bool


class FeedWriter(Protocol):
    """Writes feeds and looks whether they are sound. Takes the processor's time, calls nobody."""

    def write(self, channel: Channel, items: Sequence[Item], built_at: datetime) -> bytes:
        """Return the feed as RSS 2.0 in UTF-8, items in the order given.

        What was written of an item with the same GUID and digest before is used again.
        """
        ...

    def inspect(self, channel: Channel, items: Sequence[Item]) -> Sequence[Finding]:
        """Return what is wrong, the channel's first, then items in the order given."""
        ...
