"""GraphQL over HTTP as its specification wants it, and what streams over it as graphql-sse.

Strawberry answers everything as `application/json` with status 200. Here a caller who accepts
`application/graphql-response+json` gets that type, with status 400 where nothing was executed.
Source: GraphQL over HTTP, working draft of 2025.
"""

from collections.abc import Mapping
from datetime import timedelta
from json import JSONDecodeError
from typing import Any

import orjson
from cross_web import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http import GraphQLHTTPResponse
from strawberry.http.base import BaseRequestProtocol
from strawberry.http.streaming import HTTPStreamTransport, SSETransport
from strawberry.http.types import QueryParams
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types.execution import ExecutionResult

from api.callers.allowances import Till
from api.callers.entry import Turned, bearer, caller_of
from api.callers.lines import NOBODYS, Line, Lines
from api.callers.profiles import STANDARD, Manner
from api.callers.timely import TooLate, in_time
from api.context import Context
from api.endpoint.accepting import EVENT_TYPE, JSON_TYPE, RESPONSE_TYPE, accepted
from api.endpoint.bodies import (
    BODY_BYTES_MAX,
    TooLarge,
    body_of,
    capped,
    first_of,
    is_json,
    is_plain,
)
from api.endpoint.direct import Direct
from api.endpoint.responses import (
    AGAIN_SECONDS,
    CODES,
    Negotiated,
    answered,
    refused,
    shown,
    wanted_by,
)
from api.endpoint.sockets import SUBSCRIPTIONS_MAX, Socket, SocketHandler, TooManySockets
from api.operations.masking import not_chosen
from api.schema import schema
from domain.actor import Actor
from domain.case_forms.rules import counted
from domain.hub import Hub

#: How often a stream that has nothing to say says so, in seconds: proxies cut off what is silent
#: for a minute, some for half of one. Ours.
HEARTBEAT_SECONDS = 15.0

#: Where a request's line stands meanwhile.
_LINE = "greenlight.line"


class Stream(SSETransport):
    """Server-sent events, in "distinct connections mode": one operation a request.

    Source: PROTOCOL.md of graphql-sse.
    """

    def __init__(self) -> None:
        super().__init__(HEARTBEAT_SECONDS)

    def accepts(self, accept: str) -> bool:
        """Say whether events are wanted; Strawberry does not look at weights."""
        return accepted(accept) == EVENT_TYPE


