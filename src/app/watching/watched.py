"""Watching a process as its settings say."""

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager

from app.parts import ALL, Part
from app.settings import Settings
from app.watching.figures import Figures
from app.watching.standing import Standing
from domain import steps
from domain.hub import Hub


def part_of(parts: Iterable[Part]) -> str:
    """Return what a process that is these parts is called in lines and traces."""
    known = frozenset(parts)
    return "hub" if known == ALL else "+".join(sorted(known))


@asynccontextmanager
async def watched(hub: Hub, settings: Settings, part: str, process: str) -> AsyncIterator[Figures]:
    """Count what the process does, and write traces where there is a collector for them."""
    figures = Figures(Standing(hub))
    async with AsyncExitStack() as stack:
        stack.enter_context(steps.watched_by(figures))
        if settings.otlp_url:
            from app.watching.tracing import tracing  # Slow to be read, and mostly off.

            traces = await stack.enter_async_context(tracing(settings.otlp_url, part, process))
            stack.enter_context(steps.watched_by(traces))
        yield figures
