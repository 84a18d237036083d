"""The door over real HTTP and real sockets, on a free port of loopback."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from api.app import create_app
from api.callers.profiles import STANDARD, Manner
from tests.world import World


@asynccontextmanager
async def served(world: World, manner: Manner = STANDARD) -> AsyncIterator[str]:
    """Serve; give the host and port."""
    app = create_app(world.hub, manner=manner)
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  The server offers nothing to wait for.
        await asyncio.sleep(0.01)
    yield f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await task
