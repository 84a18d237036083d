"""Running something in the hub of the settings, from the command line."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:  # Slow to import, and not needed to show help.
    from domain.hub import Hub

Result = TypeVar("Result")


def in_hub(work: "Callable[[Hub], Awaitable[Result]]") -> Result:
    """Open the hub, let `work` have it, and return what comes of it."""
    from app.opening import open_hub  # Slow to import, as above.
    from app.settings import Settings

    async def run() -> Result:
        async with open_hub(Settings.load()) as hub:
            return await work(hub)

    return asyncio.run(run())
