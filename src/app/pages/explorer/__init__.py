"""The explorer: an editor for GraphQL that loads nothing from anywhere else.

It holds worked operations, story by story, and the schema as pages. The demo serves it, and any
hub that is told to. Its tokens live in the page's memory: nothing is kept in the browser, and
nothing but the files beside this one runs in it.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from app.pages.worked import names, operations
from domain.clock import Clock

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = MappingProxyType(
    {
        "Content-Security-Policy": _CSP,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
)
_PARTS = {
    "page.css": "text/css",
    "main.js": "text/javascript",
    "docs.js": "text/javascript",
    "filling.js": "text/javascript",
}


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody of the demo whom the page may be: their role in worked operations, and a token."""

    role: str
    name: str
    token: str


def explorer_routes(
    clock: Clock, people: Sequence[Persona] = (), home: str = ""
) -> list[BaseRoute]:
    """Return `/explore` with its parts, and `/graphiql`, which leads there.

    Without `people` whoever opens it enters a token. `home` is a link of the page's, as HTML.
    """

    async def page(_: Request) -> Response:
        told = {
            "operations": [asdict(one) for one in operations()],
            "names": names(),
            "people": [asdict(one) for one in people],
            "now": clock.now().isoformat(),
        }
        data = json.dumps(told).replace("<", "\\u003c")
        text = _read("page.html").replace("{{home}}", home).replace("{{data}}", data)
        return HTMLResponse(text, headers=_HEADERS)

    async def part(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _PARTS:
            return Response("There is no such part of the page.", 404)
        return Response(_read(name), media_type=_PARTS[name], headers=_HEADERS)

    async def there(_: Request) -> Response:
        return RedirectResponse("/explore", 308)

    return [
        Route("/explore", page),
        Route("/explore/{name}", part),
        Route("/graphiql", there),
    ]


def _read(name: str) -> str:
    return (files("app.pages.explorer") / name).read_text()
