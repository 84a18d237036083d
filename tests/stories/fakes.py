"""Slack and all else that stands around a hub, served to other processes."""

import socket
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.types import ASGIApp

from bot.fake import App, Clicks, Command, Workspace, Workspaces, clicks_of, create_fake_slack
from domain.clock import Clock
from tests.bot.office import SIGNING, TEAM
from tests.listening import listening
from tests.stories.around import Around
from tests.stories.processes import url_of

#: How long the bot may take to acknowledge a click, in seconds. Slack waits for three, a machine
#: that does much else may take longer.
ACK_SECONDS = 60.0


@asynccontextmanager
async def fakes(
    around: Around, home: Workspace, clock: Clock, held: socket.socket, bot: str
) -> AsyncIterator[Clicks]:
    """Serve all of it at a socket while the block runs; give the hands of the people in Slack.

    `bot` is where the bot is reached.
    """
    slack = create_fake_slack(
        Workspaces(App(commands=[Command("/case", "Cases")]), {TEAM: home}),
        bot_endpoint_url=f"{bot}/slack/events",
        signing_secret=SIGNING,
        clock=clock,
        public_url=url_of(held),
    )
    clicks = clicks_of(slack)
    clicks.ack_seconds = ACK_SECONDS
    with around.mounted(clock) as mounted:
        async with served(Starlette(routes=[*mounted, *slack.routes]), held):
            yield clicks


def served(app: ASGIApp, held: socket.socket) -> AbstractAsyncContextManager[int]:
    """Serve at a socket. Nobody keeps a connection: the next story's fakes are others."""
    return listening(app, held.dup(), headers=[("connection", "close")])
