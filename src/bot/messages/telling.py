"""How briefs are told, whatever their kind: amounts, days, files, ages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.gathered.dossier import Dossier
from bot.language import number, retold, rounded, say
from bot.messages.parts import Block
from domain.catalog.model import Asset, AssetKind
from domain.requests.kinds.parts import Audience
from domain.requests.kinds.sponsorship import NAME as SPONSORSHIP

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
    changes are listed; its names are said in the reader's language.
    """

    facts: Callable[[Dossier, Any, int], Block]
    creative: Callable[[Dossier, Any, int], list[Block]]
    told: Mapping[str, Tell]


def file(files: Files, asset_id: str) -> str:
    """A file with its length or size; files are never taken for another of their name."""
    found = files.get(asset_id)
    if found is None:
        return say("a file that is not there ({id})", id=asset_id)
    if found.kind is AssetKind.AUDIO:
        length = rounded((found.duration_ms or 0) / 1000, 1)
        return say("{file}, {seconds} s", file=found.name, seconds=length)
    if found.kind is AssetKind.DOCUMENT:
        return say("{file}, {size} bytes", file=found.name, size=number(found.size or 0))
    wide, high = found.width, found.height
    return say("{file}, {width} x {height} pixels", file=found.name, width=wide, height=high)


def ages(audience: Audience) -> str:
    """Whom it may reach."""
    return say("{youngest} to {oldest} years", youngest=audience.age_from, oldest=audience.age_to)


def deliverable(kind: str, name: str) -> str:
    """What a file is called that is waited for; of a sponsorship people name it themselves."""
    return name if kind == SPONSORSHIP else retold("deliverable", name)
