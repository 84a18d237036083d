"""The door of feeds: whoever has the address reads what may be shown now, and nothing else."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from api.callers.trouble import come_again
from api.doors.ranges import is_known
from api.doors.sending import Pieces
from domain.errors import HubError
from domain.feeds import serving
from domain.feeds.serving import Picture, Removed, Shelf, Written
from domain.hub import Hub

#: How long others may keep an answer, in seconds; so long what was removed may still be seen.
FRESH_SECONDS = 300

#: What a date in a header can tell apart.
_SECOND = timedelta(seconds=1)

#: What is said with every answer. Players in browsers read feeds and chapters from anywhere.
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "Access-Control-Allow-Origin": "*",
}
_FRESH = {**_SAFE, "Cache-Control": f"public, max-age={FRESH_SECONDS}"}

_RSS, _CHAPTERS = "application/rss+xml; charset=utf-8", "application/json+chapters"


def feed_routes(hub: Hub) -> list[BaseRoute]:
    """Return the routes of feeds, of their chapters and pictures."""
    shelf = Shelf()

    async def feed(request: Request) -> Response:
        try:
            found = await shelf.feed(hub, *_place(request))
        except HubError as error:
            return _refused(error)
        return _feed(request, found, hub.clock.now())

    async def chapters(request: Request) -> Response:
        episode_id = request.path_params["episode_id"]
        try:
            found = await serving.chapters(hub, *_place(request), episode_id)
        except HubError as error:
            return _refused(error)
        return _chapters(request, found)

    async def picture(request: Request) -> Response:
        name = request.path_params["name"]
        try:
            found = await serving.picture(hub, *_place(request), name)
        except HubError as error:
            return _refused(error)
        return _picture(request, found)

    base = "/feeds/{token}/{slug}"
    return [  # Starlette adds HEAD.
        Route(f"{base}.xml", feed, methods=["GET"]),
        Route(f"{base}/chapters/{{episode_id}}.json", chapters, methods=["GET"]),
        Route(f"{base}/{{name}}", picture, methods=["GET"]),
    ]


def _place(request: Request) -> tuple[str, str]:
    return request.path_params["token"], request.path_params["slug"]


def _feed(request: Request, found: Written, now: datetime) -> Response:
    """Answer with a feed, packed where that is taken; each form has a tag of its own.

    Its date is told once its second is over: until then it may change again and keep the date.
    """
    packed = _takes_gzip(request.headers.get("accept-encoding", ""))
    plain, other = f'"{found.tag}"', f'"{found.tag}-gzip"'
    headers = {
        "ETag": other if packed else plain,
        "Vary": "Accept-Encoding",
    }
    if now - found.modified >= _SECOND:
        changed = format_datetime(found.modified.astimezone(UTC), usegmt=True)
        headers["Last-Modified"] = changed
    if found.moved_to:
        # With the feed, which says so too: some readers follow the one, some the other.
        headers = {"Location": found.moved_to}
        return _answer(request, found.content, _RSS, headers, 301)
    if any(is_known(request.headers, tag, found.modified) for tag in (plain, other)):
        return Response(status_code=304, headers=_FRESH | headers)
    if packed:
        return _answer(request, found.packed, _RSS, headers | {"Content-Encoding": "gzip"})
    return _answer(request, found.content, _RSS, headers)


def _chapters(request: Request, content: bytes) -> Response:
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if is_known(request.headers, tag, None):
        return Response(status_code=304, headers=_FRESH | {"ETag": tag})
    return _answer(request, content, _CHAPTERS, {"ETag": tag})


def _picture(request: Request, found: Picture) -> Response:
    headers = _FRESH | {"ETag": f'"{found.tag}"'}
    if is_known(request.headers, headers["ETag"], None):
        return Response(status_code=304, headers=headers)
    if request.method == "HEAD":
        headers |= {"Content-Length": str(found.stored.size)}
        return Response(headers=headers, media_type=found.media_type)
    return Pieces(found.stored, found.media_type, headers)


def _answer(
    request: Request, content: bytes, media_type: str, headers: Mapping[str, str], status: int = 200
) -> Response:
    told = _FRESH | dict(headers) | {"Content-Type": media_type}
    if request.method == "HEAD":
        return Response(None, status, told | {"Content-Length": str(len(content))})
    return Response(content, status, told)


def _takes_gzip(said: str) -> bool:
    """Whether a header lets answers be packed by gzip."""
    for one in said.lower().split(","):
        name, _, weight = one.partition(";")
        if name.strip() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _refused(error: HubError) -> Response:
    """Answer without a feed; addresses that are none of ours are not told apart."""
    again = come_again(error)
    status = 503 if again else 410 if isinstance(error, Removed) else 404
    said = {"error": error.code, "message": error.message}
    return JSONResponse(said, status, {**_SAFE, "Cache-Control": "no-store", **again})
