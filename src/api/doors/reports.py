"""Where content systems report what became of a publication; a signature is all that it takes."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from api.callers.trouble import come_again, status_of
from api.doors.taking import whole
from domain.content_systems import reporting
from domain.content_systems.model import Signed
from domain.content_systems.rules import REPORT_BYTES_MAX
from domain.errors import Forbidden, HubError, Invalid
from domain.hub import Hub
from domain.jobs.model import RetryLater

#: Nothing of an answer is kept.
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

_TOO_LARGE = f"A report has at most {REPORT_BYTES_MAX:,} bytes; say it shorter."


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
        body = await whole(request, REPORT_BYTES_MAX, _TOO_LARGE)
        await reporting.take(hub, request.path_params["request_id"], signed, body)
    except HubError as error:
        return _refused(error)
    except RetryLater as wait:
        told = {"error": "too_many_sent", "message": "Too much was sent at once; come again."}
        return JSONResponse(
            told, 429, {**_HEADERS, "Retry-After": str(max(1, round(wait.seconds)))}
        )
    return Response(status_code=204, headers=_HEADERS)


def _refused(error: HubError) -> Response:
    """Answer why a report was not taken, with everything that is wrong with it."""
    again = come_again(error)
    status = 413 if error.code == "too_large" else status_of(error)
    if isinstance(error, Forbidden):
        status = 401  # Whoever may not report has not proved who they are.
    others = error.others if isinstance(error, Invalid) else ()
    told = [
        {"code": one.code, "message": one.message, "path": list(one.path)}
        for one in (error, *others)
    ]
    said = {"error": error.code, "message": error.message, "problems": told}
    return JSONResponse(said, status, {**_HEADERS, **again})
