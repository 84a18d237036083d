"""Running something in the hub of the settings, from the command line."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:  # Slow to import, and not needed to show help.
    from domain.hub import Hub

Result = TypeVar("Result")

#: What a command ends with that somebody stopped with Ctrl-C: as shells have it.
STOPPED = 130


class Stopped(Exception):
    """Somebody stopped what was under way; the message says where it stands and how to go on."""


def in_hub(work: "Callable[[Hub], Awaitable[Result]]") -> Result:
    """Open the hub, let `work` have it, and return what comes of it."""
    from app.opening.hub import open_hub  # Slow to import, as above.
    from app.settings import Settings

    async def run() -> Result:
        async with open_hub(Settings.load()) as hub:
            return await work(hub)

    return asyncio.run(run())
