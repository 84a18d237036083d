"""Something that must not be heard any longer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from domain.catalog.model import AssetKind
from domain.errors import Invalid
from domain.requests.kinds import base, parts
from domain.requests.kinds.base import Id, Prose
from domain.requests.kinds.kind import HandsOver, Headline, Ref, Thing
from domain.requests.kinds.referenced import Seen
from domain.territories import TERRITORIES, spoken

#: Asked for whenever a takedown moved: what it asks down may have ended.
MOVED = "exposures.taken_down"


class TakedownReason(StrEnum):
    """Why something has to go."""

    RIGHTS = "rights"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    LEGAL_ORDER = "legal_order"
    SAFETY = "safety"
    MISTAKE = "mistake"
    OTHER = "other"


class TakedownBrief(base.HouseBrief):
    """What is to be taken down: what a request brought about, or what stands at an address."""

    markets: Annotated[
        tuple[str, ...],
        Field(
            max_length=30,
            description="ISO 3166 codes of up to 30 markets; none where `territories` say it all.",
        ),
    ]
    territories: Annotated[
        tuple[str, ...],
        Field(
            max_length=len(TERRITORIES),
            description="ISO 3166 codes of where else it has to go, beside the markets.",
        ),
    ] = ()
    subject_id: Annotated[
        Id | None, Field(description="The request that brought it about, if one did.")
    ] = None
    isrc: Annotated[
        parts.Isrc,
        Field(description="The ISRC of the one track of the request's playlist, if not all."),
    ] = ""
    address: Annotated[
        str, Field(max_length=2000, description="Where it stands, an https address.")
    ] = ""
    reason: Annotated[TakedownReason, Field(description="Why it has to go.")]
    urgent: Annotated[bool, Field(description="Whether every hour counts.")] = False
    details: Annotated[Prose, Field(description="What happened; up to 1,000 characters.")]
    evidence_asset_id: Annotated[
        Id | None, Field(description="The notice or order, a file of the kind DOCUMENT.")
    ] = None

    @property
    def headline(self) -> Headline:
        """What lists and visibility need to know of it, the territories beside its markets too."""
        return replace(super().headline, territories=tuple(sorted(self.territories)))

    @property
    def places(self) -> frozenset[str]:
        """Every country it has to go in, by its code."""
        return frozenset(self.markets) | frozenset(self.territories)

    @property
    def asset_ids(self) -> Mapping[str, str]:
        """The evidence, if there is some."""
        return base.files_of(self, "evidence_asset_id")

    @property
    def refers(self) -> Sequence[Ref]:
        """The request that brought it about."""
        subject = self.subject_id
        return (Ref(Thing.REQUEST, subject, ("subject_id",)),) if subject else ()


def check(brief: TakedownBrief, _: datetime) -> list[Invalid]:
    """Return what is wrong with a brief beyond the shape of its fields."""
    problems = [*base.plain_problems(brief), *_place_problems(brief)]
    problems += parts.isrc_problems(brief.isrc, "isrc")
    if brief.isrc and brief.subject_id is None:
        said = "Say of which playlist that is a track: the request that brought it about."
        problems.append(Invalid("no_subject", said, ("subject_id",)))
    if brief.address:
        problems += parts.address_problems(brief.address, "address")
    elif brief.subject_id is None:
        said = "Say what is to go: a request, or an address."
        problems.append(Invalid("no_subject", said, ("subject_id",)))
    return problems


def _place_problems(brief: TakedownBrief) -> list[Invalid]:
    if not brief.places:
        said = "Say where it is to go: in which markets, or which other territories."
        return [Invalid("no_place", said, ("markets",))]
    problems = []
    for at, code in enumerate(brief.territories):
        path = ("territories", str(at))
        if code not in TERRITORIES:
            said = f"`{code[:10]}` is no country; use two capital letters such as DE."
            problems.append(Invalid("unknown_territory", said, path))
        elif code in brief.markets or code in brief.territories[:at]:
            said = f"`{code}` stands here twice; name each once, markets as markets."
            problems.append(Invalid("named_twice", said, path))
    return problems


def facts(brief: TakedownBrief, _now: datetime, _seen: Seen) -> dict[str, Any]:
    """Return what the table of stages judges."""
    return {"reason": brief.reason.value, "urgent": brief.urgent}


def fits(brief: TakedownBrief, _: datetime, seen: Seen) -> Sequence[Invalid]:
    """Return whether the evidence is no document."""
    return seen.of_kinds(brief, {"evidence_asset_id": AssetKind.DOCUMENT})


def instructions(brief: TakedownBrief) -> Sequence[str]:
    """Return what the publishing team has to do."""
    within = brief.places <= TERRITORIES
    markets = spoken(brief.places) if within else ", ".join(sorted(brief.places))
    if brief.isrc:
        what = f"Take the track {brief.isrc} out in {markets}, wherever the request brought it."
    elif brief.address:
        what = f"Take it down in {markets}: {brief.address}."
    else:
        what = f"Take it down in {markets}, wherever the request it names brought it."
    return (
        what,
        "Look whether it is gone, and keep the proof; write in the receipt where and when.",
    )


KIND = base.kind_of(
    "takedown",
    TakedownBrief,
    check=check,
    facts=facts,
    fits=fits,
    watches={},
    hands_over=HandsOver("publishing-team", "publishing", instructions=instructions),
    moved=MOVED,
)
