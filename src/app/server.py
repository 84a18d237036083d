"""Serving one hub in one process."""

import asyncio

import uvicorn

from app.settings import Settings
from app.wiring import assemble, open_hub
from domain.errors import Invalid

#: How long requests under way may take when the server is asked to stop, in seconds.
DRAIN_SECONDS = 5


def serve(settings: Settings) -> None:
    """Serve until told to stop; refuses to start without the secrets it needs."""
    if settings.slack_signing_secret is None:
        raise Invalid(
            "no_signing_secret",
            "Set GREENLIGHT_SLACK_SIGNING_SECRET to the signing secret of your Slack app.",
            ("GREENLIGHT_SLACK_SIGNING_SECRET",),
        )
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    async with open_hub(settings) as hub, assemble(hub, settings) as assembly:
        config = uvicorn.Config(
            assembly.application(),
            host=settings.host,
            port=settings.port,
            timeout_graceful_shutdown=DRAIN_SECONDS,
            log_level="info",
        )
        await uvicorn.Server(config).serve()
