"""Segments of a brand's accounts, and groups that are cut of them, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.audience.segments.anonymity import Withheld
from domain.catalog.premises import Tier
from domain.decisions.model import Judgement

#: The segment of those whom the rules could not place: people look, and nobody is reached.
UNSURE = "review"

#: The segment of those who agreed to nothing, and what they are reached by.
NONE = "none"


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are looked at: so many, up to and with `until`, in UTC."""

    until: date
    days: int

    @property
    def first(self) -> date:
        """The first of them."""
        return date.fromordinal(self.until.toordinal() - self.days + 1)


@dataclass(frozen=True, slots=True)
class Member:
    """An account, how it was judged, and by what of it groups are cut."""

    account_id: str
    segment: str
    channel: str
    offer: str
    region: str | None
    tier: Tier
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Run:
    """When the accounts of a brand were judged, of which days, and by which version of the rules.

    `version` is empty where there was nobody to judge.
    """

    id: str
    brand_id: str
    window: Window
    version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Where:
    """Which accounts make a group: of these segments, regions and tiers; none means any."""

    segments: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()

    def has(self, member: Member) -> bool:
        """Whether an account is in the group."""
        return (
            (not self.segments or member.segment in self.segments)
            and (not self.regions or member.region in self.regions)
            and (not self.tiers or member.tier in self.tiers)
        )


@dataclass(frozen=True, slots=True)
class Cut:
    """A group of accounts that was asked for, and why it is not counted, if it is not.

    `account_ids` are the group, without those who were forgotten since; `size` is how many it was
    when it was cut, None if that is withheld. `until` is the last of the days looked at.
    """

    id: str
    run_id: str
    brand_id: str
    until: date
    where: Where
    account_ids: frozenset[str]
    size: int | None
    withheld: Withheld | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Audience:
    """The last judgement of a brand's accounts, and every group that was cut of it."""

    run: Run
    cuts: Sequence[Cut]
