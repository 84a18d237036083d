"""An advertising campaign on Spotify.

Lengths and choices are those of the Spotify Ads API v3 (campaign, ad set and ad), so that what
is approved here can be published there unchanged.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from domain.catalog.model import Category
from domain.clock import too_far
from domain.errors import Invalid
from domain.requests.kinds import base, button, parts
from domain.requests.kinds.button import ButtonThere
from domain.requests.kinds.heard import Heard, Position
from domain.requests.kinds.kind import Headline, Kind, Payload, Ref
from domain.requests.kinds.parts import Amount, Audience

#: What the kind is called.
NAME = "campaign"

#: Tells the sponsorship that a campaign was asked for by how that stands.
MOVED = "campaign.moved"


class Objective(StrEnum):
    """What the campaign is for."""

    AWARENESS = "awareness"
    TRAFFIC = "traffic"
    APP_PROMOTION = "app_promotion"
    PODCAST_STREAMS = "podcast_streams"


class CallToAction(StrEnum):
    """The words on the button."""

    APPLY_NOW = "apply_now"
    BOOK_NOW = "book_now"
    BUY_NOW = "buy_now"
    BUY_TICKETS = "buy_tickets"
    DOWNLOAD = "download"
    FIND_STORES = "find_stores"
    GET_INFO = "get_info"
    LEARN_MORE = "learn_more"
    LISTEN_NOW = "listen_now"
    ORDER_NOW = "order_now"
    SHOP_NOW = "shop_now"
    SIGN_UP = "sign_up"
    VISIT_SITE = "visit_site"


class CampaignBrief(Payload):
    """What is asked for. Times are instants with a zone; `markets` are ISO 3166 alpha-2."""

    name: Annotated[str, Field(min_length=2, max_length=150)]
    objective: Objective
    brand_id: str
    agency_id: str | None = None
    markets: Annotated[tuple[str, ...], Field(min_length=1, max_length=30)]
    audience: Audience = Audience()
    budget: Amount
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    advertiser: Annotated[str, Field(min_length=2, max_length=25)]
    tagline: Annotated[str, Field(min_length=2, max_length=40)]
    call_to_action: CallToAction = CallToAction.LEARN_MORE
    button_languages: Annotated[tuple[ButtonThere, ...], Field(max_length=30)] = ()
    click_url: Annotated[str, Field(max_length=2000)]
    audio_asset_id: str
    image_asset_id: str
    logo_asset_id: str
    category: Category = Category.NONE
    sensitive_topic: bool = False
    episode_id: str | None = None
    heard: Annotated[tuple[Heard, ...], Field(min_length=1, max_length=2)] = tuple(Heard)
    positions: Annotated[tuple[Position, ...], Field(max_length=3)] = ()

    @property
    def headline(self) -> Headline:
        """What lists and visibility need to know of it."""
        return Headline(self.name, self.brand_id, self.agency_id, tuple(sorted(self.markets)))

    @property
    def asset_ids(self) -> Mapping[str, str]:
        """The audio, the companion image and the logo."""
        return {
            "audio_asset_id": self.audio_asset_id,
            "image_asset_id": self.image_asset_id,
            "logo_asset_id": self.logo_asset_id,
        }

    @property
    def refers(self) -> Sequence[Ref]:
        """The episode it is for, if it is for one."""
        return base.about_episode(self.episode_id)


def check(brief: CampaignBrief, now: datetime) -> list[Invalid]:
    """Return what is wrong with a brief beyond the shape of its fields."""
    return [
        *(parts.amount_problems(brief.budget, "budget") or _split_problems(brief)),
        *_flight_problems(brief, now),
        *parts.market_problems(brief.markets),
        *parts.audience_problems(brief.audience),
        *parts.line_problems(brief, ("name", "advertiser", "tagline")),
        *parts.address_problems(brief.click_url, "click_url"),
        *button.problems(brief.button_languages, brief.markets),
        *_heard_problems(brief),
    ]


def facts(brief: CampaignBrief, now: datetime, _: None) -> dict[str, Any]:
    """Return what the campaign tables judge. Amounts are major units, times whole days."""
    return {
        "budget": brief.budget.money.amount,
        "currency": brief.budget.currency,
        "category": brief.category.value,
        "sensitive_topic": brief.sensitive_topic,
        "by_agency": brief.agency_id is not None,
        "youngest_age": brief.audience.age_from,
        "lead_days": (brief.starts_at - now).days,
        "flight_days": (brief.ends_at - brief.starts_at).days,
        "market_count": len(brief.markets),
    }


async def fill(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a brief with the language of the button in each market that names none."""
    return button.filled(given)


def _split_problems(brief: CampaignBrief) -> list[Invalid]:
    if brief.budget.money.minor >= len(brief.markets):
        return []
    return [
        Invalid(
            "budget_too_small",
            f"This cannot be split over {len(brief.markets)} markets; each needs some of it.",
            ("budget", "amount"),
        )
    ]


def _heard_problems(brief: CampaignBrief) -> list[Invalid]:
    found = [
        *base.twice_problems(brief.heard, "heard"),
        *base.twice_problems(brief.positions, "positions"),
    ]
    if brief.positions and Heard.PODCAST not in brief.heard:
        said = "Only podcasts have positions; have it heard there, or leave them out."
        found.append(Invalid("positions_without_podcasts", said, ("positions",)))
    return found


def _flight_problems(brief: CampaignBrief, now: datetime) -> list[Invalid]:
    problems = []
    if brief.ends_at <= brief.starts_at:
        problems.append(
            Invalid("ends_before_start", "The flight must end after it starts.", ("ends_at",))
        )
    if brief.starts_at <= now:
        problems.append(
            Invalid("starts_in_past", "The flight must start in the future.", ("starts_at",))
        )
    ends = [("starts_at", brief.starts_at), ("ends_at", brief.ends_at)]
    distant = [too_far(now, at, (name,)) for name, at in ends]
    return problems + [problem for problem in distant if problem]


_CREATIVE = frozenset(
    {
        "name",
        "advertiser",
        "tagline",
        "call_to_action",
        "button_languages",
        "click_url",
        "audio_asset_id",
        "image_asset_id",
        "logo_asset_id",
    }
)
_MONEY = frozenset({"budget", "starts_at", "ends_at", "markets"})

KIND = Kind(
    name=NAME,
    payload=CampaignBrief,
    check=check,
    admission="campaign_admission",
    stages="campaign_stages",
    facts=facts,
    watches={
        "brand": _CREATIVE | {"objective", "audience", "brand_id", "episode_id"},
        "legal": _CREATIVE | {"audience", "markets", "category", "sensitive_topic", "episode_id"},
        "finance": _MONEY,
        "executive": _MONEY | {"objective", "category"},
    },
    prepare="campaign.prepare",
    effect="campaign.publish",
    retire="campaign.retire",
    fill=fill,
    moved=MOVED,
    concerns=lambda payload: payload.get("heard") == [Heard.PODCAST],
)
