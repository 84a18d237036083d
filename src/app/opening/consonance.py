"""The way to Consonance, put together from the settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.opening.elsewhere import safe
from app.settings import Settings
from connectors.consonance.channel import Channel
from connectors.consonance.connector import Consonance
from connectors.outgoing import Outgoing
from domain.errors import Invalid
from domain.title_house.model import Writing


@asynccontextmanager
async def open_house(settings: Settings) -> AsyncIterator[Consonance | None]:
    """Open the way to Consonance; None if none is set."""
    if settings.consonance_url is None:
        yield None
        return
    base = safe("CONSONANCE_URL", settings.consonance_url)
    key, token = settings.consonance_key, settings.consonance_rest_token
    if key is None:
        raise Invalid("bad_settings", "Set GREENLIGHT_CONSONANCE_KEY as well.", ("settings",))
    seconds = settings.consonance_seconds
    # Its own client; and a redirection would carry the key elsewhere, so none is followed.
    async with Outgoing("consonance", timeout=seconds) as http:
        bearer = f"Bearer {key.get_secret_value()}"
        channel = Channel(http, bearer, "GREENLIGHT_CONSONANCE_KEY", seconds)
        rest = None
        if token is not None:
            said = f"Token token={token.get_secret_value()}"
            rest = Channel(http, said, "GREENLIGHT_CONSONANCE_REST_TOKEN", seconds)
        yield Consonance(base, channel, rest, Writing(settings.consonance_writes))
