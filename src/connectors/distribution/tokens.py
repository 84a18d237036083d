"""Tokens by client credentials. Source: Spotify's authorization guide.

Each process has its own: such a grant takes nothing from the one before.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import httpx2

from connectors.hosting.channel import WAIT, Host
from connectors.outgoing import short
from domain.clock import Clock
from domain.jobs.model import GiveUp, RetryLater

#: How long a grant may take, in seconds, and the longest life of a token that is believed. Ours;
#: Spotify gives an hour.
GRANT_SECONDS, LIFETIME_SECONDS_MAX = 10.0, 86_400

#: A token with less than this left is fetched anew before it is used.
EARLY = timedelta(seconds=60)


class ClientTokens:
    """Hands out tokens, fetched one at a time whoever asks; see `hosting.channel.Entry`."""

    def __init__(
        self,
        http: httpx2.AsyncClient,
        clock: Clock,
        host: Host,
        *,
        token_url: str,
        client_id: str,
        client_secret: str,
    ) -> None:
        self._http = http
        self._clock = clock
        self._host = host
        self._token_url = token_url
        self._client = (client_id, client_secret)
        self._lock = asyncio.Lock()
        self._header = ""
        self._ends: datetime | None = None

    async def header(self, *, stale: str | None = None) -> str:
        """Return the header of a token that is good now.

        Raises `GiveUp` if the client is not known, `RetryLater` if none came: nothing was done.
        """
        async with self._lock:
            over = self._ends is None or self._clock.now() >= self._ends
            if over or stale == self._header:
                await self._fetch()
            return self._header

    async def _fetch(self) -> None:
        asked = {"data": {"grant_type": "client_credentials"}, "auth": self._client}
        beyond = self._none("a token came that cannot be read")
        try:
            async with asyncio.timeout(GRANT_SECONDS):
                answer = await short(self._http, "POST", self._token_url, beyond, **asked)
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as error:
            raise self._none(f"no token came ({type(error).__name__})") from error
        if answer.status_code in {400, 401, 403}:
            raise GiveUp(f"{self._host.name} does not know the hub; check {self._host.settings}")
        if not answer.is_success:
            raise self._none(f"no token came (status {answer.status_code})")
        token, life = self._granted(answer)
        self._header = f"Bearer {token}"
        self._ends = self._clock.now() + life - min(EARLY, life / 2)

    def _granted(self, answer: httpx2.Response) -> tuple[str, timedelta]:
        """Return a token and its life; what is said of an odd one never quotes it."""
        try:
            grant: Any = answer.json()
        except ValueError:
            grant = None
        token = grant.get("access_token") if isinstance(grant, dict) else None
        seconds = grant.get("expires_in") if isinstance(grant, dict) else None
        legible = isinstance(token, str) and token and token.isascii() and token.isprintable()
        lasting = isinstance(seconds, int | float) and 0 < seconds <= LIFETIME_SECONDS_MAX
        if not legible or not lasting:
            raise self._none("a token came that cannot be read")
        return str(token), timedelta(seconds=float(seconds or 0))

    def _none(self, problem: str) -> RetryLater:
        return RetryLater(WAIT, f"{self._host.name}: {problem}")
