"""Where content systems report what became of a publication; a signature is all that it takes."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from api.callers.trouble import come_again
from domain.content_systems import reporting
from domain.content_systems.model import Signed
from domain.content_systems.rules import REPORT_BYTES_MAX
from domain.errors import Conflict, Forbidden, HubError, Invalid, Upstream
from domain.hub import Hub
from domain.jobs.model import RetryLater

#: Nothing of an answer is kept.
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

#: Statuses of refusals: by code where one has its own, else by kind.
_CODES = {"too_large": 413}
_STATUS = ((Forbidden, 401), (Conflict, 409), (Invalid, 422), (Upstream, 503))


def report_routes(hub: Hub) -> list[BaseRoute]:
    """Return the route of reports."""

    async def report(request: Request) -> Response:
        return await _report(hub, request)

    return [Route("/publications/{request_id}/report", report, methods=["POST"])]


async def _report(hub: Hub, request: Request) -> Response:
    said = request.headers
    signed = Signed(
        id=said.get("webhook-id", ""),
        timestamp=said.get("webhook-timestamp", ""),
        signature=said.get("webhook-signature", ""),
    )
    try:
        await reporting.take(hub, request.path_params["request_id"], signed, await _body(request))
    except HubError as error:
        return _refused(error)
    except RetryLater as wait:
        told = {"error": "too_many_sent", "message": "Too much was sent at once; come again."}
        return JSONResponse(
            told, 429, {**_HEADERS, "Retry-After": str(max(1, round(wait.seconds)))}
        )
    return Response(status_code=204, headers=_HEADERS)


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > REPORT_BYTES_MAX:
            raise Invalid("too_large", f"A report has at most {REPORT_BYTES_MAX:,} bytes.")
    return bytes(body)


def _refused(error: HubError) -> Response:
    """Answer why a report was not taken, with everything that is wrong with it."""
    again = come_again(error) if isinstance(error, Upstream) else {}
    status = _CODES.get(error.code) or next(
        (code for kind, code in _STATUS if isinstance(error, kind)), 500
    )
    others = error.others if isinstance(error, Invalid) else ()
    told = [
        {"code": one.code, "message": one.message, "path": list(one.path)}
        for one in (error, *others)
    ]
    said = {"error": error.code, "message": error.message, "problems": told}
    return JSONResponse(said, status, {**_HEADERS, **again})
