"""The podcast hosts that the hub publishes by, put together from the settings."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import httpx2

from app.opening.elsewhere import safe
from app.settings import Settings
from connectors.distribution import target as distribution
from connectors.hosting.channel import SECONDS
from connectors.megaphone import target as megaphone
from connectors.outgoing import Outgoing
from domain import territories
from domain.clock import Clock
from domain.errors import Invalid
from domain.targets.model import Target


@asynccontextmanager
async def open_hosts(settings: Settings, clock: Clock) -> AsyncIterator[Sequence[Target]]:
    """Open the way to every host that is set; `Invalid` says what is not as it must be."""
    # A redirection would carry a token elsewhere, so none is followed.
    async with Outgoing("hosting", timeout=SECONDS) as http:
        found = (_distribution(settings, clock, http), _megaphone(settings, clock, http))
        yield [one for one in found if one is not None]


def _distribution(settings: Settings, clock: Clock, http: httpx2.AsyncClient) -> Target | None:
    client_id, secret = settings.distribution_client_id, settings.distribution_client_secret
    if not client_id and not secret:
        return None
    if not client_id or not secret:
        raise Invalid(
            "bad_settings",
            "Set both, GREENLIGHT_DISTRIBUTION_CLIENT_ID and"
            " GREENLIGHT_DISTRIBUTION_CLIENT_SECRET.",
            ("settings",),
        )
    return distribution.connected(
        http,
        clock,
        base_url=safe("DISTRIBUTION_API_URL", settings.distribution_api_url),
        token_url=safe("SPOTIFY_TOKEN_URL", settings.spotify_token_url),
        client_id=client_id,
        client_secret=secret.get_secret_value(),
        reach=_reach("DISTRIBUTION_MARKETS", settings.distribution_markets),
    )


def _megaphone(settings: Settings, clock: Clock, http: httpx2.AsyncClient) -> Target | None:
    if not settings.megaphone_token:
        return None
    return megaphone.connected(
        http,
        clock,
        base_url=safe("MEGAPHONE_API_URL", settings.megaphone_api_url),
        token=settings.megaphone_token.get_secret_value(),
        reach=_reach("MEGAPHONE_MARKETS", settings.megaphone_markets),
    )


def _reach(name: str, places: Sequence[str]) -> frozenset[str]:
    """Return the countries in which a host's shows are heard, parts of some included."""
    try:
        return territories.check(places).touched
    except Invalid as error:
        said = f"GREENLIGHT_{name}: {error.message}"
        raise Invalid("bad_settings", said, ("settings",)) from None
