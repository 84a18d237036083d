"""Slack and all else that stands around a hub, served to other processes."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from bot.fake import App, Clicks, Command, Workspace, Workspaces, clicks_of, create_fake_slack
from domain.clock import Clock
from tests.bot.office import SIGNING, TEAM
from tests.stories.around import Around
from tests.stories.processes import url_of

#: How long the bot may take to acknowledge a click, in seconds. Slack waits for three, a machine
#: that does much else may take longer.
ACK_SECONDS = 60.0


@asynccontextmanager
async def fakes(
    around: Around, home: Workspace, clock: Clock, listening: socket.socket, bot: str
) -> AsyncIterator[Clicks]:
    """Serve all of it at a socket while the block runs; give the hands of the people in Slack.

    `bot` is where the bot is reached.
    """
    slack = create_fake_slack(
        Workspaces(App(commands=[Command("/case", "Cases")]), {TEAM: home}),
        bot_endpoint_url=f"{bot}/slack/events",
        signing_secret=SIGNING,
        clock=clock,
        public_url=url_of(listening),
    )
    clicks = clicks_of(slack)
    clicks.ack_seconds = ACK_SECONDS
    with around.mounted(clock) as mounted:
        async with served(Starlette(routes=[*mounted, *slack.routes]), listening):
            yield clicks


@asynccontextmanager
async def served(app: ASGIApp, listening: socket.socket) -> AsyncIterator[None]:
    # Nobody keeps a connection: the next story's fakes are others.
    closing = [("connection", "close")]
    config = uvicorn.Config(app, log_level="error", lifespan="off", headers=closing)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening.dup()]))
    while not server.started:
        if task.done():
            await task
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        await task
