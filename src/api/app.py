"""The door as an ASGI application: GraphQL, the plain addresses beside it, health."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route, WebSocketRoute

from api.callers.origins import Foreign
from api.callers.profiles import STANDARD, Manner
from api.callers.proxies import Behind
from api.callers.timely import Timely
from api.callers.trouble import HANDLERS
from api.doors.capture import capture_routes
from api.doors.case_forms import case_routes
from api.doors.charts import chart_routes
from api.doors.connections import connect_routes
from api.doors.feeds import feed_routes
from api.doors.files import file_routes
from api.doors.health import health_routes
from api.doors.media import media_routes
from api.doors.reports import report_routes
from api.endpoint.view import View
from domain.hub import Hub


def routes(hub: Hub, origins: tuple[str, ...] = (), manner: Manner = STANDARD) -> list[BaseRoute]:
    """Return the door's routes; `origins` are the foreign origins that may call it."""
    view = View(hub, origins, manner)

    return [
        Route("/graphql", view),
        WebSocketRoute("/graphql", view),
        *file_routes(hub),
        *case_routes(hub),
        *capture_routes(hub),
        *chart_routes(hub),
        *media_routes(hub),
        *report_routes(hub),
        *connect_routes(hub),
        *feed_routes(hub),
    ]


def create_app(
    hub: Hub, origins: tuple[str, ...] = (), proxies: int = 0, manner: Manner = STANDARD
) -> Starlette:
    """Return the door alone."""
    return Starlette(
        routes=[*routes(hub, origins, manner), *health_routes()],
        middleware=middleware(origins, proxies),
        exception_handlers=HANDLERS,
    )


def middleware(origins: tuple[str, ...], proxies: int = 0) -> list[Middleware]:
    """Return what stands before every route.

    It lets the allowed origins in; with none, browsers keep everybody else out. It finds the
    caller's address behind so many `proxies`, and ends what does not come in time.
    """
    return [
        Middleware(Behind, proxies=proxies),
        Middleware(Timely),
        Middleware(
            Foreign,
            allow_origins=list(origins),
            allow_methods=["GET", "POST", "PUT"],
            allow_headers=["authorization", "content-type"],
        ),
    ]
