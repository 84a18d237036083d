"""An advertising campaign on Spotify.

Lengths and choices are those of the Spotify Ads API v3 (campaign, ad set and ad), so that what
is approved here can be published there unchanged.
"""

import ipaddress
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from domain import text
from domain.clock import too_far
from domain.errors import Invalid
from domain.money import Money, money
from domain.requests.kinds.kind import Headline, Kind, Payload

#: Spotify takes listeners from 13 on.
AGE_MIN = 13
AGE_MAX = 99

_COUNTRY = re.compile(r"[A-Z]{2}")

#: What chat systems take for a call to a whole room; it has no place in a title.
_LOUD = re.compile(r"<[!@#]|@(channel|here|everyone)\b", re.IGNORECASE)


class Objective(StrEnum):
    """What the campaign is for."""

    AWARENESS = "awareness"
    TRAFFIC = "traffic"
    APP_PROMOTION = "app_promotion"
    PODCAST_STREAMS = "podcast_streams"


class Category(StrEnum):
    """The regulated class of what is advertised."""

    NONE = "none"
    ALCOHOL = "alcohol"
    GAMBLING = "gambling"
    FINANCE = "finance"
    HEALTH = "health"
    POLITICS = "politics"


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


class Budget(BaseModel):
    """What may be spent over the whole flight."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: Decimal
    currency: str

    @property
    def money(self) -> Money:
        """The budget as money; `Invalid` if it is none."""
        return money(self.amount, self.currency, ("budget",))


class Audience(BaseModel):
    """Who should hear it: ages, both ends included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    age_from: Annotated[int, Field(ge=AGE_MIN, le=AGE_MAX)] = 18
    age_to: Annotated[int, Field(ge=AGE_MIN, le=AGE_MAX)] = AGE_MAX


class CampaignBrief(Payload):
    """What is asked for. Times are instants with a zone; `markets` are ISO 3166 alpha-2."""

    name: Annotated[str, Field(min_length=2, max_length=150)]
    objective: Objective
    brand_id: str
    agency_id: str | None = None
    markets: Annotated[tuple[str, ...], Field(min_length=1, max_length=30)]
    audience: Audience = Audience()
    budget: Budget
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    advertiser: Annotated[str, Field(min_length=2, max_length=25)]
    tagline: Annotated[str, Field(min_length=2, max_length=40)]
    call_to_action: CallToAction = CallToAction.LEARN_MORE
    click_url: Annotated[str, Field(max_length=2000)]
    audio_asset_id: str
    image_asset_id: str
    logo_asset_id: str
    category: Category = Category.NONE
    sensitive_topic: bool = False
    note: Annotated[str, Field(max_length=1000)] = ""

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


def check(brief: CampaignBrief, now: datetime) -> list[Invalid]:
    """Return what is wrong with a brief beyond the shape of its fields."""
    return [
        *_budget_problems(brief),
        *_flight_problems(brief, now),
        *_market_problems(brief),
        *_audience_problems(brief),
        *_text_problems(brief),
        *_address_problems(brief.click_url),
    ]


def facts(brief: CampaignBrief, now: datetime) -> dict[str, Any]:
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


def _budget_problems(brief: CampaignBrief) -> list[Invalid]:
    try:
        total = brief.budget.money
    except Invalid as problem:
        return [problem]
    if total.minor >= len(brief.markets):
        return []
    return [
        Invalid(
            "budget_too_small",
            f"This cannot be split over {len(brief.markets)} markets; each needs some of it.",
            ("budget", "amount"),
        )
    ]


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


def _market_problems(brief: CampaignBrief) -> list[Invalid]:
    if len(set(brief.markets)) != len(brief.markets):
        return [Invalid("market_twice", "A market stands here twice.", ("markets",))]
    return [
        Invalid(
            "malformed_market",
            f"`{market[:10]}` is no country; use two capital letters such as DE.",
            ("markets",),
        )
        for market in brief.markets
        if not _COUNTRY.fullmatch(market)
    ]


def _audience_problems(brief: CampaignBrief) -> list[Invalid]:
    if brief.audience.age_to < brief.audience.age_from:
        return [
            Invalid(
                "ages_reversed", "The oldest age is below the youngest.", ("audience", "age_to")
            )
        ]
    return []


def _text_problems(brief: CampaignBrief) -> list[Invalid]:
    problems = []
    for name in ("name", "advertiser", "tagline"):
        said = getattr(brief, name)
        if _LOUD.search(said):
            problems.append(
                Invalid(
                    "mention_in_text",
                    "This would call a whole channel; write it without @ or angle brackets.",
                    (name,),
                )
            )
        if problem := text.one_line(said, (name,)):
            problems.append(problem)
    return problems


def _address_problems(url: str) -> list[Invalid]:
    def problem(message: str) -> list[Invalid]:
        return [Invalid("bad_click_url", message, ("click_url",))]

    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return problem("This is no web address.")
    if parts.scheme != "https" or "." not in host:
        return problem("Give a full web address that begins with https://.")
    if parts.username or parts.password or any(letter.isspace() for letter in url):
        return problem("A click address holds no user name and no blanks.")
    try:
        public = ipaddress.ip_address(host).is_global
    except ValueError:
        public = not host.endswith((".local", ".internal", ".localhost"))
    return [] if public else problem("This address cannot be reached from outside.")


_CREATIVE = frozenset(
    {
        "name",
        "advertiser",
        "tagline",
        "call_to_action",
        "click_url",
        "audio_asset_id",
        "image_asset_id",
        "logo_asset_id",
    }
)
_MONEY = frozenset({"budget", "starts_at", "ends_at", "markets"})

KIND = Kind(
    name="campaign",
    payload=CampaignBrief,
    check=check,
    admission="campaign_admission",
    stages="campaign_stages",
    facts=facts,
    watches={
        "brand": _CREATIVE | {"objective", "audience", "brand_id"},
        "legal": _CREATIVE | {"audience", "markets", "category", "sensitive_topic"},
        "finance": _MONEY,
        "executive": _MONEY | {"objective", "category"},
    },
    prepare="campaign.prepare",
    effect="campaign.publish",
    retire="campaign.retire",
)
