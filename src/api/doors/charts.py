"""Charts by their signed addresses; nobody is signed in here, the address is all that it takes."""

import hashlib

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from api.callers.trouble import come_again
from api.doors.ranges import is_known
from domain.charts.addresses import no_such_chart
from domain.errors import HubError, Invalid
from domain.hub import Hub
from domain.pictures import service

#: A chart is a picture and nothing else, wherever it is opened.
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
}


def chart_routes(hub: Hub) -> list[BaseRoute]:
    """Return the route of charts."""

    async def chart(request: Request) -> Response:
        return await _chart(hub, request)

    return [Route("/charts/{name}", chart, methods=["GET"])]


async def _chart(hub: Hub, request: Request) -> Response:
    token, _, ending = request.path_params["name"].rpartition(".")
    try:
        if ending not in set(service.Form):
            raise no_such_chart()
        found = await service.fetch(hub, token, service.Form(ending))
    except HubError as error:
        return _refused(error)
    tag = f'"{hashlib.sha256(found.content).hexdigest()[:32]}"'
    headers = {
        **_SAFE,
        "Cache-Control": f"private, max-age={found.seconds}",
        "ETag": tag,
        "Content-Disposition": f'inline; filename="chart.{ending}"',
    }
    if is_known(request.headers, tag, None):
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=found.media_type, headers=headers)


def _refused(error: HubError) -> Response:
    """Answer without a picture; what is wrong with an address is not told apart."""
    again = come_again(error)
    status = 503 if again else 422 if isinstance(error, Invalid) else 404
    said = {"error": error.code, "message": error.message}
    return JSONResponse(said, status, {**_SAFE, "Cache-Control": "no-store", **again})
