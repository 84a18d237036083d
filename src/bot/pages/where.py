"""`/requests/12`, `/cases/12`, `/titles/ttl_...`: where to look for what a link of ours leads to.

The page is open to everybody and says the same of every number, whether there is such a thing or
not: nothing is looked up. People are led to Slack, or to a front end of the house's own.
"""

import re
from collections.abc import Mapping
from functools import partial
from html import escape
from http import HTTPStatus
from types import MappingProxyType
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.language import later, say, speaking
from bot.pages.front_end import KIND, NAMED
from bot.pages.page import HEADERS, page, wanted
from domain.people import workspaces

#: What a link names, and what is said where it does not: a number as people say it.
_NUMBERED = (
    re.compile(r"[0-9]{1,9}"),
    later("A link of Greenlight's ends with a number; see whether it is whole."),
)

#: What links to other things name: a title by its id.
_ENDINGS = MappingProxyType(
    {
        "titles": (
            re.compile(r"ttl_[0-9a-z]{26}"),
            later("Such a link ends with the id of a title; see whether it is whole."),
        )
    }
)

#: What a link leads to, by the first part of its path.
_KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "requests": (
            later("Request #{number}"),
            later(
                "Look for it in Slack: Greenlight's Home tab shows what waits for you, and what"
                " you asked for. This page is open to everybody, so it shows nothing of any"
                " request, and does not say whether there is one with this number."
            ),
        ),
        "cases": (
            later("Case #{number}"),
            later(
                "Look for it in Slack: `/case show {number}` shows it if you may see it. This page"
                " is open to everybody, so it shows nothing of any case, and does not say whether"
                " there is one with this number."
            ),
        ),
        "titles": (
            later("A title in Greenlight"),
            later(
                "How it does as audio is shown by the front ends of Greenlight, to whoever may see"
                " it. This page is open to everybody, so it shows nothing of any title, and does"
                " not say whether there is this one."
            ),
        ),
    }
)


def routes(front_url: str | None = None, app_id: str | None = None) -> list[BaseRoute]:
    """Return the pages of requests, of cases and of titles.

    `front_url` is the template of a front end's addresses that people are sent on to, `app_id`
    what Slack calls the app, whose Home is linked where it is installed in one workspace only.
    """
    return [
        Route(f"/{kind}/{{number}}{end}", partial(_look, kind, front_url, app_id), methods=["GET"])
        for kind in _KINDS
        for end in ("", "/")  # Starlette's own way from one to the other takes https for http.
    ]


async def _look(kind: str, front_url: str | None, app_id: str | None, request: Request) -> Response:
    number = request.path_params["number"]
    with speaking(wanted(request.headers.get("accept-language", ""))):
        ending, wrong = _ENDINGS.get(kind, _NUMBERED)
        if not ending.fullmatch(number):
            said = say(wrong)
            return page(say("No such page"), said, status=HTTPStatus.NOT_FOUND)
        if front_url is not None:
            address = front_url.format(**{KIND: kind, NAMED: number})
            return RedirectResponse(address, HTTPStatus.FOUND, HEADERS)
        title, said = (say(one, number=number) for one in _KINDS[kind])
        return page(title, said, await _home(app_id))


async def _home(app_id: str | None) -> str:
    """Return a link to the app's Home, as markup; nothing where it is not one for everybody."""
    team = await workspaces.only_one() if app_id else None
    if app_id is None or team is None:
        return ""
    address = f"slack://app?team={quote(team)}&id={quote(app_id)}&tab=home"
    return f'<p><a href="{escape(address)}">{escape(say("Open Greenlight in Slack"))}</a></p>'
