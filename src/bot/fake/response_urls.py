"""The response_url endpoint: answers to one interaction, without a token, a few times."""

import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.fake.answers import answer, faulty
from bot.fake.calls import Called
from bot.fake.errors import SlackError
from bot.fake.faults import RESPONSE_URL, Fault
from bot.fake.methods import Call
from bot.fake.methods.call import takes
from bot.fake.methods.chat import content, edit
from bot.fake.model import Message, ResponseUrl
from bot.fake.slack import FakeSlack
from bot.fake.workspace import Workspace

_KEYS = takes("text blocks response_type replace_original delete_original thread_ts metadata")
_GONE = frozenset({"used_url", "expired_url", "team_not_found"})


def response_url_of(fake: FakeSlack, workspace: Workspace, right: ResponseUrl) -> str:
    """Return the address at which this right can be used."""
    return f"{fake.origin}/response/{workspace.id}/{right.id}"


def response_routes(fake: FakeSlack) -> list[Route]:
    """Return the route of all response_urls."""

    async def endpoint(request: Request) -> Response:
        fault = fake.faults.take(RESPONSE_URL) or Fault(is_applied=True)
        await asyncio.sleep(fault.delay_seconds)
        team, name = request.path_params["team"], request.path_params["name"]
        body = await request.body()
        response, outcome = _applied(fake, team, name, body) if fault.is_applied else (None, "")
        outcome = outcome or fault.error or "connection_lost"
        noted = {"body": body.decode(errors="replace")}
        fake.calls.note(Called(fake.clock.now(), RESPONSE_URL, team, noted, outcome))
        return faulty(fault) if fault.is_lost or response is None else response

    return [Route("/response/{team}/{name}", endpoint, methods=["POST"])]


def _applied(fake: FakeSlack, team: str, name: str, body: bytes) -> tuple[Response, str]:
    try:
        workspace = fake.workspaces.team(team)
        given = _read(body)
        right = workspace.use_response_url(name, fake.clock.now())
        call = Call(fake.workspaces.app, workspace, given, fake.clock.now(), fake.origin)
        respond(call, right)
    except SlackError as refusal:
        gone = refusal.code in _GONE
        status = HTTPStatus.NOT_FOUND if gone else HTTPStatus.BAD_REQUEST
        return answer(refusal.body(), status=status), refusal.code
    return answer({"ok": True}), "ok"


def respond(call: Call, right: ResponseUrl) -> None:
    """Do what an answer asks for: replace, delete, or a new message (ephemeral by default)."""
    original = _original(call, right)
    if call.flag("delete_original"):
        if original is not None:
            call.workspace.remove(original)
        return
    said = content(call)
    if call.flag("replace_original") and original is not None:
        edit(call, original, said)
        return
    private = call.text("response_type") != "in_channel"
    call.workspace.post(
        Message(
            ts=call.workspace.next_ts(call.now),
            channel=right.channel,
            user=call.bot,
            bot_id=call.workspace.installation.bot_id,
            text=said.text,
            blocks=said.blocks or [],
            thread_ts=call.text("thread_ts") or None,
            only_for=right.user if private else None,
        )
    )


def _original(call: Call, right: ResponseUrl) -> Message | None:
    if right.message_ts is None:
        return None
    try:
        return call.workspace.message_for(right.user, right.channel, right.message_ts)
    except SlackError:
        return None


def _read(body: bytes) -> Mapping[str, object]:
    try:
        given = json.loads(body)
    except ValueError:
        raise SlackError("invalid_payload") from None
    if not isinstance(given, dict) or set(given) - _KEYS:
        raise SlackError("invalid_payload")
    return given
