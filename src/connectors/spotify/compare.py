"""What was ordered beside what stands at Spotify, in words for a reviewer. Pure.

Fields that nobody ordered count too where they would change who hears an ad, what it shows or
who is told of it, unless Spotify fills them in by itself.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from connectors.spotify import wire
from connectors.spotify.answers import Json
from connectors.spotify.hierarchy import Hierarchy
from domain.campaigns.model import Flight, Order

#: The most differences that are named; the rest are counted.
NAMED_MAX = 10

#: The longest value that is quoted, in characters.
VALUE_LENGTH_MAX = 80

_Labels = Mapping[str, str]

_CAMPAIGN: _Labels = MappingProxyType(
    {"name": "name", "purchase_order": "purchase order", "objective": "objective"}
)
_AD_SET: _Labels = MappingProxyType(
    {
        "name": "name",
        "start_time": "start",
        "end_time": "end",
        "budget.micro_amount": "budget",
        "budget.type": "kind of budget",
        "bid_strategy": "way of bidding",
        "bid_micro_amount": "bid",
        "asset_format": "format",
        "pacing": "pacing",
        "category": "category",
        "frequency_caps": "frequency caps",
        "promotion": "promotion",
        "slot_positions": "positions",
        "mobile_app_id": "app",
        "dataset_id": "dataset",
        "targets.age_ranges": "ages",
        "targets.placements": "placements",
        "targets.platforms": "platforms",
        "targets.genders": "genders",
        "targets.language": "language",
        "targets.geo_targets.country_code": "market",
        "targets.geo_targets.region_ids": "regions",
        "targets.geo_targets.city_ids": "cities",
        "targets.geo_targets.postal_code_ids": "postal codes",
        "targets.artist_ids": "artists",
        "targets.genre_ids": "genres",
        "targets.interest_ids": "interests",
        "targets.playlist_ids": "playlists",
        "targets.podcast_episode_topic_ids": "podcast topics",
        "targets.audience_ids": "audiences",
        "targets.audience_ids_exclusions": "excluded audiences",
        "targets.user_day_parts": "times of day",
    }
)
_AD: _Labels = MappingProxyType(
    {
        "ad_set_id": "ad set",
        "name": "name",
        "advertiser_name": "advertiser",
        "tagline": "tagline",
        "assets.asset_id": "audio file",
        "assets.companion_asset_id": "companion image",
        "assets.logo_asset_id": "logo",
        "assets.canvas_asset_id": "canvas",
        "call_to_action.key": "button",
        "call_to_action.language": "language of the button",
        "call_to_action.clickthrough_url": "click address",
        "third_party_tracking": "tracking by others",
        "catalog": "catalogue",
        "start_time": "start",
        "end_time": "end",
    }
)

#: What Spotify fills in where nothing was ordered. Source: Ads API v3, the fields' descriptions.
_FILLED_IN: Mapping[str, object] = MappingProxyType(
    {
        "targets.platforms": ["ANDROID", "DESKTOP", "IOS"],
        "targets.genders": ["FEMALE", "MALE", "NON_BINARY"],
        "frequency_caps": [
            {"frequency_unit": unit, "frequency_period": 1, "max_impressions": most}
            for unit, most in (("DAY", 5), ("WEEK", 35), ("MONTH", 50))
        ],
    }
)


def differences(order: Order, outside: Mapping[str, str], found: Hierarchy) -> tuple[str, ...]:
    """Return in which ways `found` is not what was ordered: lost, altered and foreign parts."""
    said = list(_altered("The campaign", wire.campaign(order), found.campaign, _CAMPAIGN))
    for flight in order.flights:
        said += _in_market(order, flight, outside, found)
    said += _foreign(order, outside, found)
    return _named(said)


def strange(
    before: Order, after: Order, outside: Mapping[str, str], found: Hierarchy
) -> tuple[str, ...]:
    """Return in which ways `found`, a draft, is on its way from neither order to the other.

    A part of it that is not there is none: what is broken off may have drafted only some.
    """
    said = list(_altered("The campaign", wire.campaign(after), found.campaign, _CAMPAIGN))
    for flight in after.flights:
        known, wanted = (_wanted(one, flight, outside, found) for one in (before, after))
        for (what, part, body, labels), (_, _, later, _) in zip(known, wanted, strict=True):
            if part is not None and any(_altered(what, body, part, labels)):
                said += _altered(what, later, part, labels)
    said += _foreign(after, outside, found)
    return _named(said)


def _in_market(
    order: Order, flight: Flight, outside: Mapping[str, str], found: Hierarchy
) -> Iterator[str]:
    for what, part, body, labels in _wanted(order, flight, outside, found):
        if part is None:
            yield f"{what} is not there."
        else:
            yield from _altered(what, body, part, labels)


def _wanted(
    order: Order, flight: Flight, outside: Mapping[str, str], found: Hierarchy
) -> Iterator[tuple[str, Json | None, Json, _Labels]]:
    """Yield the parts of a flight: what it is, as it stands if it does, and as it was ordered."""
    campaign, ad_set_id = outside["campaign"], outside.get(f"ad_set:{flight.market}", "")
    ad_id = outside.get(f"ad:{flight.market}", "")
    assets = {name: outside.get(f"asset:{a.id}", "") for name, a in order.assets.items()}
    ad_set, ad = wire.ad_set(order, flight, campaign), wire.ad(order, flight, ad_set_id, assets)
    yield f"The ad set for {flight.market}", _part(found.ad_sets, ad_set_id), ad_set, _AD_SET
    yield f"The ad for {flight.market}", _part(found.ads, ad_id), ad, _AD


def _part(parts: Sequence[Json], part_id: str) -> Json | None:
    return next((part for part in parts if part["id"] == part_id), None)


def _named(said: Sequence[str]) -> tuple[str, ...]:
    more = len(said) - NAMED_MAX
    return (*said[:NAMED_MAX], *([f"{more} more differences."] if more > 0 else []))


def _foreign(order: Order, outside: Mapping[str, str], found: Hierarchy) -> Iterator[str]:
    markets = [flight.market for flight in order.flights]
    ended = {item["id"] for item in found.ad_sets if item.get("status") == wire.ARCHIVED}
    ended |= {
        ad["id"]
        for ad in found.ads
        if ad.get("status") == wire.ARCHIVED or ad.get("ad_set_id") in ended
    }
    for kind, parts in (("ad_set", found.ad_sets), ("ad", found.ads)):
        known = ended | {outside.get(f"{kind}:{market}") for market in markets}
        for part in parts:
            if part["id"] not in known:
                name = _quoted(part.get("name"))
                yield f"Nobody ordered the {kind.replace('_', ' ')} {name}."


def _altered(what: str, wanted: Json, found: Json, labels: _Labels) -> Iterator[str]:
    for path, label in labels.items():
        want, have = _at(wanted, path), _at(found, path)
        filled_in = want is None and _plain(path, have) == _plain(path, _FILLED_IN.get(path))
        if _plain(path, want) != _plain(path, have) and not filled_in:
            yield f"{what} has the {label} {_said(path, have)} in place of {_said(path, want)}."


def _at(body: Json, path: str) -> object:
    """Return what stands at a path; None for what is not there and for what is empty."""
    found: object = body
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return None if found in ("", [], {}) else found


def _plain(path: str, value: object) -> object:
    """Return a value so that two writings of the same thing are equal."""
    if path.endswith("_time") and isinstance(value, str):
        return _instant(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return sorted(json.dumps(item, sort_keys=True) for item in value)
    return value


def _instant(text: str) -> object:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


def _said(path: str, value: object) -> str:
    if value is None:
        return "nothing"
    if path.endswith("micro_amount") and isinstance(value, int):
        return f"{wire.units(value):,.2f}"
    return _quoted(value if isinstance(value, str) else json.dumps(value))


def _quoted(value: object) -> str:
    text = " ".join(str(value).split()).replace("`", "'")
    return f"`{text[:VALUE_LENGTH_MAX]}`"
