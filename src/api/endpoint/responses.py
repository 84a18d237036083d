"""How the endpoint answers over HTTP: types, statuses, and what is refused before anything runs."""

from collections.abc import Mapping
from typing import Any

import orjson
from graphql import ExecutionResult as CoreResult
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket
from strawberry.http import GraphQLHTTPResponse, process_result
from strawberry.types.execution import ExecutionResult

from api.callers.allowances import RATE_LIMITED
from api.callers.trouble import DATABASE_SECONDS
from api.endpoint.accepting import JSON_TYPE, RESPONSE_TYPE, accepted
from api.operations.masking import TOO_SLOW
from domain.errors import UNAVAILABLE

#: How a socket or stream is refused to who has as many as they may, and when they may come again
#: if nothing ends, in seconds. Ours.
TOO_MANY, AGAIN_SECONDS = "too_many_sockets", 30

#: What a refused request is called, by status.
CODES = {405: "only_post", 406: "not_acceptable", 408: TOO_SLOW, 413: "too_large"}
CODES |= {415: "only_json", 429: TOO_MANY}


class Negotiated(Response):
    """What Strawberry fills in beside the answer, and the type the caller wants."""

    media_type = JSON_TYPE


def shown(result: ExecutionResult | CoreResult) -> GraphQLHTTPResponse:
    """Return what is answered, without `data` where nothing was executed."""
    answer = process_result(result)
    errors = result.errors or []
    if result.data is None and errors and all(error.path is None for error in errors):
        answer.pop("data", None)
    return answer


def answered(answer: GraphQLHTTPResponse | list[GraphQLHTTPResponse], *, asked: bool) -> Response:
    """Return an answer as it goes out; `asked` says whether for GraphQL's own type."""
    ran = isinstance(answer, list) or "data" in answer
    status, headers = 400 if asked and not ran else 200, {"content-type": JSON_TYPE}
    if asked:
        headers["content-type"] = f"{RESPONSE_TYPE}; charset=utf-8"
    response = Response(orjson.dumps(answer, default=str), status, headers)
    if not isinstance(answer, list):
        _say_when(response, answer)
    return response


def _say_when(response: Response, answer: GraphQLHTTPResponse) -> None:
    """Give the status by which programs know that they may come again, and when."""
    errors: list[dict[str, Any]] = list(answer.get("errors") or ())  # type: ignore[arg-type]
    if not errors:
        return
    told = {one.get("code"): one for error in errors if (one := error.get("extensions"))}
    if UNAVAILABLE in told:
        response.status_code = 503
        response.headers["retry-after"] = str(DATABASE_SECONDS)
    elif RATE_LIMITED in told:
        response.status_code = 429
        response.headers["retry-after"] = str(told[RATE_LIMITED]["retryAfter"])
    elif TOO_SLOW in told:
        response.status_code = 503


def wanted_by(request: Request | WebSocket) -> str:
    """Return the media type that the caller wants an answer in."""
    wanted = accepted(request.headers.get("accept", ""))
    return RESPONSE_TYPE if wanted == RESPONSE_TYPE else JSON_TYPE


def refused(
    request: Request | WebSocket,
    status: int,
    message: str,
    headers: Mapping[str, str] | None = None,
    code: str | None = None,
) -> Response:
    """Return why nothing is executed; `code` where the status has none of its own."""
    code = code or CODES.get(status, "malformed_request")
    error = {"message": message, "extensions": {"code": code}}
    return JSONResponse({"errors": [error]}, status, headers, wanted_by(request))
