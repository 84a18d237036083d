"""An application that listens on loopback beside a test."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

#: How long one looks away from what still goes on when the end came.
_PAUSE_SECONDS = 0.002


@asynccontextmanager
async def listening(
    app: Callable[..., Any], held: socket.socket | None = None, **more: Any
) -> AsyncIterator[int]:
    """Serve `app` while the block runs, on a free port or a socket that is `held`; give its port.

    Begun and ended by hand: the server's own loop looks for its end ten times a second, and waits
    for that long again before it looks who is still there.
    """
    more = {"log_level": "error"} | more
    config = uvicorn.Config(app, host="127.0.0.1", port=0, lifespan="off", **more)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=None if held is None else [held])
    await server.on_tick(0)
    try:
        yield int(server.servers[0].sockets[0].getsockname()[1])
    finally:
        for one in server.servers:
            one.close()
        there = server.server_state
        for connection in list(there.connections):
            connection.shutdown()
        while there.connections or there.tasks:  # noqa: ASYNC110  Nothing to wait for.
            await asyncio.sleep(_PAUSE_SECONDS)
        for one in server.servers:
            await one.wait_closed()
