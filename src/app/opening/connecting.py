"""Accounts that brands connect at Spotify: put together from the settings, and told by `doctor`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from api.doors.connections import CALLBACK
from app.findings import PERSON
from app.opening.elsewhere import safe
from app.settings import Settings
from connectors.outgoing import Outgoing
from connectors.spotify.web.authorizing import SpotifyAuthoriser, WebApp
from domain.authorising import Authoriser
from domain.clock import Clock
from domain.connections import reading
from domain.errors import Invalid


@asynccontextmanager
async def open_authoriser(settings: Settings, clock: Clock) -> AsyncIterator[Authoriser | None]:
    """Open the way on which owners are asked for their accounts; None if Spotify knows no app."""
    app = web_app(settings)
    if app is None:
        yield None
        return
    # Its own client: a redirection is never followed with a code or a token.
    async with Outgoing("spotify-accounts", follow_redirects=False) as http:
        yield SpotifyAuthoriser(http, clock, app)


def web_app(settings: Settings) -> WebApp | None:
    """Return what Spotify's Web API knows the hub by; None if nothing is set.

    `Invalid` where Spotify would lead nobody back to the hub, or secrets would go in the open.
    """
    if not settings.spotify_web_client_id:
        return None
    here = settings.public_url.rstrip("/")
    if not _leads_back(here):
        raise Invalid(
            "bad_settings",
            "Spotify leads people back by https, or to http://127.0.0.1, and never to a host"
            " named localhost; set GREENLIGHT_PUBLIC_URL to such an address.",
            ("settings",),
        )
    secret = settings.spotify_web_client_secret
    return WebApp(
        client_id=settings.spotify_web_client_id,
        client_secret=secret.get_secret_value() if secret else "",
        way_back=here + CALLBACK,
        accounts_url=safe("SPOTIFY_ACCOUNTS_URL", settings.spotify_accounts_url).rstrip("/"),
        web_url=safe("SPOTIFY_WEB_URL", settings.spotify_web_url).rstrip("/"),
    )


async def standing() -> list[str]:
    """Return a line for every account that somebody has to connect again."""
    return [f"{PERSON}{trouble}" for trouble in await reading.troubles()]


def _leads_back(address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme == "https":
        return parts.hostname not in {None, "localhost"}
    return (parts.scheme, parts.hostname) == ("http", "127.0.0.1")
