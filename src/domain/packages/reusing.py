"""What a repurpose hands over besides its brief: the files of what is used again, as they are."""

from collections.abc import Mapping

from domain.catalog import records as catalog
from domain.catalog.model import Asset, AssetState
from domain.deliverables.collect import deliveries_of
from domain.deliverables.model import DeliveryState
from domain.requests import records as requests
from domain.requests.kinds import kind_named
from domain.requests.kinds.repurpose import RepurposeBrief
from domain.requests.model import Request

#: How a field that names a file ends.
_FILE = "_asset_id"


async def used_again(request: Request) -> Request | None:
    """Return what a repurpose uses again; None for any other request."""
    brief = kind_named(request.kind).payload.model_validate(request.payload)
    if not isinstance(brief, RepurposeBrief):
        return None
    return (await requests.get_many([brief.subject_id])).get(brief.subject_id)


async def files(request: Request) -> dict[str, Asset | None]:
    """Return the files of what a repurpose uses again, by what they are called; None if lost.

    They are those its brief named, and those that came for it since.
    """
    source = await used_again(request)
    if source is None:
        return {}
    named = kind_named(source.kind).payload.model_validate(source.payload).asset_ids
    assets = await catalog.assets(list(named.values()))
    found = {called(field): _ready(assets, asset_id) for field, asset_id in named.items()}
    for one in await deliveries_of(source):
        if one.state is DeliveryState.IN:
            found[one.wanted.name] = one.asset
    return found


def called(field: str) -> str:
    """Return what a file is called by the field that names it."""
    return field.removesuffix(_FILE).replace("_", " ").capitalize()


def _ready(assets: Mapping[str, Asset], asset_id: str) -> Asset | None:
    found = assets.get(asset_id)
    return found if found is not None and found.state is AssetState.READY else None
