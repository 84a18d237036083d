"""Whether this process lives, and whether it can work: for whoever starts and watches it.

`/healthz` says that it lives, whatever the database does: a restart would not mend that. `/readyz`
asks the database, and tells those who send callers here to send them elsewhere; how far behind the
replica is, if there is one, keeps nobody away.
"""

import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from tortoise.exceptions import BaseORMException

from domain.database import replica, sql
from domain.errors import HubError

#: How long the database may take to answer, in seconds; watchers give up after about as long.
READY_SECONDS = 5.0


def health_routes() -> list[BaseRoute]:
    """Return the routes every process has."""
    return [Route("/healthz", _live), Route("/readyz", _ready)]


async def _live(_: Request) -> Response:
    return PlainTextResponse("ok")


async def _ready(_: Request) -> Response:
    try:
        async with asyncio.timeout(READY_SECONDS):
            await sql.fetch("SELECT 1 FROM tortoise_migrations LIMIT 1")
    except HubError as trouble:
        return PlainTextResponse(f"database: {trouble.message}", 503)
    except (TimeoutError, BaseORMException) as trouble:
        return PlainTextResponse(f"database: {type(trouble).__name__}", 503)
    copy = replica.opened()
    return PlainTextResponse(f"ok\n{copy.standing.said}" if copy else "ok")
