"""Access tokens of the accounts that brands connected, renewed once for all processes."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx2

from connectors.spotify.auth import CLIENT_REFUSED, Tokens
from connectors.spotify.errors import NotAuthorised
from connectors.spotify.web.authorizing import WebApp
from domain.connections import ending, reading, rules
from domain.connections.model import Connection
from domain.credentials.service import Kept
from domain.errors import Conflict, Missing
from domain.hub import Hub


class TokensOf:
    """Hands out, by brand, what opens its account; one of these serves a whole process."""

    def __init__(
        self,
        hub: Hub,
        http: httpx2.AsyncClient,
        app: WebApp,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._hub = hub
        self._sleep = sleep
        self._http = http
        self._app = app
        self._known: dict[str, tuple[str, Tokens]] = {}

    def __call__(self, brand_id: str) -> "BrandTokens":
        """Return the access tokens of a brand."""
        return BrandTokens(self, brand_id)

    async def access(self, brand_id: str, stale: str | None) -> str:
        """Return a token that is good now; see `BrandTokens`."""
        try:
            connection, key = await reading.connected(brand_id)
            return await self._opened(connection, key, stale)
        except Conflict as error:
            raise NotAuthorised(error.code, [error.message]) from error
        except Missing as error:  # It was cut off, or connected anew, since it was looked up.
            raise NotAuthorised("not_connected", [rules.REMEDY]) from error

    async def _opened(self, connection: Connection, key: str, stale: str | None) -> str:
        try:
            return await self._tokens(connection, key).access(stale=stale)
        except NotAuthorised as error:
            if error.code == CLIENT_REFUSED:  # The settings are wrong, not what was granted.
                raise
            await ending.broke(self._hub, connection)
            raise NotAuthorised(error.code, [f"{rules.REFUSED}; {rules.REMEDY}"]) from error

    def _tokens(self, connection: Connection, key: str) -> Tokens:
        """Return what this process has of an authorisation; what was before is dropped."""
        held, tokens = self._known.get(connection.id, ("", None))
        if tokens is None or held != key:
            keeping = Kept(self._hub.secrets, self._hub.clock, connection.id, key)
            tokens = Tokens(
                self._http,
                self._hub.clock,
                keeping,
                token_url=self._app.token_url,
                client_id=self._app.client_id,
                client_secret=self._app.client_secret,
                sleep=self._sleep,
            )
            self._known[connection.id] = (key, tokens)
        return tokens


class BrandTokens:
    """Access tokens of one brand; it is looked every time whether it is connected still.

    Raises `NotAuthorised`, which says what to do, where it is not. A connection that Spotify
    refuses is broken from then on, and those who manage are told.
    """

    def __init__(self, tokens: TokensOf, brand_id: str) -> None:
        self._of = tokens
        self._brand_id = brand_id

    async def access(self, *, stale: str | None = None) -> str:
        """Return a token that is good now; `stale` is one that was just refused."""
        return await self._of.access(self._brand_id, stale)
