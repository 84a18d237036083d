"""A whole hub in a process of its own, as `greenlight serve` runs it, with one slow kind of job."""

import asyncio
from pathlib import Path
from typing import Any

from app.running import server, wiring
from app.settings import Settings
from domain.jobs.model import Handlers, Job

#: What takes until somebody lets it end.
SLOW = "test.slow"


def serve(given: dict[str, Any], folder: str) -> None:
    """Serve with the settings `given`; a slow job says in `folder` that it began, and waits."""
    usual = wiring._handlers

    async def slow(job: Job) -> None:
        (Path(folder) / f"began-{job.key}").touch()
        while not (Path(folder) / "end").exists():  # noqa: ASYNC110  Another process says so.
            await asyncio.sleep(0.02)

    def handlers(*parts: Any) -> Handlers:
        return {**usual(*parts), SLOW: slow}

    wiring._handlers = handlers  # type: ignore[assignment]
    server.serve(Settings.model_validate(given))
