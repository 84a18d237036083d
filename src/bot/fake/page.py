"""The look-alike page at `/slack`, and the JSON behind it.

Every click on the page comes here as JSON and leaves as a really signed request to the bot.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.fake.clicks import Clicks
from bot.fake.errors import SlackError
from bot.fake.outcome import Outcome
from bot.fake.picture import picture, reader_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
"""Scripts and styles of our own only, and no text that becomes markup."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_STATIC = Path(__file__).parent / "static"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}

Body = Mapping[str, object]
Act = Callable[[Clicks, Body], Awaitable[Outcome]]


def page_routes(clicks: Clicks) -> list[Route]:
    """Return the page, its files, its picture and its acts; never `/slack/events`."""
    files = {path.name: path for path in _STATIC.iterdir() if path.suffix in _TYPES}

    async def index(_request: Request) -> Response:
        return _file(files["index.html"])

    async def static(request: Request) -> Response:
        path = files.get(request.path_params["name"])
        return _file(path) if path else _json({"error": "not_found"}, HTTPStatus.NOT_FOUND)

    async def show(request: Request) -> Response:
        return _show(clicks, request)

    async def act(request: Request) -> Response:
        return await _act(clicks, request)

    async def archived(request: Request) -> Response:
        return _archived(clicks, request)

    return [
        Route("/slack", index),
        Route("/slack/", index),
        Route("/slack/archives/{channel}/{place}", archived),
        Route("/slack/ui/picture", show),
        Route("/slack/ui/act", act, methods=["POST"]),
        Route("/slack/ui/{name}", static),
    ]


def _show(clicks: Clicks, request: Request) -> Response:
    asked = request.query_params
    try:
        reader = reader_of(clicks.fake, asked.get("team", ""), asked.get("user", ""))
    except SlackError as refusal:
        return _json({"error": refusal.code}, HTTPStatus.NOT_FOUND)
    if asked.get("since") == str(reader.workspace.version):
        return _json({"version": reader.workspace.version, "unchanged": True})
    return _json(picture(clicks.fake, reader, asked.get("place", ""), asked.get("thread", "")))


async def _act(clicks: Clicks, request: Request) -> Response:
    if not _is_from_page(request):
        return _json({"error": "not_from_the_page"}, HTTPStatus.FORBIDDEN)
    try:
        body = json.loads(await request.body())
        act = _ACTS[body["act"]]
        outcome = await act(clicks, body)
    except SlackError as refusal:
        told = "; ".join([refusal.code, *refusal.messages])
        return _json({"ok": False, "error": refusal.code, "notice": told})
    except (ValueError, KeyError, TypeError):
        return _json({"error": "invalid_act"}, HTTPStatus.BAD_REQUEST)
    return _json(
        {
            "ok": outcome.ok,
            "kind": outcome.kind,
            "status": outcome.status,
            "error": outcome.error,
            "notice": outcome.notice,
            "entry_errors": dict(outcome.entry_errors),
            "options": [*outcome.options],
        }
    )


def _is_from_page(request: Request) -> bool:
    # A foreign page cannot send JSON here unasked, nor hide where it comes from.
    is_json = request.headers.get("content-type", "").startswith("application/json")
    origin = request.headers.get("origin")
    return is_json and (origin is None or urlsplit(origin).netloc == request.headers.get("host"))


def _archived(clicks: Clicks, request: Request) -> Response:
    channel, place = request.path_params["channel"], request.path_params["place"]
    digits = place.removeprefix("p")
    ts = request.query_params.get("thread_ts") or f"{digits[:-6]}.{digits[-6:]}"
    for team in clicks.fake.workspaces.teams.values():
        if channel in team.channels and digits.isdigit():
            user = reader_of(clicks.fake, team.id, "").user
            return RedirectResponse(f"/slack#{team.id}/{user}/{channel}/{ts}")
    return RedirectResponse("/slack")


def _file(path: Path) -> Response:
    return Response(path.read_bytes(), media_type=_TYPES[path.suffix], headers=HEADERS)


def _json(body: object, status: int = HTTPStatus.OK) -> Response:
    return JSONResponse(body, status_code=status, headers=HEADERS)


def _text(body: Body, name: str) -> str:
    value = body[name]
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def _who(body: Body) -> tuple[str, str]:
    return _text(body, "team"), _text(body, "user")


def _entries(body: Body) -> dict[str, object]:
    held = body.get("entries", {})
    if not isinstance(held, dict):
        raise TypeError("entries")
    return held


def _say(clicks: Clicks, body: Body) -> Awaitable[Outcome]:
    thread = _text(body, "thread_ts") if body.get("thread_ts") else None
    return clicks.say(*_who(body), _text(body, "channel"), _text(body, "text"), thread)


def _act_on_message(clicks: Clicks, body: Body) -> Awaitable[Outcome]:
    return clicks.act_on_message(
        *_who(body),
        _text(body, "channel"),
        _text(body, "ts"),
        _text(body, "action_id"),
        block_id=_text(body, "block_id"),
        value=body.get("value"),
        entries=_entries(body),
    )


def _act_on_view(clicks: Clicks, body: Body) -> Awaitable[Outcome]:
    return clicks.act_on_view(
        *_who(body),
        _text(body, "view_id"),
        _text(body, "action_id"),
        block_id=_text(body, "block_id"),
        value=body.get("value"),
        entries=_entries(body),
    )


def _suggest(clicks: Clicks, body: Body) -> Awaitable[Outcome]:
    menu = _text(body, "block_id"), _text(body, "action_id")
    return clicks.suggest(*_who(body), _text(body, "view_id"), *menu, _text(body, "value"))


def _message_shortcut(clicks: Clicks, body: Body) -> Awaitable[Outcome]:
    place = _text(body, "channel"), _text(body, "ts")
    return clicks.message_shortcut(*_who(body), *place, _text(body, "callback_id"))


_ACTS: Mapping[str, Act] = {
    "say": _say,
    "act_on_message": _act_on_message,
    "act_on_view": _act_on_view,
    "suggest": _suggest,
    "message_shortcut": _message_shortcut,
    "global_shortcut": lambda clicks, body: clicks.global_shortcut(
        *_who(body), _text(body, "callback_id")
    ),
    "submit": lambda clicks, body: clicks.submit(*_who(body), _entries(body)),
    "close": lambda clicks, body: clicks.close(*_who(body)),
    "uninstall": lambda clicks, body: clicks.uninstall(_text(body, "team")),
    "open_home": lambda clicks, body: clicks.open_home(*_who(body)),
}
