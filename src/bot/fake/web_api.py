"""Slack's Web API under `/api/`, with its real limits and errors."""

import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.fake import oauth
from bot.fake.answers import answer, faulty
from bot.fake.calls import Called
from bot.fake.errors import SlackError
from bot.fake.faults import Fault
from bot.fake.methods import METHODS, Call, Method
from bot.fake.rates import POST_PER_CHANNEL, Limit
from bot.fake.slack import FakeSlack
from bot.fake.wire import Wire
from bot.fake.workspace import Workspace


class RateLimited(SlackError):
    """Too many calls; `retry_after_seconds` is the value of the Retry-After header."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__("ratelimited")
        self.retry_after_seconds = retry_after_seconds


def api_routes(fake: FakeSlack) -> list[Route]:
    """Return the route of all methods."""

    async def endpoint(request: Request) -> Response:
        name = request.path_params["method"]
        fault = fake.faults.take(name) or Fault(is_applied=True)
        await asyncio.sleep(fault.delay_seconds)
        try:
            args, token = await _arguments(request)
            basic = _basic(request)
        except SlackError as refusal:
            return answer(refusal.body())
        response, outcome = (
            _applied(fake, name, token or basic, args) if fault.is_applied else (None, "")
        )
        _note(fake, name, token, args, outcome or fault.error or "connection_lost")
        return faulty(fault) if fault.is_lost or response is None else response

    return [Route("/api/{method}", endpoint, methods=["GET", "POST"])]


def _applied(
    fake: FakeSlack, name: str, token: str, args: Mapping[str, object]
) -> tuple[Response, str]:
    try:
        return answer({"ok": True, **_run(fake, name, token, args)}), "ok"
    except RateLimited as refusal:
        status = HTTPStatus.TOO_MANY_REQUESTS
        wait = refusal.retry_after_seconds
        return answer(refusal.body(), status=status, retry_after_seconds=wait), refusal.code
    except SlackError as refusal:
        return answer(refusal.body()), refusal.code


def _run(fake: FakeSlack, name: str, token: str, args: Mapping[str, object]) -> Wire:
    if name == "apps.connections.open":
        return _connection(fake, token)
    if name == "oauth.v2.access":
        return oauth.access(fake, args, token)
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    if not token:
        raise SlackError("not_authed")
    workspace = fake.workspaces.by_token(token, fake.clock.now())
    _check_scopes(method, workspace)
    _check_names(method, args)
    if fake.limits:
        _check_rates(fake, name, workspace, args)
    workspaces = fake.workspaces
    return method.run(Call(workspaces.app, workspace, args, fake.clock.now(), fake.origin))


def _connection(fake: FakeSlack, token: str) -> Wire:
    """Return an address for a socket; this method alone takes the app's own token."""
    if not token:
        raise SlackError("not_authed")
    if token != fake.workspaces.app.app_token:
        is_bots = token.startswith("xoxb-")
        raise SlackError("not_allowed_token_type" if is_bots else "invalid_auth")
    return fake.sockets.issue(fake.origin)


def _check_scopes(method: Method, workspace: Workspace) -> None:
    held = workspace.installation.scopes
    if method.scopes and not set(method.scopes) & set(held):
        raise SlackError("missing_scope", needed=method.scopes[0], provided=",".join(held))


def _check_names(method: Method, args: Mapping[str, object]) -> None:
    # Slack passes over names it does not know; here a misspelt one shall not go unnoticed.
    unknown = sorted(set(args) - method.args)
    if unknown:
        told = [f"[ERROR] unknown or unsupported argument: {name}" for name in unknown]
        raise SlackError("invalid_arguments", told)


def _check_rates(
    fake: FakeSlack, name: str, workspace: Workspace, args: Mapping[str, object]
) -> None:
    _take(fake, (workspace.id, name), METHODS[name].limit)
    if name == "chat.postMessage":
        _take(fake, (workspace.id, name, str(args.get("channel"))), POST_PER_CHANNEL)


def _take(fake: FakeSlack, key: tuple[str, ...], limit: Limit) -> None:
    wait = fake.rates.take(key, limit, fake.clock.now())
    if wait is not None:
        raise RateLimited(wait)


def _note(fake: FakeSlack, name: str, token: str, args: Mapping[str, object], outcome: str) -> None:
    teams = fake.workspaces.teams.values()
    team = next((one.id for one in teams if one.installation.token == token), "")
    fake.calls.note(Called(fake.clock.now(), name, team, args, outcome))


def _basic(request: Request) -> str:
    """Return what a client says of itself in HTTP's own words; nothing where it does not."""
    scheme, _, held = request.headers.get("authorization", "").partition(" ")
    return held.strip() if scheme.lower() == "basic" else ""


async def _arguments(request: Request) -> tuple[dict[str, object], str]:
    """Return the arguments and the token, from the query, a form or a JSON body."""
    args: dict[str, object] = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        args |= _json_object(await request.body())
    else:
        async with request.form() as form:
            args |= {name: value for name, value in form.items() if isinstance(value, str)}
    given = str(args.pop("token", ""))
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    return args, bearer.strip() if scheme.lower() == "bearer" else given


def _json_object(body: bytes) -> dict[str, object]:
    try:
        held = json.loads(body or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(held, dict):
        raise SlackError("json_not_object")
    return held
