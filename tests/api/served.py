"""The door over real HTTP and real sockets, on a free port of loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api.app import create_app
from api.callers.profiles import STANDARD, Manner
from tests.listening import listening
from tests.world import World


@asynccontextmanager
async def served(world: World, manner: Manner = STANDARD) -> AsyncIterator[str]:
    """Serve; give the host and port."""
    async with listening(create_app(world.hub, manner=manner)) as port:
        yield f"127.0.0.1:{port}"
