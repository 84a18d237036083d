"""The demo's own pages. They carry a token of the sample's requester, and so exist nowhere else."""

import json
from html import escape
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route
from strawberry.http.ides import get_graphql_ide_html

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

    async def graphiql(_: Request) -> Response:
        return HTMLResponse(graphiql_page(token))

    return [Route("/", begin), Route("/explore", explore), Route("/graphiql", graphiql)]


def graphiql_page(token: str) -> str:
    """Return Strawberry's GraphiQL, sent to `/graphql` with `token`.

    Its parts come from a content network by the hashes in the page, so it needs the internet,
    which `/explore` does not. Raises `ValueError` if Strawberry's page is not as it was.
    """
    page = get_graphql_ide_html(graphql_ide="graphiql")
    headers = json.dumps({"authorization": f"Bearer {token}"}).replace("<", "\\u003c")
    for theirs, ours in (
        ('window.location.href.split("?")[0]', 'new URL("/graphql", window.location.href).href'),
        ("const defaultHeaders = {};", f"const defaultHeaders = {headers};"),
    ):
        if page.count(theirs) != 1:
            raise ValueError(f"GraphiQL's page holds `{theirs}` no more.")
        page = page.replace(theirs, ours)
    return page


def _read(name: str) -> str:
    return (files("app.pages") / name).read_text()
