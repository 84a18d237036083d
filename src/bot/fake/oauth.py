"""Installing the app in the look-alike: the page that asks, the code, the tokens, their renewal.

A code is good once; a refresh token is good once; an access token ends after twelve hours, and the
one before it is good until it ends. Sources: Slack's guides "installing with OAuth" and "using
token rotation".
"""

import base64
import binascii
import secrets
from collections.abc import Mapping
from datetime import timedelta
from html import escape
from http import HTTPStatus
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.fake.errors import SlackError
from bot.fake.slack import FakeSlack
from bot.fake.wire import Wire
from bot.fake.workspace import Workspace
from bot.fake.workspaces import Code

TOKEN_LIFE = timedelta(hours=12)  # Slack's guide: "expires every 12 hours".
CODE_LIFE = timedelta(minutes=10)  # Slack's guide: "the code expires in ten minutes".


def oauth_routes(fake: FakeSlack) -> list[Route]:
    """Return the page on which somebody lets the app in."""

    async def asked(request: Request) -> Response:
        return _page(fake, request.query_params)

    async def allowed(request: Request) -> Response:
        held = parse_qs((await request.body()).decode())
        return _answered(fake, {name: values[0] for name, values in held.items()})

    return [
        Route("/oauth/v2/authorize", asked, methods=["GET"]),
        Route("/oauth/v2/authorize", allowed, methods=["POST"]),
    ]


def _page(fake: FakeSlack, asked: Mapping[str, str]) -> Response:
    if asked.get("client_id") != fake.workspaces.app.client_id:
        return HTMLResponse("invalid_client_id", HTTPStatus.BAD_REQUEST)
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in asked.items()
    )
    buttons = "".join(
        f'<p><button name="team" value="{escape(team.id)}">{escape(team.name)}</button></p>'
        for team in fake.workspaces.teams.values()
    )
    said = "This is a look-alike of Slack. Let Greenlight into which workspace?"
    return HTMLResponse(
        f"<!doctype html><title>Look-alike</title><p>{said}</p>"
        f'<form method="post">{hidden}{buttons}<button name="team" value="">Cancel</button></form>',
        headers={"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"},
    )


def _answered(fake: FakeSlack, given: Mapping[str, str]) -> Response:
    """Send the browser back with a code, or with the word that it was refused."""
    back, state = given.get("redirect_uri", ""), given.get("state", "")
    if urlsplit(back).scheme not in ("http", "https"):
        return HTMLResponse("bad_redirect_uri", HTTPStatus.BAD_REQUEST)
    if not given.get("team"):
        return _to(back, {"error": "access_denied", "state": state})
    scopes = tuple(given.get("scope", "").split(","))
    name = secrets.token_hex(8)
    now = fake.clock.now()
    fake.workspaces.codes[name] = Code(given["team"], scopes, back, now + CODE_LIFE)
    return _to(back, {"code": name, "state": state})


def _to(back: str, answer: Mapping[str, str]) -> Response:
    return RedirectResponse(f"{back}?{urlencode(answer)}", HTTPStatus.FOUND)


def access(fake: FakeSlack, args: Mapping[str, object], basic: str) -> Wire:
    """Do what `oauth.v2.access` does: change a code, or a refresh token, for tokens."""
    _check_client(fake, args, basic)
    if args.get("grant_type") == "refresh_token":
        return _renewed(fake, str(args.get("refresh_token", "")))
    code = fake.workspaces.codes.pop(str(args.get("code", "")), None)
    if code is None:
        raise SlackError("invalid_code")
    if code.ends_at <= fake.clock.now():
        raise SlackError("code_expired")
    if code.redirect_uri != args.get("redirect_uri"):
        raise SlackError("bad_redirect_uri")
    workspace = fake.workspaces.team(code.team)
    workspace.installation.scopes = list(code.scopes)
    workspace.installation.is_active = True
    return _tokens(fake, workspace)


def _renewed(fake: FakeSlack, refresh: str) -> Wire:
    for workspace in fake.workspaces.teams.values():
        held = workspace.installation
        if refresh and held.refresh_token == refresh and held.is_active:
            return _tokens(fake, workspace)
    raise SlackError("invalid_refresh_token")


def _tokens(fake: FakeSlack, workspace: Workspace) -> Wire:
    now, held = fake.clock.now(), workspace.installation
    answer: Wire = {
        "token_type": "bot",
        "bot_user_id": held.bot_user_id,
        "scope": ",".join(held.scopes),
        "app_id": fake.workspaces.app.id,
        "team": {"id": workspace.id, "name": workspace.name},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": "", "scope": ""},
    }
    if workspace.enterprise_id:
        held_by = {"id": workspace.enterprise_id, "name": f"{workspace.name} organisation"}
        answer |= {"team": None, "enterprise": held_by, "is_enterprise_install": True}
    if not fake.workspaces.app.rotates:
        held.token = f"xoxb-{secrets.token_hex(6)}"
        return answer | {"access_token": held.token}
    held.earlier_token, held.earlier_ends_at = held.token, held.ends_at
    held.token = f"xoxe.xoxb-{secrets.token_hex(6)}"
    held.refresh_token = f"xoxe-{secrets.token_hex(6)}"
    held.ends_at = now + TOKEN_LIFE
    return answer | {
        "access_token": held.token,
        "refresh_token": held.refresh_token,
        "expires_in": int(TOKEN_LIFE.total_seconds()),
    }


def _check_client(fake: FakeSlack, args: Mapping[str, object], basic: str) -> None:
    app = fake.workspaces.app
    client, secret = str(args.get("client_id", "")), str(args.get("client_secret", ""))
    try:
        given, _, word = base64.b64decode(basic, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise SlackError("bad_client_secret") from None
    if basic:
        client, secret = given, word
    if client != app.client_id:
        raise SlackError("invalid_client_id")
    if secret != app.client_secret:
        raise SlackError("bad_client_secret")
