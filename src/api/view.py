"""GraphQL over HTTP as its specification wants it, and over WebSocket as graphql-transport-ws.

Strawberry answers everything as `application/json` with status 200. Here a caller who accepts
`application/graphql-response+json` gets that type, with status 400 where nothing was executed.
Source: GraphQL over HTTP, working draft of 2025.
"""

from collections.abc import Mapping
from json import JSONDecodeError
from typing import Any

import orjson
from cross_web import HTTPException
from graphql import ExecutionResult as CoreResult
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http import GraphQLHTTPResponse, process_result
from strawberry.http.base import BaseRequestProtocol
from strawberry.http.types import QueryParams
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    ConnectionInitMessage,
    SubscribeMessage,
)
from strawberry.types.execution import ExecutionResult

from api.context import Context
from api.direct import Direct
from api.documents import carry
from api.entry import Turned, bearer, caller_of
from api.profiles import STANDARD, Manner
from api.schema import schema
from api.trouble import DATABASE_SECONDS
from domain.errors import UNAVAILABLE, Upstream
from domain.hub import Hub

RESPONSE_TYPE = "application/graphql-response+json"
JSON_TYPE = "application/json"

#: How plain questions say that they are JSON.
_PLAIN_TYPES = frozenset({JSON_TYPE, f"{JSON_TYPE}; charset=utf-8"})

#: The largest request body, in bytes.
BODY_BYTES_MAX = 1_000_000


#: Why a socket is closed whose token is not good. Source: graphql-transport-ws.
FORBIDDEN = 4403

#: Why a socket is closed whose token cannot be judged just now: "try again later".
#: Source: IANA's registry of WebSocket close codes.
LATER = 1013

#: What a refused request is called, by status.
_CODES = {405: "only_post", 413: "too_large"}

#: How many operations one socket may have under way; a browser tab needs a handful.
SUBSCRIPTIONS_MAX = 20


class Negotiated(Response):
    """What Strawberry fills in beside the answer, and the type the caller wants."""

    media_type = JSON_TYPE


class TooLarge(Exception):
    """The body is larger than the endpoint takes."""


class SocketHandler(BaseGraphQLTransportWSHandler[Context, None]):
    """Strawberry's handler, that answers a document it cannot read instead of hanging up.

    Strawberry closes the socket, and with it every other subscription on it. Source: the protocol
    has the message `error` for what happens before execution. And it looks at the token with
    every operation, where Strawberry looks once: a socket may outlive what opened it.
    """

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Begin an operation, or close the socket if its token is no longer good."""
        try:
            if self.connection_acknowledged and await self.context.renew() is None:
                await self.websocket.close(code=FORBIDDEN, reason="Forbidden")
                return
        except Upstream:
            await self.websocket.close(code=LATER, reason="Try again later")
            return
        await super().handle_subscribe(message)

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Let somebody in, unless it cannot be said just now whether they may enter."""
        try:
            await super().handle_connection_init(message)
        except Upstream:
            await self.websocket.close(code=LATER, reason="Try again later")

    @staticmethod
    def _get_pre_execution_close_reason(error: GraphQLError) -> str | None:
        del error
        return None


