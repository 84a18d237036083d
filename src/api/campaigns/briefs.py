"""Campaigns in the schema: the brief as it is given and as it is shown, and its readiness."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import strawberry

from api.context import identified
from api.conventions.money import Money, MoneyInput
from domain.campaigns import model
from domain.catalog.model import Category
from domain.requests.kinds import button
from domain.requests.kinds import campaign as kind
from domain.requests.kinds.heard import Heard, Position


@strawberry.type(description="In which language the button is in one market.")
class ButtonThere:
    """See `domain.requests.kinds.button.ButtonThere`."""

    market: str = strawberry.field(description="ISO 3166 code.")
    language: button.ButtonLanguage = strawberry.field(description="As Spotify shows it there.")


@strawberry.input(description="In which language the button is to be in one market.")
class ButtonThereInput:
    """One market of a brief, and its language."""

    market: str = strawberry.field(description="One of the brief's markets.")
    language: button.ButtonLanguage = strawberry.field(description="One that Spotify has.")

    def given(self) -> dict[str, Any]:
        """Return it as the core takes it."""
        return {"market": self.market, "language": self.language}


def buttons(named: Sequence[button.ButtonThere]) -> list[ButtonThere]:
    """Show in which languages a button is."""
    return [ButtonThere(market=one.market, language=one.language) for one in named]


@strawberry.type(description="What a campaign asks for.")
class CampaignBrief:
    """See `domain.requests.kinds.campaign.CampaignBrief`."""

    name: str = strawberry.field(description="The campaign's name.")
    objective: kind.Objective = strawberry.field(description="What it is for.")
    age_from: int = strawberry.field(description="Youngest age it may reach.")
    age_to: int = strawberry.field(description="Oldest age it may reach.")
    budget: Money = strawberry.field(description="For the whole flight.")
    starts_at: datetime = strawberry.field(description="When the flight starts.")
    ends_at: datetime = strawberry.field(description="When the flight ends.")
    advertiser: str = strawberry.field(description="Who is named as advertiser.")
    tagline: str = strawberry.field(description="The line shown with the ad.")
    call_to_action: kind.CallToAction = strawberry.field(description="The words on the button.")
    button_languages: list[ButtonThere] = strawberry.field(
        description="In which language the button is, by market; empty in briefs that were asked"
        " for before it could be said: those have it in English."
    )
    click_url: str = strawberry.field(description="Where the button leads.")
    heard: list[Heard] = strawberry.field(description="What it is heard between.")
    positions: list[Position] = strawberry.field(
        description="Where in an episode, of podcasts; none named is anywhere."
    )
    category: Category = strawberry.field(description="The regulated class of what is sold.")
    sensitive_topic: bool = strawberry.field(description="Whether it touches a sensitive topic.")
    note: str = strawberry.field(description="The requester's note to reviewers.")
    audio_asset_id: strawberry.ID = strawberry.field(description="The audio.")
    image_asset_id: strawberry.ID = strawberry.field(description="The companion image.")
    logo_asset_id: strawberry.ID = strawberry.field(description="The logo.")
    episode_id: strawberry.ID | None = strawberry.field(
        default=None, description="The episode it is for, if it is for one."
    )

    @classmethod
    def of(cls, brief: kind.CampaignBrief) -> "CampaignBrief":
        """Show a brief."""
        money = brief.budget.money
        return cls(
            name=brief.name,
            objective=brief.objective,
            age_from=brief.audience.age_from,
            age_to=brief.audience.age_to,
            budget=Money(amount=money.amount, currency=money.currency),
            starts_at=brief.starts_at,
            ends_at=brief.ends_at,
            advertiser=brief.advertiser,
            tagline=brief.tagline,
            call_to_action=brief.call_to_action,
            button_languages=buttons(brief.button_languages),
            click_url=brief.click_url,
            heard=list(brief.heard),
            positions=list(brief.positions),
            category=brief.category,
            sensitive_topic=brief.sensitive_topic,
            note=brief.note,
            audio_asset_id=identified(brief.audio_asset_id),
            image_asset_id=identified(brief.image_asset_id),
            logo_asset_id=identified(brief.logo_asset_id),
            episode_id=identified(brief.episode_id) if brief.episode_id else None,
        )


@strawberry.input(description="What a campaign asks for.")
class CampaignBriefInput:
    """The brief as it is given; the core says what is wrong with it, field by field."""

    name: str = strawberry.field(description="2 to 150 characters.")
    objective: kind.Objective = strawberry.field(description="What it is for.")
    brand_id: strawberry.ID = strawberry.field(description="The brand it is for.")
    markets: list[str] = strawberry.field(description="ISO 3166 codes of markets of this hub.")
    budget: MoneyInput = strawberry.field(description="For the whole flight.")
    starts_at: datetime = strawberry.field(description="In the future.")
    ends_at: datetime = strawberry.field(description="After it starts.")
    advertiser: str = strawberry.field(description="2 to 25 characters.")
    tagline: str = strawberry.field(description="2 to 40 characters.")
    click_url: str = strawberry.field(description="An https address that is reachable publicly.")
    audio_asset_id: strawberry.ID = strawberry.field(description="Audio of up to 31 seconds.")
    image_asset_id: strawberry.ID = strawberry.field(description="Square, 640 pixels or more.")
    logo_asset_id: strawberry.ID = strawberry.field(description="Square, 640 pixels or more.")
    agency_id: strawberry.ID | None = strawberry.field(
        default=None, description="The agency that asks; theirs if its people ask."
    )
    age_from: int = strawberry.field(default=18, description="Youngest age, 13 or more.")
    age_to: int = strawberry.field(default=99, description="Oldest age, 99 or less.")
    call_to_action: kind.CallToAction = strawberry.field(
        default=kind.CallToAction.LEARN_MORE, description="The words on the button."
    )
    button_languages: list[ButtonThereInput] = strawberry.field(
        default_factory=list,
        description="The button's language by market; one left out has the market's own.",
    )
    heard: list[Heard] = strawberry.field(
        default_factory=lambda: list(Heard),
        description="What it is heard between; no revision changes that.",
    )
    positions: list[Position] = strawberry.field(
        default_factory=list,
        description="Where in an episode, where podcasts are among that; no revision changes it.",
    )
    category: Category = strawberry.field(
        default=Category.NONE, description="The regulated class of what is sold."
    )
    sensitive_topic: bool = strawberry.field(
        default=False, description="Whether it touches a sensitive topic."
    )
    note: str = strawberry.field(default="", description="For reviewers; up to 1,000 characters.")
    episode_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="An episode of the brand that it is for; it waits until that may come out.",
    )

    def given(self) -> dict[str, Any]:
        """Return the brief as the core takes it."""
        names = (
            "name objective brand_id agency_id markets starts_at ends_at advertiser tagline"
            " call_to_action click_url audio_asset_id image_asset_id logo_asset_id category"
            " sensitive_topic note episode_id heard positions"
        )
        return {name: getattr(self, name) for name in names.split()} | {
            "audience": {"age_from": self.age_from, "age_to": self.age_to},
            "budget": {"amount": self.budget.amount, "currency": self.budget.currency},
            "button_languages": [one.given() for one in self.button_languages],
        }


@strawberry.type(description="One readiness check.")
class Check:
    """See `domain.campaigns.model.Check`."""

    name: str = strawberry.field(description="What was looked at.")
    holds: bool = strawberry.field(description="Whether it is as it must be.")
    found: str = strawberry.field(description="What was found.")

    @classmethod
    def of(cls, check: model.Check) -> "Check":
        """Show a check."""
        return cls(name=check.name, holds=check.holds, found=check.found)
