"""The demo's own pages. They carry a token of the sample's requester, and so exist nowhere else."""

import json
from html import escape
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from strawberry.http.ides import get_graphql_ide_html

from app.demo_clock import DemoClock
from app.pages.examples import EXAMPLES

_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
    " connect-src 'self'; img-src 'self' data:"
)


def pages(url: str, token: str, clock: DemoClock) -> list[BaseRoute]:
    """Return `/`, with its button that lets a day pass, `/explore` and `/graphiql`."""

    async def begin(_: Request) -> Response:
        page = _read("begin.html").replace("{{url}}", escape(url))
        return HTMLResponse(page.replace("{{now}}", f"{clock.now():%-d %B %Y, %H:%M} UTC"))

    async def day(request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return HTMLResponse("Only this page may do that.", 403)
        clock.let_pass()
        return RedirectResponse("/", 303)

    async def explore(_: Request) -> Response:
        told = {"token": token, "examples": EXAMPLES, "now": clock.now().isoformat()}
        data = json.dumps(told).replace("<", "\\u003c")
        page = _read("explore.html").replace("{{data}}", data)
        return HTMLResponse(page, headers={"Content-Security-Policy": _CSP})

    async def graphiql(_: Request) -> Response:
        return HTMLResponse(graphiql_page(token))

    return [
        Route("/", begin),
        Route("/day", day, methods=["POST"]),
        Route("/explore", explore),
        Route("/graphiql", graphiql),
    ]


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