class View(GraphQL[Context, None]):
    """The endpoint. `origins` are the foreign origins that may call it.

    `planned` says whether queries are answered by plans (`api.plan`), or by graphql-core alone.
    """

    graphql_transport_ws_handler_class = SocketHandler

    def __init__(self, hub: Hub, origins: tuple[str, ...] = (), manner: Manner = STANDARD) -> None:
        answering = schema.answering(planned=manner.planned)
        super().__init__(
            answering,
            graphql_ide=None,
            allow_queries_via_get=manner.gets,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            allowed_origins=origins,
            max_subscriptions_per_connection=SUBSCRIPTIONS_MAX,
        )
        self._hub = hub
        self._manner = manner
        self._direct = Direct(answering) if manner.direct else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or serve one socket."""
        if scope["type"] == "websocket":
            await self.run(WebSocket(scope, receive=receive, send=send))
            return
        response = await self._answer(Request(scope, receive=_capped(receive)))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method != "POST" and not (self._manner.gets and request.method == "GET"):
            methods = "GET, POST" if self._manner.gets else "POST"
            return _refused(405, f"Send GraphQL with {methods}.", {"Allow": methods})
        caller = await caller_of(self._hub, request.headers)
        if isinstance(caller, Turned):
            return _refused(caller.status, caller.message, caller.headers, caller.code)
        return await self._run_once(request, Context(self._hub, caller, manner=self._manner))

    async def _run_once(self, request: Request, context: Context) -> Response:
        try:
            return await self._at_once(request, context) or await self.run(request, context=context)
        except TooLarge:
            return _refused(413, f"A request has at most {BODY_BYTES_MAX:,} bytes.")
        except HTTPException as error:
            return _refused(error.status_code, error.reason)
        except (UnicodeDecodeError, JSONDecodeError, RecursionError):
            return _refused(400, "The body is not JSON in UTF-8.")

    async def _at_once(self, request: Request, context: Context) -> Response | None:
        """Answer what may go the short way; None for everything else."""
        headers = request.headers
        if self._direct is None or headers.get("content-type") not in _PLAIN_TYPES:
            return None
        result = await self._direct.answer(await request.body(), context)
        if result is None:
            return None
        return _answered(_shown(result), asked=RESPONSE_TYPE in headers.get("accept", ""))

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Context:
        """Begin a socket's context; who calls comes with its first message."""
        del request, response
        return Context(self._hub, None, manner=self._manner)

    async def get_sub_response(self, request: Request | WebSocket) -> Response:
        """Remember which type the caller wants."""
        beside = Negotiated()
        beside.status_code = 0
        del beside.headers["content-length"], beside.headers["content-type"]
        accepts = request.headers.get("accept", "")
        beside.media_type = RESPONSE_TYPE if RESPONSE_TYPE in accepts else JSON_TYPE
        return beside

    async def on_ws_connect(self, context: Context) -> dict[str, object] | None:
        """Take the token out of the first message; close the socket if it is none of ours."""
        params = context.connection_params or {}
        context.secret = bearer({"authorization": str(params.get("authorization", ""))})
        if await context.renew() is None:
            raise ConnectionRejectionError({"reason": "unauthenticated"})
        return None

    async def process_result(
        self, request: Request, result: ExecutionResult
    ) -> GraphQLHTTPResponse:
        """Leave out `data` where nothing was executed."""
        del request
        return _shown(result)

    def create_response(
        self,
        response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse],
        sub_response: Response,
    ) -> Response:
        """Return the answer, with the type the caller asked for."""
        return _answered(response_data, asked=sub_response.media_type == RESPONSE_TYPE)

    def parse_json(self, data: str | bytes) -> object:
        """Return the body's JSON, which must be an object (a list is refused as a batch)."""
        try:
            held = self.decode_json(data)
        except JSONDecodeError as error:
            said = f"The body is not JSON in UTF-8 ({error}); mend it there and send it again."
            raise HTTPException(400, said) from error
        if not isinstance(held, (dict, list)):
            raise HTTPException(400, "The body must be a JSON object with a `query`.")
        return carry(held) if isinstance(held, dict) else held

    def parse_query_params(self, params: QueryParams) -> dict[str, Any]:
        """Return what an address asks for."""
        return carry(super().parse_query_params(params))

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


def _shown(result: ExecutionResult | CoreResult) -> GraphQLHTTPResponse:
    """Return what is answered, without `data` where nothing was executed."""
    answer = process_result(result)
    errors = result.errors or []
    if result.data is None and errors and all(error.path is None for error in errors):
        answer.pop("data", None)
    return answer


def _answered(answer: GraphQLHTTPResponse | list[GraphQLHTTPResponse], *, asked: bool) -> Response:
    """Return an answer as it goes out; `asked` says whether for GraphQL's own type."""
    ran = isinstance(answer, list) or "data" in answer
    status, headers = 400 if asked and not ran else 200, {"content-type": JSON_TYPE}
    if asked:
        headers["content-type"] = f"{RESPONSE_TYPE}; charset=utf-8"
    if not isinstance(answer, list) and _is_late(answer):
        status, headers["retry-after"] = 503, str(DATABASE_SECONDS)
    return Response(orjson.dumps(answer, default=str), status, headers)


def _is_late(answer: GraphQLHTTPResponse) -> bool:
    """Whether the database did not answer something that was asked for."""
    errors: list[dict[str, Any]] = list(answer.get("errors") or ())  # type: ignore[arg-type]
    codes = [(error.get("extensions") or {}).get("code") for error in errors]
    return UNAVAILABLE in codes


def _refused(
    status: int, message: str, headers: Mapping[str, str] | None = None, code: str | None = None
) -> Response:
    code = code or _CODES.get(status, "malformed_request")
    error = {"message": message, "extensions": {"code": code}}
    return JSONResponse({"errors": [error]}, status, headers)


def _capped(receive: Receive) -> Receive:
    """Return `receive` that stops at the largest body, whatever its header promised."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > BODY_BYTES_MAX:
            raise TooLarge
        return message

    return counted
