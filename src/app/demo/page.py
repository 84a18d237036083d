"""The demo's own pages. They carry tokens of the sample's people, and so exist nowhere else."""

from collections.abc import Awaitable, Callable, Sequence
from html import escape
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from app.demo.clock import DemoClock, let_day_pass
from app.pages.explorer import Persona, explorer_routes
from domain.errors import Busy


def pages(
    url: str, people: Sequence[Persona], clock: DemoClock, waiting: Callable[[], Awaitable[int]]
) -> list[BaseRoute]:
    """Return `/`, with its button that lets a day pass, and the explorer.

    `waiting` says how many approved requests are not handed over yet.
    """

    async def begin(_: Request) -> Response:
        page = _read("begin.html").replace("{{url}}", escape(url))
        page = page.replace("{{waits}}", _waits(await waiting()))
        return HTMLResponse(page.replace("{{now}}", f"{clock.now():%-d %B %Y, %H:%M} UTC"))

    async def day(request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return HTMLResponse("Only this page may do that.", 403)
        try:
            await let_day_pass(clock)
        except Busy as error:
            return HTMLResponse(f'{escape(error.message)} <a href="/">Back</a>', 503)
        return RedirectResponse("/", 303)

    return [
        Route("/", begin),
        Route("/day", day, methods=["POST"]),
        *explorer_routes(clock, people, '<a href="/">Demo</a>'),
    ]


def _waits(count: int) -> str:
    """Say what a day that passes now would overtake."""
    if count == 0:
        return ""
    which = "One approved request is" if count == 1 else f"{count} approved requests are"
    return (
        f"<br>{which} not handed over yet: an approval can be taken back for half a minute. Let"
        " that pass first, or a day on which something was to come out is over before it goes out."
    )


def _read(name: str) -> str:
    return (files("app.demo") / name).read_text()
