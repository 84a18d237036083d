"""Installing the app in a workspace, in a browser: `/slack/install` and `/slack/oauth_redirect`.

An invitation of an admin begins it; what it may do is in `domain.chat.installing`. The browser
keeps a cookie, Slack hands a state back, and both must be of one beginning.
"""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.installing.app import OAuthApp
from bot.installing.manifest import SCOPES
from bot.installing.workspaces import TIMEOUT_SECONDS, Clients
from bot.language import refusal, say, speaking
from bot.pages.page import page, wanted
from bot.trouble import SlackTrouble, code_of
from domain.actor import CONNECTOR
from domain.chat import installing
from domain.errors import HubError, Invalid
from domain.hub import Hub
from domain.people.workspaces import Workspace

#: Where the browser keeps what it began an installation with.
COOKIE = "greenlight_install"

#: The way back from Slack, as the manifest names it.
REDIRECT = "/slack/oauth_redirect"

log = structlog.get_logger()


def routes(hub: Hub, clients: Clients, api_url: str, app: OAuthApp | None) -> list[BaseRoute]:
    """Return the two routes; without an app both say what is missing."""

    async def install(request: Request) -> Response:
        with _reads(request):
            if app is None:
                return _unset()
            return await _install(hub, api_url, app, request)

    async def redirected(request: Request) -> Response:
        with _reads(request):
            if app is None:
                return _unset()
            return await _redirected(hub, clients, api_url, app, request)

    return [
        Route("/slack/install", install, methods=["GET"]),
        Route(REDIRECT, redirected, methods=["GET"]),
    ]


def _reads(request: Request) -> AbstractContextManager[None]:
    """Return what has pages be said in the language that a browser wants."""
    return speaking(wanted(request.headers.get("accept-language", "")))


async def _install(hub: Hub, api_url: str, app: OAuthApp, request: Request) -> Response:
    try:
        begun = await installing.begin(hub, request.query_params.get("invitation", ""))
    except HubError:
        said = say(
            "Installing Greenlight takes a link of an administrator's, which is good for some"
            " days. Ask for one; `greenlight install-link` makes it."
        )
        return page(say("Not invited"), said, status=HTTPStatus.FORBIDDEN)
    parts = urlsplit(api_url)
    asked = {
        "client_id": app.client_id,
        "scope": ",".join(SCOPES),
        "state": begun.state,
        "redirect_uri": _way_back(hub),
    }
    address = f"{parts.scheme}://{parts.netloc}/oauth/v2/authorize?{urlencode(asked)}"
    answer = RedirectResponse(address, HTTPStatus.FOUND)
    answer.set_cookie(
        COOKIE,
        begun.browser,
        max_age=int(installing.LIFE.total_seconds()),
        path="/slack",
        secure=hub.public_url.startswith("https://"),
        httponly=True,
        samesite="lax",  # Slack sends the browser back from its own site.
    )
    return answer


async def _redirected(
    hub: Hub, clients: Clients, api_url: str, app: OAuthApp, request: Request
) -> Response:
    given = request.query_params
    try:
        await installing.finish(hub, given.get("state", ""), request.cookies.get(COOKIE, ""))
        if given.get("error"):
            return page(
                say("Not installed"), say("Slack says that the installation was cancelled.")
            )
        joined = await _exchanged(hub, api_url, app, given.get("code", ""))
        await installing.joined(hub, joined, CONNECTOR)
    except HubError as error:
        return page(say("Not installed"), refusal(error), status=HTTPStatus.FORBIDDEN)
    except SlackTrouble as error:
        log.warning("install_failed", code=code_of(error))
        said = say(
            "Slack did not take the answer ({code}). Open the link to install again.",
            code=code_of(error),
        )
        return page(say("Not installed"), said, status=HTTPStatus.BAD_GATEWAY)
    await clients.joined(joined.id)
    answer = page(
        say("Installed"),
        say("Greenlight is installed in {name}. You can close this page.", name=joined.name),
    )
    answer.delete_cookie(COOKIE, path="/slack")
    return answer


async def _exchanged(hub: Hub, api_url: str, app: OAuthApp, code: str) -> Workspace:
    """Return the workspace that a code stands for, with its tokens."""
    answer = await access(api_url, app, code=code, redirect_uri=_way_back(hub))
    if answer.get("token_type") != "bot":
        raise Invalid("no_bot", say("Slack gave no bot's token; look at the app's scopes."))
    token = str(answer["access_token"])
    known = await AsyncWebClient(token=token, base_url=api_url, timeout=TIMEOUT_SECONDS).auth_test()
    whole = bool(answer.get("is_enterprise_install"))
    held = answer["enterprise"] if whole else answer["team"]
    return Workspace(
        id=held["id"],
        name=held.get("name") or held["id"],
        token=token,
        bot_id=str(known.get("bot_id") or ""),
        bot_user_id=str(answer["bot_user_id"]),
        scopes=tuple(str(answer.get("scope") or "").split(",")),
        refresh=answer.get("refresh_token"),
        ends_at=ends_at(hub.clock.now(), answer),
        url=str(known.get("url") or ""),
    )


async def access(api_url: str, app: OAuthApp, **given: str) -> AsyncSlackResponse:
    """Ask Slack for tokens; `given` is a code, or what the last ones are renewed with.

    The app's secret goes into the body: the library's own method wants a header that its transport
    is about to give up. Nothing is asked twice: codes and refresh tokens are good once.
    """
    client = AsyncWebClient(base_url=api_url, timeout=TIMEOUT_SECONDS, retry_handlers=[])
    known = {"client_id": app.client_id, "client_secret": app.client_secret}
    return await client.api_call("oauth.v2.access", data={**known, **given})


def ends_at(now: datetime, answer: AsyncSlackResponse) -> datetime | None:
    """Return when a token ends that Slack gave; None if it does not."""
    seconds = answer.get("expires_in")
    return None if not seconds else now + timedelta(seconds=int(seconds))


def _way_back(hub: Hub) -> str:
    return f"{hub.public_url}{REDIRECT}"


def _unset() -> Response:
    said = say(
        "This hub has no client id and secret of its Slack app. An administrator sets"
        " GREENLIGHT_SLACK_CLIENT_ID and GREENLIGHT_SLACK_CLIENT_SECRET."
    )
    return page(say("Not set up"), said, status=HTTPStatus.NOT_FOUND)
