"""What a target is told: the package as it was handed over, with addresses of its files."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.catalog import records as catalog
from domain.catalog.model import Asset
from domain.database import must_be_in_transaction
from domain.errors import Missing
from domain.hub import Hub
from domain.placements import records as placements
from domain.playlists.recordings import may_be, name_of
from domain.removals import records as removals
from domain.removals.model import Taken
from domain.requests import records as requests
from domain.requests.kinds import kind_named
from domain.requests.model import Request
from domain.targets import records
from domain.targets.connected import Targets
from domain.targets.model import Publication, Published


async def filled(hub: Hub, targets: Targets, published: Published) -> Publication:
    """Return what is to stand at a target, in those of its markets that it was handed over for.

    Only files that were approved get an address, open from now on. In the running transaction.
    """
    must_be_in_transaction()
    request, what = await _package(published)
    assets = await _approved(request, what)
    files = await targets.media.open_for(hub, request.id, published.name, assets)
    return replace(what, files=files)


async def seen(hub: Hub, targets: Targets, published: Published) -> Publication:
    """Return what is to stand at a target, as `filled` does, and open nothing."""
    request, what = await _package(published)
    assets = await _approved(request, what)
    files = await targets.media.known(hub, request.id, published.name, assets)
    return replace(what, files=files)


async def named(published: Published) -> Publication:
    """Return what is to stand at a target, or to go, without its files."""
    return (await _package(published))[1]


async def close_others(hub: Hub, targets: Targets, name: str) -> None:
    """Close the addresses of a publication, but for the files of what stands by its name still.

    Requests may bring the same to several targets. In the running transaction.
    """
    keeping = set[str]()
    for one in await records.standing_by(name):
        assets = await _approved(*await _package(one))
        keeping |= {asset.id for asset in assets.values()}
    await targets.media.close(hub, name, keeping)


async def _package(published: Published) -> tuple[Request, Publication]:
    request = await requests.get(published.request_id)
    handed = (await placements.hand_overs_of([published.request_id])).get(published.request_id)
    if request is None or handed is None:
        raise Missing("not_handed_over", "Nothing of this was handed over yet.")
    taken = await removals.taken_from(published.id, published.handed_at)
    content, markets = _without(handed.content, taken), set(handed.content["metadata"]["markets"])
    return request, Publication(
        request_id=request.id,
        revision=handed.revision,
        name=published.name,
        kind=request.kind,
        title=content["title"],
        place=published.place,
        content=content,
        files={},
        opens_at=published.opens_at,
        ends_at=published.ends_at,
        markets=tuple(sorted(markets.intersection(published.markets) - taken.places)),
    )


def _without(content: Mapping[str, Any], taken: Taken) -> Mapping[str, Any]:
    """Return a package without the tracks that were taken out of it since, and says which.

    One without an ISRC goes with what it may be; what only its target can tell, that leaves out.
    """
    said = content["metadata"]
    if not taken.tracks:
        return content
    tracks = said["tracks"]
    codes = may_be([(one["isrc"], name_of(one["artist"], one["title"])) for one in tracks])
    left = [one for one, known in zip(tracks, codes, strict=True) if not known & taken.tracks]
    return {**content, "metadata": {**said, "tracks": left, "without": sorted(taken.tracks)}}


async def _approved(request: Request, what: Publication) -> dict[str, Asset]:
    """Return the files that a brief names and its package lists, by field."""
    listed = {one["asset_id"] for one in what.content["materials"]}
    named = kind_named(request.kind).payload.model_validate(request.payload).asset_ids
    found = await catalog.assets(list(named.values()))
    return {
        field: found[asset_id]
        for field, asset_id in named.items()
        if asset_id in listed and asset_id in found
    }
