"""`/metrics`, for whoever may read it: by default only who asks from this machine, past no proxy.

A proxy beside the hub comes from this machine as well. Mostly it gives itself away, by what it
adds, by the name it was asked for, or by a version of HTTP that nobody else speaks; one that hides
all of it is known by a setting: where proxies are trusted, nobody counts as here. Who is not surely
from here gets what anybody gets for an address that is not there.
"""

import re
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

#: By what name a hub was asked for: a name or an address, in brackets where it has colons.
_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:]+)\]|(?P<name>[A-Za-z0-9.-]+))(?::[0-9]{1,5})?")


def metrics_routes(figures: Figures, readers: Readers, *, behind: bool = False) -> list[BaseRoute]:
    """Return the route, if anybody may read it; `behind` proxies nobody counts as from here."""
    if readers == "off" or (behind and readers == "loopback"):
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
    hosts = request.headers.getlist("host")
    # Not by `request.url`: for a name that cannot be one it has the server's own.
    asked = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
    peer = request.client.host if request.client else ""
    return asked is not None and _loopback(peer) and _loopback(asked["six"] or asked["name"])


def _loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
