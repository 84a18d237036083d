"""`/metrics`, for whoever may read it: by default only who asks from this machine, past no proxy.

A proxy beside the hub comes from this machine as well. It gives itself away by what it adds, by the
name it was asked for, or by a version of HTTP that nobody else speaks; who is not surely from here
gets what anybody gets for an address that is not there.
"""

from ipaddress import ip_address
from typing import Literal

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from app.watching.figures import Figures

#: Who may read figures.
Readers = Literal["off", "loopback", "on"]

#: What only proxies add.
_PROXIES = (
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
)


def metrics_routes(figures: Figures, readers: Readers) -> list[BaseRoute]:
    """Return the route, if anybody may read it."""
    if readers == "off":
        return []

    async def metrics(request: Request) -> Response:
        if readers != "on" and not from_here(request):
            return PlainTextResponse("Not Found", 404)
        await figures.standing.look()
        return Response(
            generate_latest(figures.registry),
            media_type=CONTENT_TYPE_LATEST,
            headers={"Cache-Control": "no-store"},
        )

    return [Route("/metrics", metrics, methods=["GET"])]


def from_here(request: Request) -> bool:
    """Whether a request comes from this machine, and from no proxy on it."""
    if any(name in request.headers for name in _PROXIES):
        return False
    if request.scope.get("http_version") == "1.0":  # As nginx speaks to what is behind it.
        return False
    peer = request.client.host if request.client else ""
    return _loopback(peer) and _loopback(request.url.hostname or "")


def _loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
