"""A stand-in for a system of journeys: it takes what is signed rightly, once for each id.

It checks signatures by the published specification, and by nothing of the hub's.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from domain.clock import Clock

#: How far the time of an attempt may be from ours, in seconds. Source: the specification's own
#: libraries.
TOLERANCE_SECONDS = 300


@dataclass
class Receiver:
    """What the system holds: its secret, and what it took, by id and in order.

    `answers` are given to the next attempts in turn, in place of its own: a status, with headers.
    `heard` counts every attempt that was signed rightly. `reported` is what was said of messages
    since, by their id.
    """

    secret: str = ""
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    refused: int = 0
    reported: dict[str, str] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Write down what it took, and what was reported of that; no secret."""
        path.write_text(json.dumps({"taken": self.taken, "reported": self.reported}))

    def take_up(self, path: Path) -> None:
        """Go on from what `save` wrote, if there is anything."""
        if path.exists():
            kept = json.loads(path.read_text())
            self.taken, self.reported = kept["taken"], kept["reported"]

    def members(self) -> set[str]:
        """Return who is in its journeys now: by when things were asked for, not when they came."""
        found: set[str] = set()
        for body in sorted(self.taken.values(), key=_asked_at):
            named = {one["account"] for one in body["data"].get("members", ())}
            if body["type"] == "journey.started":
                found |= named
            elif body["type"] == "journey.removed":
                found -= named
            elif body["type"] == "journey.stopped":
                found.clear()
        return found


def _asked_at(body: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(body["timestamp"])


def create_fake(receiver: Receiver, clock: Clock) -> Starlette:
    """Return the system as an application; journeys are sent to its root."""

    async def take(request: Request) -> Response:
        body = await request.body()
        if not _is_signed(receiver, clock, request, body):
            receiver.refused += 1
            return PlainTextResponse("The signature is wrong.", 401)
        id_ = request.headers["webhook-id"]
        receiver.heard.append(id_)
        if receiver.answers:
            status, headers = receiver.answers.pop(0)
            return PlainTextResponse("Not now.", status, headers)
        receiver.taken.setdefault(id_, json.loads(body))
        return PlainTextResponse("Taken.")

    return Starlette(routes=[Route("/", take, methods=["POST"])])


def _is_signed(receiver: Receiver, clock: Clock, request: Request, body: bytes) -> bool:
    headers = request.headers
    id_, sent_at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not id_ or not sent_at.isdigit():
        return False
    if abs(clock.now().timestamp() - int(sent_at)) > TOLERANCE_SECONDS:
        return False
    key = base64.b64decode(receiver.secret.removeprefix("whsec_"))
    digest = hmac.digest(key, f"{id_}.{sent_at}.".encode() + body, hashlib.sha256)
    right = "v1," + base64.b64encode(digest).decode()
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(one, right) for one in given)
