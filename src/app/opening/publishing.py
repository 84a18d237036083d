"""Where the hub publishes by itself: every target that is connected, put together."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx2

from app.opening.connecting import web_app
from app.opening.hosting import open_hosts
from app.settings import Settings
from connectors.outgoing import Outgoing
from connectors.spotify.web.authorizing import WebApp
from connectors.spotify.web.client import WebClient
from connectors.spotify.web.exchange import Exchange
from connectors.spotify.web.granted import TokensOf
from connectors.spotify.web.shows import ShownPages
from connectors.spotify.web.target import PlaylistTarget
from connectors.webhooks.target import WebhookTarget
from domain.connections import reading
from domain.feeds.target import FeedTarget
from domain.hub import Hub
from domain.media import service as media
from domain.targets.connected import PLAYLISTS, Targets
from domain.targets.model import Target

#: How long Spotify may take to answer, in seconds.
SECONDS = 30.0


@asynccontextmanager
async def open_targets(hub: Hub, settings: Settings) -> AsyncIterator[Targets]:
    """Open the way to every target: the hub's own feeds, content systems, hosts, and playlists."""
    app = web_app(settings)
    # A redirection would carry a token elsewhere, so none is followed.
    async with (
        open_hosts(settings, hub.clock) as hosts,
        Outgoing("spotify-web", timeout=SECONDS) as http,
    ):
        every: list[Target] = [FeedTarget(hub), WebhookTarget(hub), *hosts]
        pages = None
        if app is not None:
            clients = _clients(hub, app, http)
            every.append(PlaylistTarget(clients, hub.files))
            pages = ShownPages(clients)
        yield Targets(every=every, media=media, is_connected=_connected, pages=pages)


def _clients(
    hub: Hub, app: WebApp, http: httpx2.AsyncClient
) -> Callable[[str], Awaitable[WebClient]]:
    tokens = TokensOf(hub, http, app)

    async def client_of(brand_id: str) -> WebClient:
        return WebClient(Exchange(http, tokens(brand_id), base_url=app.web_url))

    return client_of


async def _connected(target: str, place: str) -> bool:
    """Whether a brand's account is connected, or was and has to be connected again."""
    return target == PLAYLISTS and await reading.has_account(place)
