"""What has come of a sponsorship's files, and what its sheet says. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from domain.catalog.model import Asset, AssetState
from domain.requests.kinds.sponsorship import Deliverable, SponsorshipBrief
from domain.requests.model import Request
from domain.requests.scene import Scene
from domain.sponsorships.model import Delivery, DeliveryState
from domain.text import folded

_STATES: Mapping[AssetState, DeliveryState] = MappingProxyType(
    {
        AssetState.EXPECTED: DeliveryState.PROMISED,
        AssetState.READY: DeliveryState.IN,
        AssetState.REFUSED: DeliveryState.REFUSED,
    }
)


def deliveries(brief: SponsorshipBrief, assets: Sequence[Asset]) -> tuple[Delivery, ...]:
    """Return what has come of each file that `brief` lists; `assets` are oldest first.

    A file counts for what it was promised as: another name, or another kind, is another file.
    """
    return tuple(_delivery(wanted, assets) for wanted in brief.deliverables)


def complete(found: Iterable[Delivery]) -> bool:
    """Whether every file is in and usable."""
    return all(delivery.state is DeliveryState.IN for delivery in found)


def materials(found: Iterable[Delivery]) -> list[dict[str, Any]]:
    """Return the usable files as they are recorded, each with its checksum."""
    return [
        {
            "deliverable": delivery.wanted.name,
            "asset_id": delivery.asset.id,
            "file": delivery.asset.name,
            "media_type": delivery.asset.media_type,
            "size": delivery.asset.size,
            "sha256": delivery.asset.sha256,
        }
        for delivery in found
        if delivery.asset is not None and delivery.state is DeliveryState.IN
    ]


def sheet(
    request: Request, brief: SponsorshipBrief, scene: Scene, found: Iterable[Delivery]
) -> dict[str, Any]:
    """Return what the show's team has to know to place what was approved."""
    return {
        "number": request.number,
        "sponsor": scene.sponsor.name,
        "show": scene.show.title,
        "read": brief.read.value,
        "positions": [position.value for position in brief.positions],
        "episodes": [
            {
                "number": episode.number,
                "title": episode.title,
                "release_on": episode.release_on.isoformat() if episode.release_on else None,
            }
            for episode in scene.episodes
        ],
        "starts_on": brief.starts_on.isoformat() if brief.starts_on else None,
        "ends_on": brief.ends_on.isoformat() if brief.ends_on else None,
        "markets": sorted(brief.markets),
        "insertion_order": brief.insertion_order,
        "talking_points": list(brief.talking_points),
        "script": brief.script,
        "tracking_url": brief.tracking_url,
        "promo_code": brief.promo_code,
        "materials": materials(found),
    }


def _delivery(wanted: Deliverable, assets: Sequence[Asset]) -> Delivery:
    sent = [
        asset
        for asset in assets
        if asset.deliverable == folded(wanted.name)
        and asset.kind is wanted.kind
        and asset.state in _STATES
    ]
    if not sent:
        return Delivery(wanted, DeliveryState.MISSING, None)
    usable = (asset for asset in sent if asset.state is AssetState.READY)
    asset = next(usable, sent[-1])
    return Delivery(wanted, _STATES[asset.state], asset)
