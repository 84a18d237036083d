"""Files of publications by their addresses, whole or in parts; the address is all that it takes.

Nothing is said of who fetches them, and nothing is kept of it.
"""

from collections import Counter
from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from api.callers.trouble import come_again
from api.doors.ranges import Beyond, is_another, is_known, part_of
from api.doors.sending import Pieces
from domain.errors import Conflict, HubError
from domain.hub import Hub
from domain.media import service
from domain.media.model import Served

#: How long caches may give a file out without asking, in seconds: as long as it may still be heard
#: after it was taken down. Ours.
CACHED_SECONDS = 300

#: How many files one process gives out at once, and how many of them to one address. Ours: players
#: and directories come again by `Range`.
AT_ONCE, OF_ONE = 512, 64

#: A file is a file and nothing else, wherever it is opened. Players in a browser read transcripts
#: from any site, and no cookie of ours goes along.
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "Access-Control-Allow-Origin": "*",
}


def media_routes(hub: Hub) -> list[BaseRoute]:
    """Return the route of files."""
    readers: Counter[str] = Counter()

    async def media(request: Request) -> Response:
        return await _media(hub, readers, request)

    return [Route("/media/{token}/{name}", media, methods=["GET"])]  # Starlette adds HEAD.


async def _media(hub: Hub, readers: Counter[str], request: Request) -> Response:
    try:
        found = await service.serve(hub, request.path_params["token"], request.path_params["name"])
    except HubError as error:
        return _refused(error)
    tag, changed_at = f'"{found.asset.sha256}"', found.medium.made_at
    headers = {
        **_SAFE,
        "Accept-Ranges": "bytes",
        "Cache-Control": f"public, max-age={CACHED_SECONDS}, no-transform",
        "ETag": tag,
        "Last-Modified": format_datetime(changed_at, usegmt=True),
    }
    if is_another(request.headers, tag, changed_at):
        return Response(status_code=412, headers=headers)
    if is_known(request.headers, tag, changed_at):
        return Response(status_code=304, headers=headers)
    if request.method == "HEAD":
        return _whole(found, headers)
    size = found.stored.size
    try:
        part = part_of(request.headers, tag, changed_at, size)
    except Beyond:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    return _Parts(found, part, headers, readers)


def _whole(found: Served, headers: dict[str, str]) -> Response:
    """Answer with what is said of the whole file, and none of it."""
    length = {"Content-Length": str(found.stored.size)}
    return Response(headers={**headers, **length}, media_type=found.asset.media_type)


class _Parts(Pieces):
    """Sends pieces of a file to somebody, unless too many are fetched at once.

    `readers` counts who is sent something right now, by their address.
    """

    def __init__(
        self,
        found: Served,
        part: tuple[int, int] | None,
        headers: dict[str, str],
        readers: Counter[str],
    ) -> None:
        self._readers = readers
        super().__init__(found.stored, found.asset.media_type or "", headers, part)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send, unless as many are sent something already as may be."""
        who = (scope.get("client") or ("",))[0]
        if self._readers.total() >= AT_ONCE or self._readers[who] >= OF_ONE:
            await _busy()(scope, receive, send)
            return
        self._readers[who] += 1
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._readers -= Counter([who])  # What counts nothing more is not kept.


def _busy() -> Response:
    said = {"error": "media_busy", "message": "Too many files are fetched at once; come again."}
    return JSONResponse(said, 503, {**_SAFE, "Cache-Control": "no-store", "Retry-After": "5"})


def _refused(error: HubError) -> Response:
    """Answer without a file: gone for good, not now, or never there."""
    again = come_again(error)
    status = 503 if again else 410 if isinstance(error, Conflict) else 404
    said = {"error": error.code, "message": error.message}
    return JSONResponse(said, status, {**_SAFE, "Cache-Control": "no-store", **again})
