"""Our words in Spotify's: briefs as drafts, amounts as micros.

Micros: 1 unit = 1,000,000 in every currency, yen included. Source: Ads API v3.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from domain.campaigns.model import Flight, Order
from domain.catalog.model import Category
from domain.requests.bids import BID
from domain.requests.kinds.button import language_in
from domain.requests.kinds.campaign import Objective

#: Micro-units of one unit of money.
MICROS = 1_000_000

#: The largest amount, an integer of 64 bits.
MICROS_MAX = 2**63 - 1

#: The state of a part that runs nowhere any more, and cannot be woken.
ARCHIVED = "ARCHIVED"

_OBJECTIVES: Mapping[Objective, str] = MappingProxyType(
    {
        Objective.AWARENESS: "REACH",
        Objective.TRAFFIC: "CLICKS",
        Objective.APP_PROMOTION: "CLICKS",
        Objective.PODCAST_STREAMS: "PODCAST_STREAMS",
    }
)

#: Categories Spotify wants to be told. Source: `/ad_categories`.
_CATEGORIES: Mapping[Category, str] = MappingProxyType(
    {Category.ALCOHOL: "ADV_15_139", Category.GAMBLING: "ADV_16_144"}
)


def micros(amount: Decimal) -> int:
    """Return an amount of money in micros; ValueError if it does not fit exactly."""
    scaled = Fraction(amount) * MICROS  # Exact, however many digits there are.
    if scaled.denominator != 1 or not 0 < scaled <= MICROS_MAX:
        raise ValueError(f"{amount} is no whole number of micros")
    return int(scaled)


def units(amount: int) -> Decimal:
    """Return micros as an amount of money."""
    return Decimal(amount) / MICROS


def campaign(order: Order) -> dict[str, Any]:
    """Return the campaign draft of an order."""
    return {
        "name": order.brief.name,
        "purchase_order": order.reference,
        "objective": _OBJECTIVES[order.brief.objective],
    }


def ad_set(order: Order, flight: Flight, campaign_id: str) -> dict[str, Any]:
    """Return the ad-set draft of one flight."""
    brief = order.brief
    body = {
        "campaign_id": campaign_id,
        "name": f"{brief.name} {flight.market}",
        "start_time": stamp(brief.starts_at),
        "end_time": stamp(brief.ends_at),
        "budget": {"micro_amount": micros(flight.amount), "type": "LIFETIME"},
        "asset_format": "AUDIO",
        "bid_strategy": "MAX_BID",
        "bid_micro_amount": micros(order.bids.get(flight.market, BID)),
        "pacing": "PACING_EVEN",
        "targets": _targets(order, flight),
    }
    category = _CATEGORIES.get(brief.category)
    positions = [one.name for one in brief.positions]
    return (
        body
        | ({"category": category} if category else {})
        | ({"slot_positions": positions} if positions else {})
    )


def market_of(ad_set: Mapping[str, Any]) -> str:
    """Return the market an ad set found at Spotify is for; empty if it names none."""
    places = (ad_set.get("targets") or {}).get("geo_targets") or {}
    return str(places.get("country_code") or "")


def ad(order: Order, flight: Flight, ad_set_id: str, assets: Mapping[str, str]) -> dict[str, Any]:
    """Return the ad draft of one flight; `assets` are outside ids by the brief's field names."""
    brief = order.brief
    return {
        "ad_set_id": ad_set_id,
        "name": f"{brief.name} {flight.market}",
        "advertiser_name": brief.advertiser,
        "tagline": brief.tagline,
        "assets": {
            "asset_id": assets["audio_asset_id"],
            "companion_asset_id": assets["image_asset_id"],
            "logo_asset_id": assets["logo_asset_id"],
        },
        "call_to_action": {
            "key": brief.call_to_action.value.upper(),
            "language": language_in(brief.button_languages, flight.market).name,
            "clickthrough_url": brief.click_url,
        },
    }


def stamp(at: datetime) -> str:
    """Return an instant as Spotify writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _targets(order: Order, flight: Flight) -> dict[str, Any]:
    """Return whom a flight reaches; what narrows nothing is left out, for Spotify fills it in."""
    narrowed, brief = order.targets.get(flight.market), order.brief
    ages = narrowed or brief.audience
    body = {
        "age_ranges": [{"min": ages.age_from, "max": ages.age_to}],
        "geo_targets": {"country_code": flight.market},
        "placements": [one.name for one in brief.heard],
    }
    if narrowed is None:
        return body
    more = {
        "genders": [one.value.upper() for one in narrowed.genders],
        "platforms": [one.value.upper() for one in narrowed.platforms],
        "genre_ids": list(narrowed.genres),
        "interest_ids": list(narrowed.interests),
        "audience_ids": [narrowed.audience_id] if narrowed.audience_id else [],
    }
    return body | {name: listed for name, listed in more.items() if listed}
