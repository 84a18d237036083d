"""What of a promotion may be put together for a day, and what is left out and why. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.catalog.model import Asset
from domain.catalog.works.model import Collateral, Publishing, Title, Words
from domain.contributors.model import Material, MaterialKind, Standing
from domain.contributors.rules import standing


class PartKind(StrEnum):
    """What a part of a pack is."""

    BIO = "bio"
    HEADSHOT = "headshot"
    DESCRIPTION = "description"


class DayKind(StrEnum):
    """What happens on a day."""

    APPEARANCE = "appearance"
    CAMPAIGN_STARTS = "campaign_starts"
    CAMPAIGN_ENDS = "campaign_ends"
    PUBLICATION = "publication"
    EMBARGO = "embargo"
    ANNOUNCEMENT = "announcement"


@dataclass(frozen=True, slots=True)
class Part:
    """A bio, headshot or description of what has the id `about`, and how it stands.

    `material` is that of a contributor, `words` the text of a title; neither is there where there
    is none to be judged.
    """

    kind: PartKind
    about: str
    standing: Standing
    material: Material | None = None
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class PackDay:
    """A day that the promotion has to know of; of what has the id `about`, None of itself."""

    kind: DayKind
    day: date
    about: str | None = None


#: For everybody (list 154); whatever is for some only is not for a promotion.
_UNRESTRICTED = "00"

#: Short and long descriptions, and the headline (list 153); notes on people are bios.
_DESCRIPTIONS = ("10", "02", "03")

#: Titles that are not promoted: cancelled, recalled, withdrawn (list 64).
_NOT_COMING = frozenset({"01", "11", "15", "16", "17"})

#: The dates of titles that are told (list 163).
_TOLD = {
    "01": DayKind.PUBLICATION,
    "02": DayKind.EMBARGO,
    "09": DayKind.ANNOUNCEMENT,
    "30": DayKind.EMBARGO,
}

#: What nobody needs to hear of where there is something to use in its place.
_OVER = frozenset({Standing.WITHDRAWN, Standing.FORGOTTEN})


def of_contributor(
    contributor_id: str,
    materials: Sequence[Material],
    assets: Mapping[str, Asset],
    today: date,
    used_on: date,
    *,
    refused: bool = False,
) -> list[Part]:
    """Return the bios, then the headshots, of a contributor, each as it stands."""
    found: list[Part] = []
    for kind, of_kind in (
        (PartKind.BIO, MaterialKind.BIO),
        (PartKind.HEADSHOT, MaterialKind.HEADSHOT),
    ):
        judged = [
            Part(
                kind,
                contributor_id,
                standing(one, assets.get(one.asset_id or ""), today, used_on, refused=refused),
                material=one,
            )
            for one in materials
            if one.kind is of_kind
        ]
        found += _worth_telling(judged) or [Part(kind, contributor_id, Standing.NONE_THERE)]
    return found


def of_title(title_id: str, title: Title | None, today: date, used_on: date) -> list[Part]:
    """Return the descriptions of a title, each as it stands on the day it is used."""
    if title is None or title.removed_at is not None or _status(title) in _NOT_COMING:
        return [Part(PartKind.DESCRIPTION, title_id, Standing.TAKEN_BACK)]
    texts = (title.product.collateral or Collateral()).texts
    found = [
        Part(PartKind.DESCRIPTION, title_id, _usable(one, today, used_on), words=one)
        for kind in _DESCRIPTIONS
        for one in texts
        if one.kind == kind
    ]
    return found or [Part(PartKind.DESCRIPTION, title_id, Standing.NONE_THERE)]


def days_of(title: Title) -> list[PackDay]:
    """Return the days of a title that a promotion has to know of; the last each may mean."""
    days = (title.product.publishing or Publishing()).dates
    return [
        PackDay(_TOLD[one.role], one.last, title.id)
        for one in days
        if one.role in _TOLD and one.last
    ]


def usable(parts: Iterable[Part]) -> list[Part]:
    """Return what may be used."""
    return [part for part in parts if part.standing is Standing.USABLE]


def left_out(parts: Iterable[Part]) -> list[Part]:
    """Return what may not be used."""
    return [part for part in parts if part.standing is not Standing.USABLE]


def _worth_telling(judged: Sequence[Part]) -> list[Part]:
    if not usable(judged):
        return list(judged)
    return [part for part in judged if part.standing not in _OVER]


def _usable(words: Words, today: date, used_on: date) -> Standing:
    if _UNRESTRICTED not in words.audience:
        return Standing.RESTRICTED
    if words.first is not None and used_on < words.first:
        return Standing.NOT_YET
    if words.last is not None and words.last < used_on:
        return Standing.EXPIRED if words.last < today else Standing.ENDS_BEFORE
    return Standing.USABLE


def _status(title: Title) -> str | None:
    return (title.product.publishing or Publishing()).status
