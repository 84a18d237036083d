"""What is answered where a request cannot be served, whichever route it came to."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from domain.errors import (
    Conflict,
    Forbidden,
    HubError,
    Invalid,
    Missing,
    Unavailable,
    Upstream,
)

#: When to come back, in seconds: if the issuer of sign-ins could not be asked (it is asked again as
#: often), and if the database did not answer. Ours.
ISSUER_SECONDS, DATABASE_SECONDS = 30, 5


#: Statuses of refusals where the answer is no GraphQL.
_STATUS = ((Conflict, 409), (Forbidden, 403), (Missing, 404), (Invalid, 422), (Upstream, 503))


def status_of(error: HubError) -> int:
    """Return the status by which a refusal is told."""
    return next((code for kind, code in _STATUS if isinstance(error, kind)), 500)


def come_again(error: HubError) -> dict[str, str]:
    """Return the header that says when to come again, where that helps; nothing where not."""
    if not isinstance(error, Upstream):
        return {}
    seconds = DATABASE_SECONDS if isinstance(error, Unavailable) else ISSUER_SECONDS
    return {"Retry-After": str(seconds)}


async def _later(_: Request, error: Exception) -> Response:
    assert isinstance(error, Unavailable)  # noqa: S101  It is registered for no other.
    said = {"error": error.code, "message": error.message}
    return JSONResponse(said, 503, come_again(error))


async def _left(_: Request, __: Exception) -> Response:
    """Answer nobody: whoever asked hung up."""
    return Response(status_code=400)


#: By error, for applications.
HANDLERS: Mapping[Any, Any] = {Unavailable: _later, ClientDisconnect: _left}
