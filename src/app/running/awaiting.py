"""Waiting for a schema that this version needs: alive, not ready, and saying what to do.

New processes may so be started before, while or after somebody migrates; those of the version
before go on meanwhile, and whoever sends callers here sends them there.
"""

import asyncio

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.running.serving import Stopping
from app.settings import Settings
from domain.database import open_database
from domain.database.migrate import require_current
from domain.errors import Conflict, Unavailable

#: How often it is looked whether somebody migrated, in seconds.
LOOK_SECONDS = 1.0

log = structlog.get_logger()


async def schema_awaited(settings: Settings, stopping: Stopping) -> bool:
    """Return once the schema is there; False if this process was told to stop before that.

    A file is served by one process, which whoever starts it migrates first: there nothing is
    waited for, and opening it says what to do.
    """
    if settings.database_url.startswith("sqlite://"):
        return True
    missing = await _missing(settings)
    if missing is None:
        return True
    log.warning("schema_awaited", said=missing)
    looking = asyncio.create_task(_until_there(settings))
    looking.add_done_callback(lambda _: stopping.leave())
    try:
        await stopping.serve(_door(missing), settings.host, settings.port, "warning")
    finally:
        looking.cancel()
    return not stopping.asked


def _door(missing: str) -> Starlette:
    async def live(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_: Request) -> Response:
        return PlainTextResponse(f"schema: {missing}", 503)

    return Starlette(routes=[Route("/healthz", live), Route("/readyz", ready)])


async def _until_there(settings: Settings) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            if await _missing(settings) is None:
                return
        except Unavailable as trouble:
            log.warning("schema_awaited", said=trouble.message)


async def _missing(settings: Settings) -> str | None:
    """Return what the database lacks, in a sentence; None if nothing."""
    database = await open_database(settings.database_url, settings.database_limits)
    try:
        await require_current()
    except Conflict as error:
        if error.code != "not_migrated":
            raise
        return error.message
    finally:
        await database.close()
    return None
