"""Serving a hub, or a part of it, in one process."""

import asyncio

from uvicorn.loops.auto import auto_loop_factory

from app.awaiting import schema_awaited
from app.opening import open_hub
from app.parts import ALL, Part, require_together
from app.serving import Stopping
from app.settings import Settings
from app.wiring import assemble
from domain.database.sole import sole_server
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
    # uvicorn chooses uvloop where that is there, but not for a loop that it did not begin.
    looping = asyncio.Runner(loop_factory=auto_loop_factory())
    with sole_server(settings.database_url), looping as runner:
        runner.run(_serve(settings, parts))


async def _serve(settings: Settings, parts: frozenset[Part]) -> None:
    stopping = Stopping()
    if not await schema_awaited(settings, stopping):
        return
    async with open_hub(settings) as hub, assemble(hub, settings, parts) as assembly:
        await require_same_time(hub.clock)
        if assembly.bot is not None and assembly.bot.socket is not None:
            await assembly.bot.socket.check()
        await stopping.serve(
            assembly.application(),
            settings.host,
            settings.port,
            "info",
            hub.feed.end,
            settings.connections,
        )