class View(GraphQL[Context, None]):
    """The endpoint. `origins` are the foreign origins that may call it, `manner` what it does."""

    graphql_transport_ws_handler_class = SocketHandler
    websocket_adapter_class = Socket
    stream_transport_classes_by_protocol: Mapping[str, type[HTTPStreamTransport]] = {
        GRAPHQL_SSE_PROTOCOL: Stream
    }

    def __init__(self, hub: Hub, origins: tuple[str, ...] = (), manner: Manner = STANDARD) -> None:
        answering = schema.answering(planned=manner.planned)
        super().__init__(
            answering,
            graphql_ide=None,
            allow_queries_via_get=manner.gets,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
            connection_init_wait_timeout=timedelta(seconds=manner.init_seconds),
            allowed_origins=origins,
            max_subscriptions_per_connection=SUBSCRIPTIONS_MAX,
        )
        self._hub = hub
        self._manner = manner
        self._lines = Lines(manner.bounds.sockets)
        self._till = Till(hub, manner.bounds.points, manner.bounds.anonymous_points)
        self._direct = Direct(answering) if manner.direct else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or serve one socket."""
        if scope["type"] == "websocket":
            await self._serve(WebSocket(scope, receive=receive, send=send))
            return
        request = Request(scope, receive=capped(in_time(receive)))
        try:
            response = await self._answer(request)
            await response(scope, receive, send)
        finally:
            _line_of(request).leave()

    async def _serve(self, socket: WebSocket) -> None:
        """Serve a socket, which is its address's until it says who it is."""
        line = self._lines.take(_address(socket), known=False)
        if line is None:
            await socket.send_denial_response(self._too_many(socket))
            return
        socket.scope[_LINE] = line
        try:
            await self.run(socket)
        finally:
            line.leave()

    async def _answer(self, request: Request) -> Response:
        if request.method != "POST" and not (self._manner.gets and request.method == "GET"):
            methods = "GET, POST" if self._manner.gets else "POST"
            return refused(request, 405, f"Send GraphQL with {methods}.", {"Allow": methods})
        headers = first_of(request.scope["headers"])
        kind = headers.get("content-type", "")
        if request.method == "POST" and not (is_plain(kind) or is_json(kind)):
            said = "Send JSON in UTF-8: `Content-Type: application/json`."
            return refused(request, 415, said, {"Accept": JSON_TYPE})
        wanted = accepted(headers.get("accept", ""))
        if wanted is None:
            said = f"Accept `{RESPONSE_TYPE}`, `{JSON_TYPE}` or `{EVENT_TYPE}`."
            return refused(request, 406, said)
        secret = bearer(headers)
        caller = await caller_of(self._hub, secret)
        if isinstance(caller, Turned):
            return refused(request, caller.status, caller.message, caller.headers, caller.code)
        if wanted == EVENT_TYPE:
            whose = caller.user_id if caller else None
            line = self._lines.take(whose or _address(request), known=whose is not None)
            if line is None:
                return self._too_many(request)
            request.scope[_LINE] = line
        context = self._context(request, caller, secret)
        plain = request.method == "POST" and wanted != EVENT_TYPE and is_plain(kind)
        answer = await self._run_once(request, context, wanted if plain else None)
        if request.method == "GET":  # What is posted, nobody keeps.
            answer.headers["cache-control"] = "private, no-store"
        return answer

    async def _run_once(self, request: Request, context: Context, plain: str | None) -> Response:
        """Answer; `plain` is the type to answer a plain question in."""
        try:
            found = await self._at_once(request, context, plain) if plain else None
            return found or await self.run(request, context=context)
        except TooLarge:
            return refused(request, 413, f"A request has at most {BODY_BYTES_MAX:,} bytes.")
        except TooLate as error:
            return refused(request, 408, str(error), {"Connection": "close"})
        except HTTPException as error:
            code, said = not_chosen(error.__cause__) or (None, error.reason)
            if code == CODES[405]:
                return refused(request, 405, said, {"Allow": "POST"})
            return refused(request, error.status_code, said, code=code)
        except (UnicodeDecodeError, JSONDecodeError, RecursionError):
            return refused(request, 400, "The body is not JSON in UTF-8.")

    async def _at_once(self, request: Request, context: Context, wanted: str) -> Response | None:
        """Answer what may go the short way; None for everything else."""
        if self._direct is None:
            return None
        result = await self._direct.answer(await request.body(), context)
        if result is None:
            return None
        return answered(shown(result), asked=wanted == RESPONSE_TYPE)

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Context:
        """Begin a socket's context; who calls comes with its first message."""
        del response
        return self._context(request, None, bearer(request.headers))

    def _context(
        self, request: Request | WebSocket, caller: Actor | None, secret: str | None
    ) -> Context:
        # A stream may outlive the token it was opened with, so that is looked at again and again.
        return Context(
            self._hub,
            caller,
            secret=secret,
            manner=self._manner,
            till=self._till,
            address=request.client.host if request.client else "",
            line=_line_of(request),
        )

    def _too_many(self, request: Request | WebSocket) -> Response:
        said = f"{self._lines.most} sockets and streams of yours are open here; end one of them."
        return refused(request, 429, said, {"Retry-After": str(AGAIN_SECONDS)})

    async def get_sub_response(self, request: Request | WebSocket) -> Response:
        """Remember which type the caller wants."""
        beside = Negotiated()
        beside.status_code = 0
        del beside.headers["content-length"], beside.headers["content-type"]
        beside.media_type = wanted_by(request)
        return beside

    async def on_ws_connect(self, context: Context) -> dict[str, object] | None:
        """Take the token out of the first message; close the socket if it is none of ours."""
        params = context.connection_params or {}
        context.secret = bearer({"authorization": str(params.get("authorization", ""))})
        actor = await context.renew()
        if actor is None:
            raise ConnectionRejectionError({"reason": "unauthenticated"})
        if not context.line.move(actor.user_id or ""):
            raise TooManySockets
        return None

    async def process_result(
        self, request: Request, result: ExecutionResult
    ) -> GraphQLHTTPResponse:
        """Leave out `data` where nothing was executed."""
        del request
        return shown(result)

    def create_response(
        self,
        response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse],
        sub_response: Response,
    ) -> Response:
        """Return the answer, with the type the caller asked for."""
        return answered(response_data, asked=sub_response.media_type == RESPONSE_TYPE)

    def parse_json(self, data: str | bytes) -> dict[str, Any]:
        """Return the body's JSON, which must be an object: one operation a request."""
        return body_of(self._read(data))

    def parse_query_params(self, params: QueryParams) -> dict[str, Any]:
        """Return what an address asks for."""
        held = dict(params)
        for name in ("variables", "extensions"):
            if held.get(name):
                held[name] = self._read(str(held[name]))
        return body_of(held)

    def _read(self, data: str | bytes) -> Any:  # noqa: ANN401  Whatever JSON holds.
        try:
            return self.decode_json(data)
        except JSONDecodeError as error:
            said = f"That is no JSON in UTF-8 ({error}); mend it there and send it again."
            raise HTTPException(400, said) from error

    def should_render_graphql_ide(self, request: BaseRequestProtocol) -> bool:
        """Leave pages to the demo: an address without a query is a request without one."""
        del request
        return False

    def decode_json(self, data: str | bytes) -> object:
        """Return what JSON text holds; unlike Python's own reader, no half of a character."""
        return orjson.loads(data)

    def encode_json(self, data: object) -> str:
        """Return what a socket sends as JSON text."""
        return orjson.dumps(data, default=str).decode()


def _address(request: Request | WebSocket) -> str:
    """Return who somebody is before they say it."""
    return f"from:{counted(request.client.host if request.client else '')}"


def _line_of(request: Request | WebSocket) -> Line:
    """Return the line a socket or stream holds; one that is nobody's where there is none."""
    line: Line = request.scope.get(_LINE) or NOBODYS
    return line
