"""Fetching a file that a placement sheet lists, by an address made for one person and one file.

The address is signed and ends soon, so that a browser can follow it without a token. Whether its
person may still see the request is asked anew when it is followed, and what leaves the hub is
compared with what was approved.
"""

import asyncio
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import structlog

from domain.actor import Actor, Door
from domain.catalog import records as catalog
from domain.errors import Conflict, Forbidden, Missing
from domain.hub import Hub
from domain.people import records as people
from domain.placements import records as placements
from domain.requests import reading
from domain.requests.model import RequestState

#: How long an address lives.
FETCH_WINDOW = timedelta(minutes=15)

#: What addresses are signed for.
FETCH_USE = "download"

#: How the names of files end, by what they were found to be.
_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "audio/mpeg": "mp3",
        "audio/ogg": "ogg",
        "audio/wav": "wav",
        "image/jpeg": "jpg",
        "image/png": "png",
        "application/pdf": "pdf",
    }
)

#: How much of a deliverable's name is in that of its file, in characters.
_NAME_LENGTH_MAX = 40

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it was approved. `name` is ours: letters, digits, `-` and one `.`."""

    name: str
    media_type: str
    content: bytes


def token_for(hub: Hub, actor: Actor, asset_id: str) -> str:
    """Return what lets `actor` fetch a file for a while, if they may see what it belongs to."""
    expires = int((hub.clock.now() + FETCH_WINDOW).timestamp())
    return f"{expires}.{actor.user_id}.{_signature(hub, asset_id, expires, actor.user_id or '')}"


async def fetch(hub: Hub, asset_id: str, token: str) -> Fetched:
    """Return the file an address is for.

    Raises `Forbidden` for a wrong or expired address, `Missing` where its person may not see the
    request or no sheet of it lists the file, `Conflict` if nothing is to be placed any more, or
    what is kept is not what was approved.
    """
    actor = await _bearer(hub, asset_id, token)
    asset = (await catalog.assets([asset_id])).get(asset_id)
    if asset is None or asset.request_id is None:
        raise _no_such_file(asset_id)
    request = await reading.get(actor, asset.request_id)
    sheet = (await placements.sheets_of([request.id])).get(request.id)
    listed = sheet.content["materials"] if sheet else []
    found = next((one for one in listed if one["asset_id"] == asset_id), None)
    if sheet is None or found is None:
        raise _no_such_file(asset_id)
    if request.state not in {RequestState.PUBLISHED, RequestState.LIVE}:
        state = request.state.replace("_", " ")
        raise Conflict(
            "not_to_be_placed", f"This request is {state}; nothing of it is to be placed any more."
        )
    content = await hub.files.load(asset_id)
    digest = await asyncio.to_thread(lambda: hashlib.sha256(content).hexdigest())
    if not hmac.compare_digest(digest, str(found["sha256"])):
        log.error("file_is_not_what_was_approved", asset=asset_id, request=request.id)
        raise Conflict(
            "not_what_was_approved",
            f"The file of `{found['deliverable']}` is not what was approved any more, so it is not"
            " given out; tell an administrator.",
        )
    return Fetched(_name(sheet.content["number"], found), found["media_type"], content)


def _name(number: int, found: Mapping[str, Any]) -> str:
    """Return what the file is called where it goes; of people's words letters and digits only."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", found["deliverable"])[:_NAME_LENGTH_MAX].strip("-")
    return f"{number}-{words or 'file'}.{_ENDINGS[found['media_type']]}"


async def _bearer(hub: Hub, asset_id: str, token: str) -> Actor:
    """Return whom an address was made for, if it is one of ours, and they may still enter."""
    expires, _, rest = token.partition(".")
    user_id, _, signature = rest.partition(".")
    if not expires.isdecimal() or not expires.isascii():
        raise _forged()
    right = _signature(hub, asset_id, int(expires), user_id)
    if not hmac.compare_digest(right.encode(), signature.encode()):
        raise _forged()
    if int(expires) < hub.clock.now().timestamp():
        raise Forbidden(
            "download_link_expired", "This address has expired; look at the sheet again."
        )
    actor = await people.actor(user_id, Door.API)
    if actor is None:
        raise Forbidden("unauthenticated", "Whom this address was made for may not enter any more.")
    return actor


def _signature(hub: Hub, asset_id: str, expires: int, user_id: str) -> str:
    return hub.secrets.sign(FETCH_USE, f"{asset_id}.{expires}.{user_id}")


def _forged() -> Forbidden:
    return Forbidden("bad_download_link", "This address is not one of ours; look at the sheet.")


def _no_such_file(asset_id: str) -> Missing:
    return Missing("no_such_asset", f"No placement sheet lists a file `{asset_id[:40]}`.")
