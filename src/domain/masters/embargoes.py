"""Before which days a record lets nothing of a title out, and what was let out by people. Pure.

Source: ONIX list 163; a date that is not exact ends with its last day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from domain.catalog.works.model import Product

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


def holding(product: Product, day: date) -> list[Embargo]:
    """Return what keeps something from coming out on `day`, the last one first."""
    return [one for one in embargoes(product) if one.day > day]


def is_waived(waiver: Waiver | None, releases_on: date, until: date) -> bool:
    """Whether a waiver was given for this: no earlier a release, nor a later day of the title."""
    return waiver is not None and waiver.releases_on <= releases_on and until <= waiver.until


def held(found: Sequence[Embargo], releases_on: date) -> str:
    """Return what the card of a release says that is held because of `found`."""
    why = " and ".join(one.said for one in found)
    return (
        f"{_HELD}the title {why}, and this is to come out on {releases_on.isoformat()}. It goes on"
        " by itself where the record changes; a manager may waive it with a reason. For a later"
        " day, withdraw this and ask for it again."
    )


def is_held(trouble: str | None) -> bool:
    """Whether it is the title's record that keeps a release, and no other trouble."""
    return (trouble or "").startswith(_HELD)
