"""A worker that sends journeys, in a process of its own, to be killed."""

import asyncio
from dataclasses import replace
from pathlib import Path

from app.jobs.handlers import handlers_for
from connectors.jobs.inprocess import InProcessRunner
from connectors.jobs.pgqueuer import Calls, PgQueuerRunner
from connectors.webhooks.sender import WebhookSender
from domain.jobs.model import Work
from tests.clocks import SharedClock
from tests.conftest import opened_hub


async def main(database: str, files: Path, clock: SharedClock) -> None:
    calls = Calls(clock) if database.startswith("postgres") else None
    async with opened_hub(database, files, clock, calls) as opened:
        hub = replace(opened, journeys=WebhookSender(clock, loopback=True))
        handlers = handlers_for(hub, ads=None, chat=None)
        if calls is None:
            await InProcessRunner(clock, hub.wake, handlers).run()
        else:
            await PgQueuerRunner(database, Work(clock, calls, handlers)).run()


def work(database: str, files: Path, clock: Path) -> None:
    """Work until it is ended."""
    asyncio.run(main(database, files, SharedClock(clock)))
