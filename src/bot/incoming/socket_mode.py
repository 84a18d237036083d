"""Deliveries over a socket that the bot opens, for hubs that Slack cannot reach.

slack_sdk's own client acknowledges over whichever socket is open by then, has no back-off where
Slack refuses, and reads a closed socket again and again; so the loop is ours and the rest (models,
Web API, dispatch) the library's. A socket that Slack is about to close is read on while the next
one opens, so that nothing falls between them; what was not acknowledged, Slack delivers again.
"""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import structlog
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bot.incoming.endpoint import BODY_BYTES_MAX
from bot.incoming.intake import Intake
from bot.incoming.wellformed import MalformedError
from bot.installing.workspaces import TIMEOUT_SECONDS
from bot.trouble import SlackTrouble, code_of
from domain import steps
from domain.errors import Invalid, Unavailable
from domain.steps import Step, StepKind

#: How many envelopes are worked on at once; further ones wait in the socket. Ours.
UNDER_WAY_MAX = 50

#: How long a socket is read on after Slack said that it closes. Source: Slack, using Socket Mode:
#: a warning comes about ten seconds before.
LINGER_SECONDS = 15.0

#: From how long on a socket counts as one that worked. Ours.
STEADY_SECONDS = 30.0

#: The longest pause between two tries. Ours: so long clicks may fail after Slack is back.
PAUSE_SECONDS_MAX = 60.0

#: Slack's words for a token that no further try makes better.
_WRONG_TOKEN = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "not_allowed_token_type",
        "token_revoked",
        "token_expired",
        "account_inactive",
        "missing_scope",
        "no_permission",
    }
)

#: What Slack says when somebody switched Socket Mode off.
_SWITCHED_OFF = "link_disabled"

log = structlog.get_logger()

Sleep = Callable[[float], Awaitable[None]]


