"""Serving a hub, or a part of it, in one process."""

import asyncio

from uvicorn.loops.auto import auto_loop_factory

from app.opening.hub import open_hub
from app.parts import ALL, Part, require_together
from app.running.agreeing import name
from app.running.awaiting import schema_awaited
from app.running.serving import Stopping
from app.running.wiring import assemble
from app.settings import Settings
from app.watching import logs
from app.watching.lines import Lines
from app.watching.watched import part_of
from domain import steps
from domain.database.sole import require_there, sole_server
from domain.errors import Invalid
from domain.processes.service import require_same_time


def serve(settings: Settings, parts: frozenset[Part] = ALL) -> None:
    """Serve until told to stop; refuses to start without the secrets it needs."""
    require_together(settings.database_url, parts)
    spoken_to = settings.slack_signing_secret or settings.slack_app_token
    if Part.BOT in parts and spoken_to is None:
        raise Invalid(
            "no_signing_secret",
            "Set GREENLIGHT_SLACK_SIGNING_SECRET to the signing secret of your Slack app, or"
            " GREENLIGHT_SLACK_APP_TOKEN where Slack cannot reach this hub.",
            ("GREENLIGHT_SLACK_SIGNING_SECRET",),
        )
    require_there(settings.database_url)  # Before its lock is put beside it.
    # uvicorn chooses uvloop where that is there, but not for a loop that it did not begin.
    looping = asyncio.Runner(loop_factory=auto_loop_factory())
    with sole_server(settings.database_url), looping as runner:
        runner.run(_serve(settings, parts))


async def _serve(settings: Settings, parts: frozenset[Part]) -> None:
    stopping, level = Stopping(settings.drain_seconds), settings.log_level
    process, part = name(), part_of(parts)
    logs.configure(level, part=part, process=process)
    logs.adopt(level, part=part, process=process)
    with steps.watched_by(Lines()):
        await _serve_on(settings, parts, process, stopping)


async def _serve_on(
    settings: Settings, parts: frozenset[Part], process: str, stopping: Stopping
) -> None:
    if not await schema_awaited(settings, stopping):
        return
    async with open_hub(settings) as hub, assemble(hub, settings, parts, process) as assembly:
        await require_same_time(hub.clock)
        if assembly.bot is not None and assembly.bot.socket is not None:
            await assembly.bot.socket.check()
        await stopping.serve(
            *(assembly.application(), settings.host, settings.port, settings.log_level),
            ending=hub.feed.end,
            draining=assembly,
            connections=settings.connections,
        )
