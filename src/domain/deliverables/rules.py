"""What has come of the files that a request wants. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from domain.catalog.model import Asset, AssetState
from domain.deliverables.model import Delivery, DeliveryState
from domain.requests.kinds.kind import Wanted
from domain.text import folded

_STATES: Mapping[AssetState, DeliveryState] = MappingProxyType(
    {
        AssetState.EXPECTED: DeliveryState.PROMISED,
        AssetState.READY: DeliveryState.IN,
        AssetState.REFUSED: DeliveryState.REFUSED,
    }
)


def deliveries(wanted: Iterable[Wanted], assets: Sequence[Asset]) -> tuple[Delivery, ...]:
    """Return what has come of each file that is wanted; `assets` are oldest first.

    A file counts for what it was promised as: another name, or another kind, is another file.
    """
    return tuple(_delivery(one, assets) for one in wanted)


def named(found: Iterable[Delivery], name: str) -> Delivery | None:
    """Return what has come of the file called `name`, upper and lower case alike."""
    return next((one for one in found if folded(one.wanted.name) == folded(name)), None)


def complete(found: Iterable[Delivery], stage: str) -> bool:
    """Whether every file that the stage called `stage` waits for is in and usable."""
    return all(one.state is DeliveryState.IN for one in found if one.wanted.stage == stage)


def materials(found: Iterable[Delivery]) -> list[dict[str, Any]]:
    """Return the usable files as they are recorded, each with its checksum."""
    return [
        material(delivery.wanted.name, delivery.asset)
        for delivery in found
        if delivery.asset is not None and delivery.state is DeliveryState.IN
    ]


def material(name: str, asset: Asset) -> dict[str, Any]:
    """Return a file as it is recorded under the name it has in a brief."""
    return {
        "deliverable": name,
        "asset_id": asset.id,
        "file": asset.name,
        "media_type": asset.media_type,
        "size": asset.size,
        "sha256": asset.sha256,
    }


def _delivery(wanted: Wanted, assets: Sequence[Asset]) -> Delivery:
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
