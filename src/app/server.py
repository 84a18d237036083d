"""Serving one hub in one process."""

import asyncio

from app.serving import Stopping
from app.settings import Settings
from app.wiring import assemble, open_hub
from domain.database.sole import sole_server
from domain.errors import Invalid


def serve(settings: Settings) -> None:
    """Serve until told to stop; refuses to start without the secrets it needs."""
    if settings.slack_signing_secret is None and settings.slack_app_token is None:
        raise Invalid(
            "no_signing_secret",
            "Set GREENLIGHT_SLACK_SIGNING_SECRET to the signing secret of your Slack app, or"
            " GREENLIGHT_SLACK_APP_TOKEN where Slack cannot reach this hub.",
            ("GREENLIGHT_SLACK_SIGNING_SECRET",),
        )
    with sole_server(settings.database_url):
        asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    stopping = Stopping()
    async with open_hub(settings) as hub, assemble(hub, settings) as assembly:
        if assembly.bot is not None and assembly.bot.socket is not None:
            await assembly.bot.socket.check()
        await stopping.serve(assembly.application(), settings.host, settings.port, "info")
