"""Promoting a title or an author: a guest appearance, an interview, an author's playlist."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from domain.catalog.model import AssetKind
from domain.errors import Invalid
from domain.requests.kinds import base
from domain.requests.kinds.base import Id, Prose
from domain.requests.kinds.kind import HandsOver, Ref, Thing
from domain.requests.kinds.parts import Amount
from domain.requests.kinds.referenced import Seen


class Occasion(StrEnum):
    """What somebody is promoted by."""

    GUEST_APPEARANCE = "guest_appearance"
    INTERVIEW = "interview"
    AUTHOR_PLAYLIST = "author_playlist"
    LAUNCH = "launch"


class PromotionBrief(base.Brief):
    """What is promoted, how, and with what."""

    occasion: Annotated[Occasion, Field(description="What it is promoted by.")]
    about: Annotated[Prose, Field(description="What or who; up to 1,000 characters.")]
    appears_on: Annotated[date, Field(description="The day it is, after today.")]
    sensitive_topic: Annotated[bool, Field(description="Whether it touches a sensitive topic.")] = (
        False
    )
    budget: Annotated[Amount | None, Field(description="What it costs, if anything.")] = None
    contributor_ids: Annotated[
        tuple[Id, ...],
        Field(
            max_length=10,
            description="Up to 10 contributors; their bios and headshots that may be used are put"
            " together.",
        ),
    ] = ()
    title_ids: Annotated[
        tuple[Id, ...],
        Field(max_length=5, description="Up to 5 titles, for their descriptions and dates."),
    ] = ()
    campaign_id: Annotated[
        Id | None, Field(description="The campaign it goes with, a request; for its dates.")
    ] = None
    episode_id: Annotated[
        Id | None,
        Field(description="The episode it is about, if it is; it waits until that may come out."),
    ] = None
    pack_asset_id: Annotated[
        Id | None, Field(description="Approved texts and pictures, a file of the kind DOCUMENT.")
    ] = None

    @property
    def asset_ids(self) -> Mapping[str, str]:
        """The pack, if there is one."""
        return base.files_of(self, "pack_asset_id")

    @property
    def refers(self) -> Sequence[Ref]:
        """Who and what is promoted, the campaign, and the episode."""
        people = [
            Ref(Thing.CONTRIBUTOR, one, ("contributor_ids", str(at)))
            for at, one in enumerate(self.contributor_ids)
        ]
        titles = [
            Ref(Thing.TITLE, one, ("title_ids", str(at))) for at, one in enumerate(self.title_ids)
        ]
        campaign = self.campaign_id
        named = [Ref(Thing.REQUEST, campaign, ("campaign_id",), "campaign")] if campaign else []
        return (*people, *titles, *named, *base.about_episode(self.episode_id))


def check(brief: PromotionBrief, now: datetime) -> list[Invalid]:
    """Return what is wrong with a brief beyond the shape of its fields."""
    return [
        *base.plain_problems(brief),
        *base.day_problems(brief, now, "appears_on"),
        *base.twice_problems(brief.contributor_ids, "contributor_ids"),
        *base.twice_problems(brief.title_ids, "title_ids"),
        *base.money_problems(brief.budget, "budget"),
    ]


def facts(brief: PromotionBrief, _now: datetime, _seen: Seen) -> dict[str, Any]:
    """Return what the table of stages judges. Amounts are major units; 0 where there is none."""
    return {
        **base.money_facts(brief.budget),
        "sensitive_topic": brief.sensitive_topic,
        "by_agency": brief.agency_id is not None,
    }


def fits(brief: PromotionBrief, _: datetime, seen: Seen) -> Sequence[Invalid]:
    """Return whether the pack is no document."""
    return seen.of_kinds(brief, {"pack_asset_id": AssetKind.DOCUMENT})


def instructions(brief: PromotionBrief) -> Sequence[str]:
    """Return what marketing has to do."""
    return (
        f"Prepare the {brief.occasion.replace('_', ' ')} for {brief.appears_on.isoformat()}.",
        "Use nothing but what is in this package; what is missing was not approved.",
    )


#: Whom and what it shows.
_SHOWN = frozenset({"contributor_ids", "title_ids", "campaign_id", "episode_id"})

KIND = base.kind_of(
    "promotion",
    PromotionBrief,
    check=check,
    facts=facts,
    fits=fits,
    watches={
        "marketing": frozenset({"occasion", "about", "appears_on", "budget", "markets", "name"})
        | _SHOWN,
        "brand": frozenset({"name", "about", "pack_asset_id", "occasion"}) | _SHOWN,
        "legal": frozenset({"about", "sensitive_topic", "pack_asset_id", "markets"}) | _SHOWN,
        "finance": frozenset({"budget"}),
    },
    hands_over=HandsOver("marketing-team", "marketing", instructions=instructions),
)