def pause_after(failures: int, luck: float) -> float:
    """Return how long to wait after so many failures in a row; `luck` from 0 to 1 spreads hubs.

    After the first not at all: sockets end every few hours, and nobody shall notice.
    """
    if failures <= 1:
        return 0.0
    return min(2.0 ** min(failures - 2, 10), PAUSE_SECONDS_MAX) * (0.5 + luck / 2)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why Slack would open no socket: its word, and what to do; `final` if waiting is no use."""

    code: str
    said: str
    final: bool


async def refusal(app_token: str, api_url: str) -> Refusal | None:
    """Ask Slack for a socket without opening it; None if it would open one."""
    try:
        await _address(AsyncWebClient(base_url=api_url, timeout=TIMEOUT_SECONDS), app_token)
    except SlackTrouble as error:
        code = code_of(error)
        if code in _WRONG_TOKEN:
            said = (
                f"Slack refuses GREENLIGHT_SLACK_APP_TOKEN ({code}); make one with the scope"
                " `connections:write` under Basic Information of your Slack app."
            )
            return Refusal(code, said, final=True)
        said = f"Slack opens no socket ({code}); look whether it can be reached from here."
        return Refusal(code, said, final=False)
    return None


async def _address(client: AsyncWebClient, app_token: str) -> str:
    return str((await client.apps_connections_open(app_token=app_token))["url"])


class SocketMode:
    """Keeps a socket to Slack open; `api_url` is Slack's Web API, or a fake's."""

    def __init__(
        self, intake: Intake, app_token: str, api_url: str, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._intake = intake
        self._api_url = api_url
        self._client = AsyncWebClient(base_url=api_url, timeout=TIMEOUT_SECONDS)
        self._app_token = app_token
        self._sleep = sleep
        self._under_way = asyncio.Semaphore(UNDER_WAY_MAX)

    async def check(self) -> None:
        """Raise `Invalid` if Slack does not take the token; that it is out, passes."""
        refused = await refusal(self._app_token, self._api_url)
        if refused is None:
            return
        if refused.final:
            raise Invalid("bad_app_token", refused.said, ("GREENLIGHT_SLACK_APP_TOKEN",))
        log.warning("socket_unreachable", code=refused.code)

    async def run(self) -> None:
        """Hold a socket, one after the other, until cancelled."""
        failures = 0
        async with asyncio.TaskGroup() as lingering:
            while True:
                began = asyncio.get_running_loop().time()
                steady = await self._hold_one(lingering)
                lasted = asyncio.get_running_loop().time() - began
                failures = 0 if steady and lasted >= STEADY_SECONDS else failures + 1
                await self._sleep(pause_after(failures, random.random()))  # noqa: S311  No secret.

    async def _hold_one(self, lingering: asyncio.TaskGroup) -> bool:
        """Open a socket and return when the next must be opened; whether this one opened."""
        try:
            address = await _address(self._client, self._app_token)
            connection = await connect(address, max_size=BODY_BYTES_MAX)
        except (*SlackTrouble, WebSocketException, OSError) as error:
            code = code_of(error)
            # A wrong token needs a person; everything else passes.
            (log.error if code in _WRONG_TOKEN else log.warning)("socket_refused", code=code)
            return False
        log.info("socket_open")
        going = asyncio.Event()
        lingering.create_task(self._read(connection, going))
        await going.wait()
        return True

    async def _read(self, connection: ClientConnection, going: asyncio.Event) -> None:
        """Read a socket to its end; `going` is set when the next must be opened."""
        try:
            async with connection, asyncio.TaskGroup() as answers:
                await self._read_on(connection, going, answers)
                # What is under way is still answered, while the next socket opens.
                going.set()
        finally:
            going.set()

    async def _read_on(
        self, connection: ClientConnection, going: asyncio.Event, answers: asyncio.TaskGroup
    ) -> None:
        try:
            async with asyncio.timeout(None) as limit:
                async for text in connection:
                    message = _object(text)
                    if message.get("type") == "disconnect":
                        _tell(message.get("reason"))
                        going.set()
                        limit.reschedule(asyncio.get_running_loop().time() + LINGER_SECONDS)
                    elif (envelope := _envelope(message)) is not None:
                        await self._under_way.acquire()
                        answers.create_task(self._answer(connection, envelope))
        except TimeoutError:
            log.info("socket_left")
        except WebSocketException as error:
            log.info("socket_lost", code=code_of(error))

    async def _answer(self, connection: ClientConnection, envelope: SocketModeRequest) -> None:
        """Do what an envelope asks for and acknowledge it, over the socket that it came by."""
        with steps.taking(Step(StepKind.REQUEST, "socket-mode", envelope.envelope_id)) as step:
            step.outcome = await self._taken(connection, envelope)

    async def _taken(self, connection: ClientConnection, envelope: SocketModeRequest) -> str:
        """Do so; return the status that it would have had over HTTP."""
        try:
            answer = await self._intake.take(envelope.payload)
            if answer is not None and answer.status != HTTPStatus.OK:
                # Not acknowledged: Slack tells whoever clicked, and delivers an event again.
                log.warning("envelope_refused", kind=envelope.type, status=answer.status)
                return str(answer.status)
            payload = _payload(answer) if envelope.accepts_response_payload else None
            sent = SocketModeResponse(envelope.envelope_id, payload)
            await connection.send(json.dumps(sent.to_dict()))
        except MalformedError as error:
            log.warning("envelope_refused", kind=envelope.type, reason=str(error))
            return "400"
        except Unavailable as error:
            # Not acknowledged either.
            log.warning("envelope_refused", kind=envelope.type, reason=error.message)
            return "503"
        except (WebSocketException, OSError) as error:
            log.info("acknowledgement_lost", kind=envelope.type, code=code_of(error))
        except Exception:
            log.exception("envelope_fault", kind=envelope.type)
            return "500"
        finally:
            self._under_way.release()
        return "200"


def _object(text: str | bytes) -> dict[str, Any]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        held = None
    return held if isinstance(held, dict) else {}


def _envelope(message: dict[str, Any]) -> SocketModeRequest | None:
    if not isinstance(message.get("payload"), dict):
        return None
    return SocketModeRequest.from_dict(message)


def _payload(answer: BoltResponse | None) -> dict[str, Any] | None:
    """Return what Bolt would have answered with; None where that is nothing."""
    if answer is None or not answer.body:
        return None
    kind = answer.headers.get("content-type", [""])[0]
    if kind.startswith("application/json"):
        return _object(answer.body)
    return {"text": str(answer.body)}


def _tell(reason: object) -> None:
    if reason == _SWITCHED_OFF:
        log.error("socket_switched_off", remedy="switch Socket Mode on in your Slack app")
    else:
        log.info("socket_closing", reason=str(reason))
