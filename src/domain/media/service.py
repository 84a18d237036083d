"""Opening and closing the addresses of a publication's files, and what is given out at them."""

from collections import defaultdict
from collections.abc import Collection, Mapping

import structlog

from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.catalog.model import Asset, AssetState
from domain.database import must_be_in_transaction
from domain.errors import Conflict, HubError, Invalid, Missing, Upstream
from domain.hub import Hub
from domain.media import records, rules
from domain.media.model import Medium, Served
from domain.targets.model import File

log = structlog.get_logger()


async def open_for(
    hub: Hub, request_id: str, name: str, assets: Mapping[str, Asset]
) -> Mapping[str, File]:
    """Open the addresses of files of the publication `name`; return them, by the field of each.

    `assets` are the files, by field. In the running transaction; may be repeated. The same file of
    the same publication always has the same address, also when it was closed in between. Raises
    `Invalid` for a file that is not ready, `Conflict` where nobody set how the hub is reached.
    """
    must_be_in_transaction()
    if not hub.public_url:
        said = "Nobody can fetch files from here: set GREENLIGHT_PUBLIC_URL."
        raise Conflict("not_reachable", said)
    for field, asset in assets.items():
        _require_ready(asset, field)
    opened = []
    # In one order, so that two who open the same wait for one another and not each for the other.
    for _, asset in sorted({one.id: one for one in assets.values()}.items()):
        if await records.open_(_medium(hub, request_id, name, asset)):
            opened.append(asset.id)
    if opened:
        details = {"name": name, "assets": opened}
        await audit.record(hub.clock.now(), CONNECTOR, "media.opened", request_id, details)
        hub.announce(request_id)
    return await known(hub, request_id, name, assets)


async def known(
    hub: Hub, request_id: str, name: str, assets: Mapping[str, Asset]
) -> Mapping[str, File]:
    """Return files with the addresses they have, or would have, by field; opens nothing."""
    # As they are kept: an address outlives the secret that it was once made with.
    kept = {one.asset_id: one for one in await records.of_publication(name)}
    return {
        field: _file(hub, kept.get(one.id) or _medium(hub, request_id, name, one), one)
        for field, one in assets.items()
    }


async def close(hub: Hub, name: str, keeping: Collection[str] = ()) -> None:
    """Close the addresses of a publication, but for those of the files `keeping`.

    In the running transaction; may be repeated. What a revision replaced is closed so, once the
    revision stands everywhere.
    """
    must_be_in_transaction()
    now = hub.clock.now()
    ending = [
        one
        for one in await records.of_publication(name, locked=True)
        if one.closed_at is None and one.asset_id not in keeping
    ]
    if not ending:
        return
    await records.close([one.token for one in ending], now)
    closed = defaultdict(list)
    for one in ending:
        closed[one.request_id].append(one.asset_id)
    for request_id, asset_ids in closed.items():
        details = {"name": name, "assets": asset_ids}
        await audit.record(now, CONNECTOR, "media.closed", request_id, details)
        hub.announce(request_id)


async def serve(hub: Hub, token: str, file_name: str) -> Served:
    """Return what is at an address, for whoever has it.

    Raises `Missing` for an address that is none of ours, `Conflict` for one that is closed or of
    what was withdrawn a moment ago, and `Upstream` where what is kept is not what was approved.
    """
    medium = await records.by_token(token) if rules.is_token(token) else None
    if medium is None or medium.file_name != file_name:
        raise Missing("no_such_media", "There is no file here.")
    asset = (await catalog.assets([medium.asset_id]))[medium.asset_id]
    closed = medium.closed_at is not None or asset.state is not AssetState.READY
    if closed or not await records.is_out(medium, hub.clock.now()):
        raise Conflict("media_closed", "This was taken down.")
    try:
        stored = await hub.files.find(asset.id, asset.sha256 or "")
    except (Missing, Conflict) as error:
        raise _unavailable(medium, error) from error
    return Served(medium, asset, stored)


def _medium(hub: Hub, request_id: str, name: str, asset: Asset) -> Medium:
    token = rules.token_of(hub.secrets, name, asset.id)
    return Medium(token, name, asset.id, request_id, rules.file_name(asset), hub.clock.now())


def _require_ready(asset: Asset, field: str) -> None:
    if asset.state is not AssetState.READY:
        said = f"The file `{asset.name}` is {asset.state}, not ready, so nobody can fetch it."
        raise Invalid("asset_not_usable", said, (field,))


def _unavailable(medium: Medium, error: HubError) -> Upstream:
    """Log that a file is not what was approved; return what who asks hears of that."""
    asset_id, request_id = medium.asset_id, medium.request_id
    log.error("file_is_not_what_was_approved", asset=asset_id, subject=request_id, found=error.code)
    return Upstream("media_unavailable", "This cannot be given out now; come again later.")


def _file(hub: Hub, medium: Medium, asset: Asset) -> File:
    return File(
        asset_id=asset.id,
        address=rules.address_of(hub.public_url, medium.token, medium.file_name),
        media_type=asset.media_type or "",
        size=asset.size or 0,
        sha256=asset.sha256 or "",
        duration_ms=asset.duration_ms,
    )
