"""Fetching a file that was handed over, by an address made for one person and one file.

The address is signed and ends soon, so that a browser can follow it without a token. Whether its
person may still see the request is asked anew when it is followed, and what leaves the hub is
compared with what was approved.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from domain.actor import Actor, Door
from domain.catalog.rules import ENDINGS
from domain.errors import Conflict, Forbidden, Missing
from domain.files import Stored
from domain.hub import Hub
from domain.packages.packing import require_usable
from domain.people import entering
from domain.placements import records as placements
from domain.requests import reading
from domain.requests.model import RequestState

#: How long an address lives.
FETCH_WINDOW = timedelta(minutes=15)

#: What addresses are signed for.
FETCH_USE = "download"

#: How much of a deliverable's name is in that of its file, in characters.
_NAME_LENGTH_MAX = 40

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it was approved. `name` is ours: letters, digits, `-` and one `.`."""

    name: str
    media_type: str
    stored: Stored


def token_for(hub: Hub, actor: Actor, request_id: str, asset_id: str) -> str:
    """Return what lets `actor` fetch a file of a request for a while, if they may see that."""
    expires = int((hub.clock.now() + FETCH_WINDOW).timestamp())
    bearer = f"{actor.user_id}.{request_id}"
    signature = hub.secrets.sign(FETCH_USE, _said(asset_id, str(expires), bearer))
    return f"{expires}.{bearer}.{signature}"


async def fetch(hub: Hub, asset_id: str, token: str) -> Fetched:
    """Return the file an address is for.

    Raises `Forbidden` for a wrong or expired address, `Missing` where its person may not see the
    request or no sheet of it lists the file, `Conflict` if nothing is to be placed any more, or
    what is kept is not what was approved, or a headshot may not be used any more.
    """
    actor, request_id = await _bearer(hub, asset_id, token)
    request = await reading.get(actor, request_id)
    handed = (await placements.hand_overs_of([request.id])).get(request.id)
    listed = handed.content["materials"] if handed else []
    found = next((one for one in listed if one["asset_id"] == asset_id), None)
    if handed is None or found is None:
        raise _no_such_file(asset_id)
    if request.state not in {RequestState.PUBLISHED, RequestState.LIVE}:
        state = request.state.replace("_", " ")
        raise Conflict(
            "not_to_be_placed", f"This request is {state}; nothing of it is to be placed any more."
        )
    if "material_id" in found:
        await require_usable(hub, found["material_id"])
    try:
        stored = await hub.files.find(asset_id, str(found["sha256"]))
    except Conflict as error:
        raise _another(request.id, asset_id, found["deliverable"]) from error
    return Fetched(_name(handed.content["number"], found), found["media_type"], stored)


def _name(number: int, found: Mapping[str, Any]) -> str:
    """Return what the file is called where it goes; of people's words letters and digits only."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", found["deliverable"])[:_NAME_LENGTH_MAX].strip("-")
    return f"{number}-{words or 'file'}.{ENDINGS[found['media_type']]}"


async def _bearer(hub: Hub, asset_id: str, token: str) -> tuple[Actor, str]:
    """Return whom an address was made for, and the request it is of.

    It must be one of ours, and they must be let in still.
    """
    expires, _, rest = token.partition(".")
    bearer, _, signature = rest.rpartition(".")
    user_id, _, request_id = bearer.partition(".")
    if not hub.secrets.signed(FETCH_USE, _said(asset_id, expires, bearer), signature):
        raise _forged()  # Before it is read: only what we signed is a number.
    if int(expires) < hub.clock.now().timestamp():
        raise Forbidden(
            "download_link_expired", "This address has expired; look at the sheet again."
        )
    actor = await entering.person(hub, user_id, Door.API)
    if actor is None:
        raise Forbidden("unauthenticated", "Whom this address was made for may not enter any more.")
    return actor, request_id


def _said(asset_id: str, expires: str, bearer: str) -> str:
    return f"{asset_id}.{expires}.{bearer}"


def _forged() -> Forbidden:
    return Forbidden("bad_download_link", "This address is not one of ours; look at the sheet.")


def _another(request_id: str, asset_id: str, deliverable: str) -> Conflict:
    """Log that a file is not what was approved; return what who asks hears of that."""
    log.error("file_is_not_what_was_approved", asset=asset_id, subject=request_id)
    return Conflict(
        "not_what_was_approved",
        f"The file of `{deliverable}` is not what was approved any more, so it is not given out;"
        " tell an administrator.",
    )


def _no_such_file(asset_id: str) -> Missing:
    return Missing("no_such_asset", f"No hand-over lists a file `{asset_id[:40]}`.")
