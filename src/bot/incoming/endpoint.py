"""The endpoint in front of Bolt: nothing gets past it that is not surely from Slack, once.

Bolt parses before it verifies, has no size cap, keeps no store against replays, and answers odd
requests with 500. So here, in this order: size, timestamp, signature over the raw bytes, form,
shape. What is not surely from Slack gets the same 401 without a word why; what is of no shape that
Slack documents gets a 400, and the log says what was wrong with it.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

import structlog
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.incoming.intake import Intake
from bot.incoming.wellformed import MalformedError, judged
from domain.clock import Clock
from domain.errors import Unavailable

#: The largest delivery, in bytes; Slack's own are far below.
BODY_BYTES_MAX = 1_000_000

#: How old or early a delivery may be, in seconds. Source: Slack, verifying requests.
WINDOW_SECONDS = 300

#: When to come back if the database did not answer, in seconds. Ours.
RETRY_SECONDS = 5

log = structlog.get_logger()


class Endpoint:
    """`POST /slack/events`: events, clicks, forms and commands."""

    def __init__(self, clock: Clock, intake: Intake, signing_secret: str) -> None:
        self._clock = clock
        self._intake = intake
        self._key = signing_secret.encode()

    async def __call__(self, request: Request) -> Response:
        """Answer one delivery."""
        body = await _bounded(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        if not self._signed(request.headers, body):
            return PlainTextResponse("unauthorised", 401)
        return await self._answer(_delivery(request.headers, body))

    async def _answer(self, delivery: dict[str, Any] | None) -> Response:
        if delivery is not None and "ssl_check" in delivery:
            return PlainTextResponse("")
        try:
            if delivery is not None and delivery.get("type") == "url_verification":
                return JSONResponse({"challenge": judged(delivery)["challenge"]})
            answer = await self._intake.take(delivery or {})
        except MalformedError as error:
            log.warning("delivery_refused", reason=str(error))
            return PlainTextResponse("not understood", 400)
        except Unavailable:
            # Slack delivers events again that are not answered with success.
            return PlainTextResponse("come again", 503, {"Retry-After": str(RETRY_SECONDS)})
        if answer is None:
            return PlainTextResponse("")
        response: Response = to_starlette_response(answer)
        return response

    def _signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        stamp = headers.get("x-slack-request-timestamp", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):  # noqa: PLR2004  Seconds.
            return False
        if abs(self._clock.now().timestamp() - int(stamp)) > WINDOW_SECONDS:
            return False
        right = hmac.new(self._key, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
        given = headers.get("x-slack-signature", "")
        return hmac.compare_digest(f"v0={right.hexdigest()}".encode(), given.encode())


async def _bounded(request: Request) -> bytes | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES_MAX:
            return None
    return bytes(body)


def _delivery(headers: Mapping[str, str], body: bytes) -> dict[str, Any] | None:
    """Return what a delivery holds as one dictionary; None if it holds nothing sensible."""
    try:
        text = body.decode()
        if headers.get("content-type", "").startswith("application/json"):
            held = json.loads(text)
        else:
            form = {name: values[0] for name, values in parse_qs(text).items()}
            held = json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError):
        return None
    return held if isinstance(held, dict) else None
