"""Files by their addresses: brought by who was promised a place, fetched of hand-overs."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from api.callers.entry import Turned, bearer, caller_of
from api.callers.trouble import come_again, status_of
from api.doors.sending import Pieces
from api.doors.taking import announced
from domain.catalog import uploads
from domain.errors import HubError, Invalid
from domain.handovers import fetch
from domain.hub import Hub

#: How long an upload may take, as long as its link lives, and how long it may say nothing, in
#: seconds. Ours.
UPLOAD_SECONDS, SILENCE_SECONDS = uploads.UPLOAD_WINDOW.total_seconds(), 30.0


class TooSlow(Invalid):
    """The bytes of a file did not come in time."""


def file_routes(hub: Hub) -> list[BaseRoute]:
    """Return the routes of uploads and downloads."""

    async def upload(request: Request) -> Response:
        return await _upload(hub, request)

    async def download(request: Request) -> Response:
        return await _download(hub, request)

    return [
        Route("/uploads/{asset_id}", upload, methods=["PUT"]),
        Route("/downloads/{asset_id}", download, methods=["GET"]),
    ]


async def _upload(hub: Hub, request: Request) -> Response:
    actor = await caller_of(hub, bearer(request.headers))
    if isinstance(actor, Turned):
        said = {"error": actor.code, "message": actor.message}
        return JSONResponse(said, actor.status, actor.headers)
    if actor is None:
        return JSONResponse({"error": "unauthenticated", "message": "Send your token."}, 401)
    try:
        asset = await uploads.receive_asset(
            hub,
            actor,
            request.path_params["asset_id"],
            request.query_params.get("token", ""),
            _body(request),
            announced(request),
        )
    except HubError as error:
        return _refusal(error)
    status = 422 if asset.problem else 200
    return JSONResponse({"id": asset.id, "state": asset.state, "problem": asset.problem}, status)


async def _download(hub: Hub, request: Request) -> Response:
    """Answer with a file of a placement sheet; its address is all that it takes."""
    token = request.query_params.get("token", "")
    try:
        found = await fetch.fetch(hub, request.path_params["asset_id"], token)
    except HubError as error:
        return _refusal(error)
    # Kept, never shown: a file from outside must not run where people are signed in.
    headers = {
        "Content-Disposition": f'attachment; filename="{found.name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
    }
    return Pieces(found.stored, found.media_type, headers)


def _refusal(error: HubError) -> Response:
    status = 408 if isinstance(error, TooSlow) else status_of(error)
    said = {"error": error.code, "message": error.message}
    again = come_again(error)
    return JSONResponse(said, status, {"Cache-Control": "no-store", **again})


async def _body(request: Request) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    end, chunks = loop.time() + UPLOAD_SECONDS, request.stream()
    while True:
        try:
            async with asyncio.timeout_at(min(end, loop.time() + SILENCE_SECONDS)):
                chunk = await anext(chunks, None)
        except TimeoutError:
            raise TooSlow("too_slow", "The file did not come in time; ask for a new one.") from None
        if chunk is None:
            return
        if chunk:
            yield chunk
