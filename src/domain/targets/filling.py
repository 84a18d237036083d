"""What a target is told: the package as it was handed over, with addresses of its files."""

from dataclasses import replace

from domain.catalog import records as catalog
from domain.catalog.model import Asset
from domain.database import transaction
from domain.errors import Missing
from domain.hub import Hub
from domain.placements import records as placements
from domain.requests import records as requests
from domain.requests.kinds import kind_named
from domain.requests.model import Request
from domain.targets.connected import Targets
from domain.targets.model import Publication, Published


async def filled(
    hub: Hub, targets: Targets, published: Published, markets: tuple[str, ...] | None = None
) -> Publication:
    """Return what is to stand at a target, in those of its markets that are in `markets` too.

    Only files that were approved get an address. Not in a transaction.
    """
    request = await requests.get(published.request_id)
    handed = (await placements.hand_overs_of([published.request_id])).get(published.request_id)
    if request is None or handed is None:
        raise Missing("not_handed_over", "Nothing of this was handed over yet.")
    content = handed.content
    assets = await _approved(request, {one["asset_id"] for one in content["materials"]})
    async with transaction():
        files = await targets.media.open_for(hub, request.id, published.name, assets)
    what = Publication(
        request_id=request.id,
        revision=handed.revision,
        name=published.name,
        kind=request.kind,
        title=content["title"],
        place=published.place,
        content=content,
        files=files,
        opens_at=published.opens_at,
        ends_at=published.ends_at,
        markets=tuple(sorted(content["metadata"]["markets"])),
    )
    if markets is None:
        return what
    return replace(what, markets=tuple(one for one in what.markets if one in markets))


async def _approved(request: Request, listed: set[str]) -> dict[str, Asset]:
    """Return the files that a brief names and its package lists, by field."""
    named = kind_named(request.kind).payload.model_validate(request.payload).asset_ids
    found = await catalog.assets(list(named.values()))
    return {
        field: found[asset_id]
        for field, asset_id in named.items()
        if asset_id in listed and asset_id in found
    }
