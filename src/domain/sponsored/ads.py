"""The campaign that a sponsorship becomes where its inventory is bought at Spotify. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from domain.catalog.model import Category
from domain.requests.kinds.campaign import Objective
from domain.requests.kinds.heard import Heard
from domain.requests.kinds.sponsorship import SponsorshipBrief
from domain.requests.model import Request


def campaign(
    request: Request, brief: SponsorshipBrief, spot_id: str, own: Category | None
) -> dict[str, Any]:
    """Return the brief of the campaign, taken over from what was approved.

    `spot_id` is the audio that came for it, `own` the class of the sponsor's own business, which
    counts where the brief says nothing more of what is advertised. Days are whole ones in UTC.
    """
    ad = brief.ad.model_dump()
    return {
        **ad,
        "name": brief.name,
        "objective": Objective.AWARENESS,
        "brand_id": brief.brand_id,
        "agency_id": brief.agency_id,
        "markets": brief.markets,
        "audience": brief.audience.model_dump(),
        "budget": brief.price.model_dump(),
        "starts_at": _midnight(brief.starts_on),
        "ends_at": _midnight(brief.ends_on, days=1),
        "audio_asset_id": spot_id,
        "category": own or brief.category if brief.category is Category.NONE else brief.category,
        "heard": (Heard.PODCAST,),
        "positions": brief.positions,
        "note": f"Sponsorship #{request.number}, insertion order {brief.insertion_order}.",
    }


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    """Return the beginning of a day, some `days` later; None stays for the brief to be judged."""
    return datetime.combine(day, time.min, UTC) + timedelta(days=days) if day else None
