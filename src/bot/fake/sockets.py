"""Socket Mode as Slack holds it: an address for one use, a greeting, envelopes and their acks.

Source: Slack, "Using Socket Mode": hello, envelopes with `envelope_id`, `accepts_response_payload`
and `retry_attempt`, acknowledgements by `envelope_id`, `disconnect` with its reasons, at most ten
sockets of which each envelope goes to one.
"""

import asyncio
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.fake.deliver import Answer
from bot.fake.errors import SlackError
from bot.fake.signing import JSON
from bot.fake.wire import Wire

SOCKETS_MAX = 10  # Slack, using Socket Mode: "up to 10".
APPROXIMATE_SECONDS = 18_060  # What Slack greets with: about five hours.

#: What of the interactive payloads may be answered in the acknowledgement.
_ANSWERED = ("view_submission", "block_suggestion")


@dataclass(slots=True)
class Link:
    """One open socket, and the envelopes that wait for their acknowledgement."""

    socket: WebSocket
    waiting: dict[str, asyncio.Future[Wire]] = field(default_factory=dict)

    async def say(self, message: Wire) -> None:
        """Send a message to the app."""
        await self.socket.send_text(json.dumps(message))

    async def disconnect(self, reason: str) -> None:
        """Announce that this socket will be closed."""
        debug = {"host": "look-alike"}
        await self.say({"type": "disconnect", "reason": reason, "debug_info": debug})

    def heard(self, text: str) -> None:
        """Take in an acknowledgement; others than of envelopes under way are passed over."""
        held = json.loads(text)
        future = self.waiting.pop(str(held.get("envelope_id")), None)
        if future is not None and not future.done():
            future.set_result(held)

    def lost(self) -> None:
        """End the waiting: nothing comes by this socket any more."""
        for future in self.waiting.values():
            future.cancel()


@dataclass(slots=True)
class Sockets:
    """The sockets of the app; as a `Deliver` it brings envelopes instead of requests."""

    app_id: str
    tickets: set[str] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)
    opened: int = 0
    """How many sockets were opened so far."""

    def issue(self, origin: str) -> Wire:
        """Return an address for one socket, as `apps.connections.open` does."""
        ticket = secrets.token_hex(8)
        self.tickets.add(ticket)
        where = origin.replace("http", "ws", 1)
        return {"url": f"{where}/link/?ticket={ticket}&app_id={self.app_id}"}

    async def serve(self, socket: WebSocket) -> None:
        """Hold one socket until either side closes it."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self.tickets:
            await socket.close()
            return
        self.tickets.discard(ticket)
        await socket.accept()
        link = Link(socket)
        if len(self.links) >= SOCKETS_MAX:
            await link.disconnect("too_many_websockets")
            await socket.close()
            return
        await self._hold(link)

    async def _hold(self, link: Link) -> None:
        self.links.append(link)
        self.opened += 1
        try:
            await link.say(self._hello())
            while True:
                link.heard(await link.socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            if link in self.links:
                self.links.remove(link)
            link.lost()

    async def cut(self, link: Link) -> None:
        """Close a socket; no envelope goes to it any more."""
        self.links.remove(link)
        await link.socket.close()

    def _hello(self) -> Wire:
        return {
            "type": "hello",
            "num_connections": len(self.links),
            "connection_info": {"app_id": self.app_id},
            "debug_info": {
                "host": "look-alike",
                "approximate_connection_time": APPROXIMATE_SECONDS,
            },
        }

    async def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Bring a delivery over the newest socket and return what the app acknowledged.

        OSError where no socket is open, or it ends before the acknowledgement.
        """
        del url
        if not self.links:
            raise OSError("no socket is open")
        kind, payload = _opened(body, headers)
        accepts = kind == "slash_commands" or payload.get("type") in _ANSWERED
        envelope = _envelope(kind, payload, headers)
        future: asyncio.Future[Wire] = asyncio.get_running_loop().create_future()
        link = self.links[-1]
        link.waiting[str(envelope["envelope_id"])] = future
        await link.say({**envelope, "accepts_response_payload": accepts})
        await asyncio.wait([future])
        if future.cancelled():
            raise OSError("the socket ended")
        given = future.result().get("payload")
        if given is not None and not accepts:
            raise SlackError("invalid_response_payload")
        held = json.dumps(given).encode() if given is not None else b""
        return Answer(200, held, {"content-type": JSON})


def _opened(body: bytes, headers: Mapping[str, str]) -> tuple[str, Wire]:
    """Return what kind of envelope a request's body goes into, and what it holds there."""
    if headers["Content-Type"] == JSON:
        return "events_api", json.loads(body)
    form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    if "payload" in form:
        return "interactive", json.loads(form["payload"])
    return "slash_commands", {**form}


def _envelope(kind: str, payload: Wire, headers: Mapping[str, str]) -> Wire:
    envelope: Wire = {"type": kind, "envelope_id": secrets.token_hex(16), "payload": payload}
    if "X-Slack-Retry-Num" in headers:
        envelope["retry_attempt"] = int(headers["X-Slack-Retry-Num"])
        envelope["retry_reason"] = headers["X-Slack-Retry-Reason"]
    return envelope


def socket_routes(sockets: Sockets) -> list[WebSocketRoute]:
    """Return the route that the addresses of `issue` lead to."""
    return [WebSocketRoute("/link/", sockets.serve)]
