"""What makes a campaign ready, and how its budget is split. Pure."""

from collections.abc import Mapping
from decimal import Decimal

from domain.campaigns.model import Check, Flight
from domain.catalog.model import Asset, AssetKind, AssetState
from domain.money import MINOR_DIGITS
from domain.requests.kinds.campaign import CampaignBrief

#: The longest audio ad, in milliseconds. Source: Spotify's ad product catalogue.
AUDIO_MS_MAX = 31_000

#: What audio an ad may be, and the largest file of one, in bytes. Source: Spotify Ads API v3,
#: which takes no more in one piece.
AUDIO_TYPES, FILE_BYTES_MAX = frozenset({"audio/mpeg", "audio/ogg", "audio/wav"}), 20_000_000

#: The smallest companion image and logo, in pixels a side. Source: Spotify's ad specifications.
IMAGE_PIXELS_MIN = 640


def flights(brief: CampaignBrief) -> tuple[Flight, ...]:
    """Return one flight per market; the budget in equal parts, odd minor units to the first."""
    total = brief.budget.money
    share, odd = divmod(total.minor, len(brief.markets))
    scale = -MINOR_DIGITS[total.currency]
    return tuple(
        Flight(market, Decimal(share + (index < odd)).scaleb(scale), total.currency)
        for index, market in enumerate(sorted(brief.markets))
    )


def readiness(brief: CampaignBrief, assets: Mapping[str, Asset]) -> tuple[Check, ...]:
    """Return the checks of a brief's files and address, by the brief's field names."""
    return (
        _audio(assets.get("audio_asset_id")),
        _image("Companion image", assets.get("image_asset_id")),
        _image("Logo", assets.get("logo_asset_id")),
        Check("Click address", brief.click_url.startswith("https://"), brief.click_url),
    )


def billed_in(brief: CampaignBrief, currency: str | None) -> Check:
    """Return the check that a budget is in the currency the ad account is billed in.

    An account takes amounts without a currency: 12,500 of one would be spent as 12,500 of another.
    """
    ordered = brief.budget.currency
    if not currency:
        return Check("Currency", holds=False, found="the ad account does not say its currency")
    if ordered != currency:
        found = f"the budget is in {ordered}, the ad account in {currency}"
        return Check("Currency", holds=False, found=found)
    return Check("Currency", holds=True, found=ordered)


def _audio(asset: Asset | None) -> Check:
    if asset is None or asset.kind is not AssetKind.AUDIO or asset.state is not AssetState.READY:
        return Check("Audio", holds=False, found="no usable audio file")
    length = asset.duration_ms or 0
    found = f"{asset.media_type}, {length / 1000:.1f} s, {asset.size or 0:,} bytes"
    fits = 0 < length <= AUDIO_MS_MAX and (asset.size or 0) <= FILE_BYTES_MAX
    if fits and asset.media_type in AUDIO_TYPES:
        return Check("Audio", holds=True, found=found)
    seconds, megabytes = AUDIO_MS_MAX // 1_000, FILE_BYTES_MAX // 1_000_000
    return Check(
        "Audio",
        holds=False,
        found=f"{found}; take an MP3, OGG or WAV of at most {seconds} s and {megabytes} MB",
    )


def _image(name: str, asset: Asset | None) -> Check:
    if asset is None or asset.kind is not AssetKind.IMAGE or asset.state is not AssetState.READY:
        return Check(name, holds=False, found="no usable image file")
    width, height = asset.width or 0, asset.height or 0
    found = f"{asset.media_type}, {width} x {height} pixels"
    if width == height >= IMAGE_PIXELS_MIN:
        return Check(name, holds=True, found=found)
    least = IMAGE_PIXELS_MIN
    return Check(
        name, holds=False, found=f"{found}; take a square one of at least {least} pixels a side"
    )
