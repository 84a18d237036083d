"""How long the event loop lets others wait: what blocks it shows here."""

import asyncio

from app.watching.figures import Figures

#: How often it is looked, in seconds.
EVERY_SECONDS = 0.5


async def measure(figures: Figures) -> None:
    """Measure, until cancelled, by how much a short sleep takes longer than it should."""
    loop = asyncio.get_running_loop()
    while True:
        until = loop.time() + EVERY_SECONDS
        await asyncio.sleep(EVERY_SECONDS)
        figures.loop_lag.observe(max(loop.time() - until, 0.0))
