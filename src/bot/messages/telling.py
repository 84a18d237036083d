"""How briefs are told, whatever their kind: amounts, days, files, ages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bot.dossier import Dossier
from bot.messages.parts import Block
from domain.catalog.model import Asset, AssetKind
from domain.money import Money
from domain.requests.kinds.parts import Audience

#: Files and names in briefs, by id.
Files = Mapping[str, Asset]
Names = Mapping[str, str]

#: Tells one part of a brief in words.
Tell = Callable[[Any, Files, Names], str]


@dataclass(frozen=True, slots=True)
class Telling:
    """How a kind of brief is told.

    `facts` are who, for whom and for how much, `creative` is what will be heard and seen, each
    with so much room for every text. `told` tells each part by itself, in the order in which
    changes are listed.
    """

    facts: Callable[[Dossier, Any, int], Block]
    creative: Callable[[Dossier, Any, int], list[Block]]
    told: Mapping[str, Tell]


def file(files: Files, asset_id: str) -> str:
    """A file with its length or size; files are never taken for another of their name."""
    found = files.get(asset_id)
    if found is None:
        return f"a file that is not there ({asset_id})"
    if found.kind is AssetKind.AUDIO:
        return f"{found.name}, {(found.duration_ms or 0) / 1000:.1f} s"
    if found.kind is AssetKind.DOCUMENT:
        return f"{found.name}, {found.size or 0:,} bytes"
    return f"{found.name}, {found.width} x {found.height} pixels"


def money(value: Money) -> str:
    """An amount, written out."""
    return f"{value.amount:,} {value.currency}"


def instant(at: datetime) -> str:
    """An instant, to the minute, in UTC."""
    there = at.astimezone(UTC)
    return f"{day(there.date())} {there:%H:%M}"


def day(at: date) -> str:
    """A day."""
    return f"{at.day} {at:%b %Y}"


def ages(audience: Audience) -> str:
    """Whom it may reach."""
    return f"{audience.age_from} to {audience.age_to} years"


def word(name: str) -> str:
    """A choice, as one writes it."""
    return name.replace("_", " ").capitalize()
