"""The door by which a browser goes to Spotify to connect an account, and comes back.

Nothing that came with it is shown again. Who may, and whose answer it is, is said by
`domain.connections`; the browser keeps a cookie, Spotify hands a state back, and both must be of
one beginning.
"""

from collections.abc import Awaitable
from html import escape
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from api.doors.outside import HEADERS, page, refused
from domain.connections import beginning, finishing, rules
from domain.errors import HubError
from domain.hub import Hub

#: Where the browser keeps what it began with.
COOKIE = "greenlight_connect"

#: The way back from Spotify, as it is registered there.
CALLBACK = f"{beginning.PAGE}/callback"


def connect_routes(hub: Hub) -> list[BaseRoute]:
    """Return the way there and the way back."""

    async def there(request: Request) -> Response:
        return await _guarded(request, _there(hub, request))

    async def back(request: Request) -> Response:
        return await _guarded(request, _back(hub, request))

    return [
        Route(beginning.PAGE, there, methods=["GET"]),
        Route(CALLBACK, back, methods=["GET"]),
    ]


async def _there(hub: Hub, request: Request) -> Response:
    opened = await beginning.opened(hub, request.query_params.get("ticket", ""))
    headers = {**HEADERS, "Referrer-Policy": "no-referrer"}
    answer = RedirectResponse(opened.address, 302, headers)
    answer.set_cookie(
        COOKIE,
        opened.browser,
        max_age=int(rules.LIFE.total_seconds()),
        path=_path(hub),
        secure=hub.public_url.startswith("https://"),
        httponly=True,
        samesite="lax",  # Spotify sends the browser back from its own site.
    )
    return answer


async def _back(hub: Hub, request: Request) -> Response:
    given, browser = request.query_params, request.cookies.get(COOKIE, "")
    state = given.get("state", "")
    if "error" in given:
        said = await finishing.failed(hub, state, browser, given["error"])
        return _over(hub, "Not connected", f"Nothing was connected. {escape(said)}")
    await finishing.finish(hub, state, browser, given.get("code", ""))
    return _over(hub, "Connected", "The account is connected. You can close this page.")


def _over(hub: Hub, title: str, said: str) -> Response:
    answer = page(title, f"<h1>{title}</h1><p>{said}</p>", 200)
    answer.delete_cookie(COOKIE, path=_path(hub))
    return answer


def _path(hub: Hub) -> str:
    """Return below which path a browser finds these pages, with what a proxy puts before it."""
    return f"{urlsplit(hub.public_url).path.rstrip('/')}{beginning.PAGE}"


async def _guarded(request: Request, answer: Awaitable[Response]) -> Response:
    """Return the answer, or a page that says why there is none."""
    try:
        return await answer
    except HubError as error:
        return refused(request, error, "Not connected")
