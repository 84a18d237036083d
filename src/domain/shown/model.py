"""What is looked for at Spotify, what it shows, and who is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

#: The most of the newest episodes of a show that are read at once.
NEWEST_MAX = 200

#: How soon what came out is looked for.
SOON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """An episode as Spotify shows it in a market.

    `description` is what listeners read, `released_on` None where the day is not known, `unplayed`
    why it is not played there, in words; empty if it is.
    """

    id: str
    title: str
    description: str = ""
    released_on: date | None = None
    unplayed: str = ""


class Shut(Exception):
    """Nothing can be looked at until a person did something; it says what, as a sentence."""


class Pages(Protocol):
    """Asks Spotify what it shows, with the account of a brand.

    What keeps it for a while is raised as `jobs.RetryLater`, what a person has to mend as `Shut`,
    and whatever may be a moment's trouble as `errors.Upstream`.
    """

    async def newest(self, brand_id: str, show: str, market: str) -> Sequence[Shown] | None:
        """Return up to `NEWEST_MAX` episodes of a show, newest first; None if it shows no such."""
        ...

    async def one(self, brand_id: str, episode: str, market: str) -> Shown | None:
        """Return an episode; None where it shows none of that id."""
        ...


@dataclass(frozen=True, slots=True)
class ShownShow:
    """Which show at Spotify one of ours is, and how looking at it goes.

    `place` is its id there, `said` whether somebody said so; else its target knows it. `trouble`
    says why nothing could be looked at the last time, and what to do.
    """

    show_id: str
    place: str = ""
    said: bool = False
    next_at: datetime | None = None
    looked_at: datetime | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """An episode that is out, and what Spotify is to show of it.

    It is out since `since` by the request `request_id`, and was taken down at `ended_at`, None
    while it is to be live. `day` and `title` are as approved, `called` are all its names, `days`
    are those that Spotify may show for `day`, and `outside_id` is what its target says that it is
    called there.
    """

    request_id: str
    episode_id: str
    markets: tuple[str, ...]
    since: datetime
    ended_at: datetime | None
    title: str
    called: frozenset[str]
    description: str
    disclaimers: tuple[str, ...]
    day: date
    days: frozenset[date]
    outside_id: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """That Spotify was asked for an episode in a market at `at`, and whether it was shown there."""

    at: datetime
    shown: bool


@dataclass(frozen=True, slots=True)
class ShownEpisode:
    """What is known of an episode at Spotify, looked at in `market`.

    `outside_id` is its id there, empty while it was not found. It was to be there since
    `awaited_since`, was seen first at `shown_since`, and is not there any more since `gone_since`.
    `said` is what was seen, by field, at `seen_at`; `told` what people were told of, by a word
    each. Nothing is looked at any more since `closed_at`. `asked` are what was seen in each
    market in which it is to be shown, the last time it was looked for there; None where nobody
    asked yet.
    """

    episode_id: str
    show_id: str
    request_id: str
    market: str
    awaited_since: datetime
    looked_at: datetime
    outside_id: str = ""
    shown_since: datetime | None = None
    gone_since: datetime | None = None
    unplayed: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    seen_at: datetime | None = None
    told: tuple[str, ...] = ()
    closed_at: datetime | None = None
    asked: Mapping[str, Asked | None] = field(default_factory=dict)
