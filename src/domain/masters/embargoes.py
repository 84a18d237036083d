"""Before which days a record lets nothing of a title out, and what was let out by people. Pure.

Source: ONIX list 163; a date that is not exact ends with its last day. A day counts from when it
has begun in every market of a release: at its first midnight it would still be the day before
elsewhere, and what is out in one place is heard in all.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from domain.catalog.works.model import Product
from domain.instants import LAST_YEAR
from domain.zones import begun, opens

#: Days before which an episode told by a title does not come out (list 163), as one reads them.
KEEPING: Mapping[str, str] = MappingProxyType(
    {
        "01": "is published on {day}",
        "02": "is under a sales embargo until {day}",
        "09": "is announced on {day}",
        "30": "is under a streaming embargo until {day}",
        "31": "is under an embargo for subscriptions until {day}",
    }
)

#: The last day that can be reckoned in every zone; records write later ones for "never".
_LAST = date(LAST_YEAR, 12, 31)

#: How the card of a release begins that is held so.
_HELD = "This is held by its title's record: "


@dataclass(frozen=True, slots=True)
class Embargo:
    """A day of a title before which nothing of it comes out; `role` is one of `KEEPING`."""

    role: str
    day: date

    @property
    def said(self) -> str:
        """What the record says, as one reads it of its title."""
        return KEEPING[self.role].format(day=self.day.isoformat())

    def over_at(self, zones: Collection[str]) -> datetime:
        """When the day has begun in all time zones of a release, and it may come out."""
        return begun(min(self.day, _LAST), zones)


@dataclass(frozen=True, slots=True)
class Waiver:
    """That a release may come out on `releases_on`, before `until`; who let it, and why."""

    request_id: str
    releases_on: date
    until: date
    reason: str
    by_id: str | None
    at: datetime


def embargoes(product: Product) -> list[Embargo]:
    """Return the days that keep what is told by a title, the last one first."""
    days = product.publishing.dates if product.publishing else ()
    last: dict[str, date] = {}
    for one in days:
        if one.role in KEEPING and one.last is not None:
            last[one.role] = max(one.last, last.get(one.role, one.last))
    found = [Embargo(role, day) for role, day in last.items()]
    return sorted(found, key=lambda one: (one.day, one.role), reverse=True)


def after(product: Product, day: date, zones: Collection[str]) -> list[Embargo]:
    """Return which days begin somewhere after what comes out on `day` would, the last one first."""
    opening = opens(day, zones)
    return [one for one in embargoes(product) if one.over_at(zones) > opening]


def holding(
    found: Sequence[Embargo], day: date, zones: Collection[str], now: datetime
) -> list[Embargo]:
    """Return what of `found` keeps something now that is to come out on `day`.

    Before that day only a later one does: the day itself is waited for where it opens.
    """
    there = opens(day, zones) <= now
    return [one for one in found if now < one.over_at(zones) and (there or one.day > day)]


def is_waived(waiver: Waiver | None, releases_on: date, until: date) -> bool:
    """Whether a waiver was given for this: no earlier a release, nor a later day of the title."""
    return waiver is not None and waiver.releases_on <= releases_on and until <= waiver.until


def next_turn(
    found: Sequence[Embargo], releases_on: date, zones: Collection[str], now: datetime
) -> datetime:
    """Return when a release that is held has to be looked at: as all is over, or its day is."""
    turns = (max(one.over_at(zones) for one in found), midnight_after(releases_on))
    return min(at for at in turns if at > now)


def midnight_after(day: date) -> datetime:
    """Return when a day is over by UTC, as the days of briefs are judged."""
    return begun(day + timedelta(days=1), ())


def held(found: Sequence[Embargo], releases_on: date, zones: Collection[str]) -> str:
    """Return what the card of a release says that is held because of `found`."""
    why = " and ".join(one.said for one in found)
    if all(one.day <= releases_on for one in found):
        over = max(one.over_at(zones) for one in found)
        hour, day = f"{over:%H:%M}", f"{over:%Y-%m-%d}"
        return (
            f"{_HELD}the title {why}, and that day has not begun in every market of this yet. It"
            f" goes on by itself at {hour} UTC on {day}."
        )
    return (
        f"{_HELD}the title {why}, and this is to come out on {releases_on.isoformat()}. It goes on"
        " by itself where the record changes; a manager may waive it with a reason. For a later"
        " day, withdraw this and ask for it again."
    )


def is_held(trouble: str | None) -> bool:
    """Whether it is the title's record that keeps a release, and no other trouble."""
    return (trouble or "").startswith(_HELD)
