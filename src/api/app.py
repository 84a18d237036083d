"""The door as an ASGI application: GraphQL, uploads, health."""

from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from api.entry import Turned, caller_of
from api.health import health_routes
from api.view import View
from domain.catalog import uploads
from domain.errors import Conflict, Forbidden, HubError, Invalid, Missing
from domain.hub import Hub

#: Statuses of domain errors where the answer is no GraphQL.
_STATUS = ((Conflict, 409), (Forbidden, 403), (Missing, 404), (Invalid, 422))


def routes(hub: Hub, origins: tuple[str, ...] = ()) -> list[BaseRoute]:
    """Return the door's routes; `origins` are the foreign origins that may call it."""
    view = View(hub, origins)

    async def upload(request: Request) -> Response:
        return await _upload(hub, request)

    return [
        Route("/graphql", view),
        WebSocketRoute("/graphql", view),
        Route("/uploads/{asset_id}", upload, methods=["PUT"]),
        *health_routes(),
    ]


def create_app(hub: Hub, origins: tuple[str, ...] = ()) -> Starlette:
    """Return the door alone."""
    return Starlette(routes=routes(hub, origins), middleware=middleware(origins))


def middleware(origins: tuple[str, ...]) -> list[Middleware]:
    """Return what lets the allowed origins in; with none, browsers keep everybody else out."""
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=list(origins),
            allow_methods=["POST", "PUT"],
            allow_headers=["authorization", "content-type"],
        )
    ]


async def _upload(hub: Hub, request: Request) -> Response:
    actor = await caller_of(hub, request.headers)
    if isinstance(actor, Turned):
        said = {"error": actor.code, "message": actor.message}
        return JSONResponse(said, actor.status, actor.headers)
    if actor is None:
        return JSONResponse({"error": "unauthenticated", "message": "Send your token."}, 401)
    try:
        asset = await uploads.receive_asset(
            hub,
            actor,
            request.path_params["asset_id"],
            request.query_params.get("token", ""),
            _body(request),
        )
    except HubError as error:
        status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
        return JSONResponse({"error": error.code, "message": error.message}, status)
    status = 422 if asset.problem else 200
    return JSONResponse({"id": asset.id, "state": asset.state, "problem": asset.problem}, status)


async def _body(request: Request) -> AsyncIterator[bytes]:
    async for chunk in request.stream():
        if chunk:
            yield chunk
