"""Sites where audio is heard, and the accounts of customers. Values, and rules of them. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from itertools import pairwise

from domain.errors import Invalid

#: The largest site: square metres, and people.
AREA_MAX = 1_000_000
CAPACITY_MAX = 1_000_000

#: What an account is called: whatever its own system calls it, and nothing that names a person.
_PSEUDONYM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{3,63}")

#: The most spans of one weekday: open, closed over lunch, open, and so on.
SPANS_MAX = 4

#: Minutes in a day and in a week.
_DAY = 24 * 60
_WEEK = 7 * _DAY


class SiteKind(StrEnum):
    """What kind of place a site is."""

    SHOP = "shop"
    RESTAURANT = "restaurant"
    CAFE = "cafe"
    HOTEL = "hotel"
    GYM = "gym"
    OFFICE = "office"
    EVENT = "event"


class Provider(StrEnum):
    """Whose service plays the music at a site."""

    SPOTIFY_CONSUMER = "spotify_consumer"
    APPLE_CONSUMER = "apple_consumer"
    YOUTUBE_CONSUMER = "youtube_consumer"
    AMAZON_CONSUMER = "amazon_consumer"
    SOUNDTRACK = "soundtrack"
    MOOD = "mood"
    ROCKBOT = "rockbot"
    OWN_FILES = "own_files"
    ROYALTY_FREE = "royalty_free"
    NONE = "none"


#: Whose terms allow playing to customers. Consumer services are for personal, non-commercial use
#: only: Spotify's terms of use say so of bars, restaurants, shops and schools by name.
COMMERCIAL = frozenset(
    {
        Provider.SOUNDTRACK,
        Provider.MOOD,
        Provider.ROCKBOT,
        Provider.OWN_FILES,
        Provider.ROYALTY_FREE,
    }
)


class SiteOrder(StrEnum):
    """What a list of sites is sorted by."""

    NAME = "name"
    RISK = "risk"


class Tier(StrEnum):
    """How much a customer is worth to the company."""

    STANDARD = "standard"
    PREFERRED = "preferred"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when a site is open on a weekday, 1 for Monday to 7 for Sunday.

    Where it closes at or before it opens, it closes the day after. A weekday has several where it
    closes in between.
    """

    weekday: int
    opens: time
    closes: time

    @property
    def minutes(self) -> int:
        """How long that is."""
        first, last = (at.hour * 60 + at.minute for at in (self.opens, self.closes))
        return last - first if last > first else last - first + _DAY

    @property
    def begins(self) -> int:
        """How many minutes after Monday's midnight it opens."""
        return (self.weekday - 1) * _DAY + self.opens.hour * 60 + self.opens.minute


@dataclass(frozen=True, slots=True)
class Site:
    """A place of a brand where audio is heard. `market` is ISO 3166, `area_m2` square metres.

    `capacity` is how many customers may be there at once.
    """

    id: str
    name: str
    brand_id: str
    market: str
    kind: SiteKind
    area_m2: int
    capacity: int
    hours: tuple[Hours, ...]
    provider: Provider

    @property
    def weekly_hours(self) -> int:
        """How many hours it is open in a week, begun ones included; what overlaps counts once."""
        return -(-_minutes(self.hours) // 60)


@dataclass(frozen=True, slots=True)
class Account:
    """A customer under the name that their own system has for them; nobody is named here."""

    id: str
    pseudonym: str
    brand_id: str | None
    tier: Tier


def check_site(area_m2: int, capacity: int, hours: Sequence[Hours]) -> None:
    """Raise `Invalid` unless a site can be like that."""
    if not 0 < area_m2 <= AREA_MAX:
        raise Invalid("bad_area", f"Give 1 to {AREA_MAX:,} square metres.", ("area_m2",))
    if not 0 <= capacity <= CAPACITY_MAX:
        raise Invalid("bad_capacity", f"Give 0 to {CAPACITY_MAX:,} people.", ("capacity",))
    days = Counter(one.weekday for one in hours)
    if not set(days) <= set(range(1, 8)) or max(days.values(), default=0) > SPANS_MAX:
        said = f"Weekdays are 1 for Monday to 7 for Sunday, each with up to {SPANS_MAX} spans."
        raise Invalid("bad_weekday", said, ("hours",))
    for before, after in pairwise(in_order(hours)):
        if before.weekday == after.weekday and before.begins + before.minutes > after.begins:
            said = (
                f"On weekday {after.weekday} it opens at {after.opens:%H:%M}, while it is open from"
                f" {before.opens:%H:%M} to {before.closes:%H:%M}; give the two as one, or apart."
            )
            raise Invalid("hours_overlap", said, ("hours",))


def check_pseudonym(pseudonym: str) -> None:
    """Raise `Invalid` unless an account may be called so."""
    if not _PSEUDONYM.fullmatch(pseudonym):
        said = "Use 4 to 64 letters, digits and . _ - that name nobody: no address, no blank."
        raise Invalid("bad_pseudonym", said, ("pseudonym",))


def in_order(hours: Iterable[Hours]) -> tuple[Hours, ...]:
    """Return opening hours in the order of a week."""
    return tuple(sorted(hours, key=lambda one: one.begins))


def written(hours: Iterable[Hours]) -> list[dict[str, object]]:
    """Return opening hours as they are kept, in order."""
    return [
        {"weekday": h.weekday, "opens": f"{h.opens:%H:%M}", "closes": f"{h.closes:%H:%M}"}
        for h in in_order(hours)
    ]


def _minutes(hours: Iterable[Hours]) -> int:
    """Return how many minutes of a week are in any of the spans; Sunday's night is Monday's."""
    spans = [(one.begins, one.begins + one.minutes) for one in hours]
    spans += [(0, end - _WEEK) for _, end in spans if end > _WEEK]
    counted = reached = 0
    for first, last in sorted(spans):
        end = min(last, _WEEK)
        counted += max(0, end - max(first, reached))
        reached = max(reached, end)
    return counted
