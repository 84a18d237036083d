"""The demo's own pages. They carry a token of the sample's requester, and so exist nowhere else."""

import json
from html import escape
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from app.pages.examples import EXAMPLES

_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
    " connect-src 'self'; img-src 'self' data:"
)


def pages(url: str, token: str) -> list[BaseRoute]:
    """Return `/` and `/explore`."""

    async def begin(_: Request) -> Response:
        return HTMLResponse(_read("begin.html").replace("{{url}}", escape(url)))

    async def explore(_: Request) -> Response:
        data = json.dumps({"token": token, "examples": EXAMPLES}).replace("<", "\\u003c")
        page = _read("explore.html").replace("{{data}}", data)
        return HTMLResponse(page, headers={"Content-Security-Policy": _CSP})

    return [Route("/", begin), Route("/explore", explore)]


def _read(name: str) -> str:
    return (files("app.pages") / name).read_text()
