"""Slack, Spotify and OpenText, served to other processes; what Spotify hears is judged."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.fake import App, Clicks, Command, Workspace, Workspaces, clicks_of, create_fake_slack
from connectors.opentext.fake import Tenant
from connectors.opentext.fake import create_fake as create_fake_opentext
from connectors.spotify.fake import Account, create_fake
from domain.clock import Clock
from tests.bot.office import SIGNING, TEAM
from tests.connectors.spotify.conftest import BASE
from tests.connectors.spotify.judge import ADS, Judged, Published
from tests.stories.processes import url_of

#: How long the bot may take to acknowledge a click, in seconds. Slack waits for three, a machine
#: that does much else may take longer.
ACK_SECONDS = 60.0

#: What is said of the answer's way, and not of the answer.
_HOPS = {"content-length", "connection"}


class JudgedSpotify:
    """A fake of Spotify's over HTTP, as it stands at `base`; the Ads API, if nothing else is said.

    `unlawful` is what broke the document it is judged `by`.
    """

    def __init__(self, fake: ASGIApp, by: Published = ADS, base: str = BASE) -> None:
        self._fake = Judged(httpx2.ASGITransport(app=fake), by)
        self._base = base
        self.unlawful: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        url = self._base + scope["path"].removeprefix(scope["root_path"])
        asked = httpx2.Request(
            request.method,
            httpx2.URL(url, query=scope["query_string"]),
            headers=request.headers.raw,
            content=await request.body(),
        )
        try:
            answer = await self._fake.handle_async_request(asked)
            content = await answer.aread()
        except httpx2.ReadError:
            await _lost(send)
        except Exception as error:
            self.unlawful.append(f"{asked.method} {asked.url}: {error!r}")
            raise
        else:
            headers = {n: v for n, v in answer.headers.items() if n not in _HOPS}
            await Response(content, answer.status_code, headers)(scope, receive, send)


async def _lost(send: Send) -> None:
    """Break the connection in the middle of an answer."""
    head = [(b"content-length", b"9")]
    await send({"type": "http.response.start", "status": 200, "headers": head})


@asynccontextmanager
async def fakes(
    account: Account,
    home: Workspace,
    tenant: Tenant,
    clock: Clock,
    listening: socket.socket,
    bot: str,
) -> AsyncIterator[Clicks]:
    """Serve all three at a socket while the block runs; give the hands of the people in Slack.

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
    spotify = JudgedSpotify(create_fake(account, clock))
    opentext = create_fake_opentext(tenant, clock)
    mounted = [Mount("/fake-spotify", spotify), Mount("/fake-opentext", opentext)]
    app = Starlette(routes=[*mounted, *slack.routes])
    async with served(app, listening):
        yield clicks
    assert spotify.unlawful == []


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
