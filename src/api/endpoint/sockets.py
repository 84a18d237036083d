"""GraphQL over a WebSocket: graphql-transport-ws, to the letter of its close codes.

Whatever is wrong with one operation is said with its id, and the other operations go on. What is
no message of the protocol, or comes at the wrong time, closes the socket. Source: PROTOCOL.md of
graphql-ws.
"""

from collections.abc import Callable, Mapping

from graphql import GraphQLError
from starlette.websockets import WebSocketState
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    ConnectionInitMessage,
    Message,
    SubscribeMessage,
)

from api.callers.documents import asked, carry, text_of
from api.context import Context
from domain.errors import Upstream

#: Why a socket is closed whose token is not good. Source: graphql-transport-ws.
FORBIDDEN = 4403

#: Why a socket is closed whose owner has as many as they may. Source: graphql-transport-ws, which
#: closes so what asks too often; clients do not come again by themselves.
TOO_MANY = 4429

#: Why a socket is closed whose token cannot be judged just now: "try again later".
#: Source: IANA's registry of WebSocket close codes.
LATER = 1013

#: How many operations one socket may have under way; a browser tab needs a handful.
SUBSCRIPTIONS_MAX = 20

#: How long the id of an operation may be; clients send UUIDs. Ours.
ID_LENGTH_MAX = 100

#: How many bytes the reason of a closing may have. Source: RFC 6455, section 5.5.
REASON_BYTES_MAX = 123

_Check = Callable[[object], bool]


def _maybe(kind: type) -> _Check:
    return lambda held: held is None or isinstance(held, kind)


#: What a `subscribe` holds, and what each of it is.
_PAYLOAD: Mapping[str, _Check] = {
    "query": _maybe(str),
    "variables": _maybe(dict),
    "operationName": _maybe(str),
    "extensions": _maybe(dict),
}


class TooManySockets(Exception):
    """Whoever opens a socket has as many as they may."""


class Socket(ASGIWebSocketAdapter):
    """A socket that was closed takes no more messages, and says why in what fits."""

    async def send_json(self, message: Mapping[str, object]) -> None:
        """Send one message; `WebSocketDisconnected` if there is nobody to hear it."""
        if self.ws.application_state is WebSocketState.DISCONNECTED:
            raise WebSocketDisconnected
        await super().send_json(message)

    async def close(self, code: int, reason: str) -> None:
        """Close the socket."""
        await super().close(code, reason.encode()[:REASON_BYTES_MAX].decode(errors="ignore"))


class SocketHandler(BaseGraphQLTransportWSHandler[Context, None]):
    """Strawberry's handler, that answers a document it cannot read instead of hanging up.

    Strawberry closes the socket, and with it every other subscription on it. Source: the protocol
    has the message `error` for what happens before execution. And it looks at the token with
    every operation, where Strawberry looks once: a socket may outlive what opened it.
    """

    async def handle_message(self, message: Message) -> None:
        """Take one message, if it is one."""
        wrong = _wrong_with(message)
        if wrong is not None:
            await self.handle_invalid_message(wrong)
            return
        await super().handle_message(message)

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Begin an operation, or close the socket if its token is no longer good."""
        try:
            if self.connection_acknowledged and await self.context.renew() is None:
                await self.websocket.close(code=FORBIDDEN, reason="Forbidden")
                return
        except Upstream:
            await self.websocket.close(code=LATER, reason="Try again later")
            return
        if self.connection_acknowledged and message["id"] not in self.operations:
            try:
                self._prepare(message)
            except GraphQLError as refusal:
                await self._refuse(message["id"], refusal)
                return
        await super().handle_subscribe(message)

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Let somebody in, unless it cannot be said just now whether they may enter."""
        try:
            await super().handle_connection_init(message)
        except TooManySockets:
            await self.websocket.close(code=TOO_MANY, reason="Too many sockets; end one of them")
        except Upstream:
            await self.websocket.close(code=LATER, reason="Try again later")

    async def handle_task_exception(self, error: Exception) -> None:
        """Log what went wrong; that the other side hung up is nothing wrong."""
        if not isinstance(error, WebSocketDisconnected):
            await super().handle_task_exception(error)

    def _prepare(self, message: SubscribeMessage) -> None:
        """Put the document in its place, which Strawberry takes from `query` alone."""
        if len(self.operations) >= SUBSCRIPTIONS_MAX:
            said = f"This socket has {SUBSCRIPTIONS_MAX} operations under way; end one of them."
            raise GraphQLError(said, extensions={"code": "too_many_operations"})
        held = carry(dict(message["payload"]))
        known, name = self.context.manner.documents, asked(held.get("extensions"))
        message["payload"]["query"] = text_of(known, name, held.get("query")) or ""

    async def _refuse(self, operation: str, refusal: GraphQLError) -> None:
        said = refusal.formatted
        await self.send_message({"id": operation, "type": "error", "payload": [said]})

    @staticmethod
    def _get_pre_execution_close_reason(error: GraphQLError) -> str | None:
        del error
        return None


def _wrong_with(message: object) -> str | None:
    """Return what keeps this from being a message of the protocol; None if nothing does."""
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return "A message is an object with a `type`"
    if message["type"] not in {"subscribe", "complete"}:
        return None
    named = message.get("id")
    if not isinstance(named, str) or not 0 < len(named) <= ID_LENGTH_MAX:
        return f"The `id` of an operation is a text of 1 to {ID_LENGTH_MAX} characters"
    if message["type"] == "complete":
        return None
    payload = message.get("payload")
    if not isinstance(payload, dict):
        return "The `payload` of `subscribe` is an object"
    bad = [name for name, good in _PAYLOAD.items() if not good(payload.get(name))]
    return f"The `{bad[0]}` of `subscribe` is of another type" if bad else None
