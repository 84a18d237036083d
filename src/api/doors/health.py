"""Whether this process lives, and whether it can work: for whoever starts and watches it.

`/healthz` says that it lives, whatever the database does: a restart would not mend that. `/readyz`
says what keeps it from working, and tells those who send callers here to send them elsewhere.
How far behind the replica is, if there is one, keeps nobody away.
"""

import asyncio
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from tortoise.exceptions import BaseORMException

from domain.database import migrate, replica, sql
from domain.errors import HubError
from domain.processes.model import ALIVE
from domain.processes.service import Pulse

#: How long the database may take to answer, in seconds; watchers give up after about as long.
READY_SECONDS = 5.0


@dataclass
class Readiness:
    """What a process knows of itself.

    `draining` says that it was told to stop. `pulse` is that of a process that runs jobs; without
    one it runs none.
    """

    draining: bool = False
    pulse: Pulse | None = None

    async def trouble(self) -> str | None:
        """Return which check fails, and why; None if the process can work."""
        if self.draining:
            return "draining: this process stops; ask another one"
        try:
            async with asyncio.timeout(READY_SECONDS):
                newest = migrate.newest()
                row = await sql.fetch_one(
                    "SELECT 1 FROM tortoise_migrations WHERE name = $1", newest
                )
        except HubError as trouble:
            return f"database: {trouble.message}"
        except (TimeoutError, BaseORMException) as trouble:
            return f"database: {type(trouble).__name__}"
        if row is None:
            return f"migrations: {newest} is missing; `greenlight migrate`"
        if self.pulse is not None and (silent := self.pulse.silent()) > ALIVE.total_seconds():
            return f"worker: no heartbeat for {silent:.0f} s"
        return None


def health_routes(readiness: Readiness | None = None) -> list[BaseRoute]:
    """Return the routes every process has."""
    known = readiness or Readiness()

    async def ready(_: Request) -> Response:
        if trouble := await known.trouble():
            return PlainTextResponse(trouble, 503)
        copy = replica.opened()
        return PlainTextResponse(f"ok\n{copy.standing.said}" if copy else "ok")

    return [Route("/healthz", _live), Route("/readyz", ready)]


async def _live(_: Request) -> Response:
    return PlainTextResponse("ok")
