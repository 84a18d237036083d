"""Access tokens by the refresh grant. Source: Spotify's authorization guide, and its own tools."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

import httpx2

from connectors.spotify.errors import NotAuthorised, OutcomeUnknown
from domain.clock import Clock

#: A token with less than this left is renewed before it is used.
EARLY = timedelta(seconds=120)


#: The longest life of a token that is believed, in seconds. Ours: a day; Spotify gives an hour.
LIFETIME_SECONDS_MAX = 86_400


class TokenStore(Protocol):
    """Keeps the refresh token, which Spotify may replace with every use."""

    async def load(self) -> str:
        """Return the refresh token."""
        ...

    async def save(self, refresh_token: str) -> None:
        """Keep a new refresh token."""
        ...


class Tokens:
    """Hands out access tokens and renews them, one renewal at a time."""

    def __init__(
        self,
        http: httpx2.AsyncClient,
        clock: Clock,
        store: TokenStore,
        *,
        token_url: str,
        client_id: str,
        client_secret: str,
    ) -> None:
        self._http = http
        self._clock = clock
        self._store = store
        self._token_url = token_url
        self._client = (client_id, client_secret)
        self._lock = asyncio.Lock()
        self._access = ""
        self._ends: datetime | None = None

    async def access(self, *, stale: str | None = None) -> str:
        """Return a token that is good now; `stale` is one that was just refused."""
        async with self._lock:
            soon = self._ends is None or self._clock.now() > self._ends - EARLY
            if soon or (stale is not None and stale == self._access):
                await self._renew()
            return self._access

    async def _renew(self) -> None:
        form = {"grant_type": "refresh_token", "refresh_token": await self._store.load()}
        try:
            answer = await self._http.post(self._token_url, data=form, auth=self._client)
        except httpx2.TransportError as error:
            raise OutcomeUnknown("token_unreachable", [type(error).__name__]) from error
        if answer.status_code in {400, 401}:
            raise NotAuthorised(
                "reauthorise", ["the hub is no longer authorised; connect the ad account again"]
            )
        if answer.status_code != 200:  # noqa: PLR2004  The status of a grant.
            raise OutcomeUnknown("token_refused", [f"status {answer.status_code}"])
        grant = _object(answer)
        # Kept first: whatever else is odd about the grant, the token before may be void now.
        if isinstance(rotated := grant.get("refresh_token"), str) and rotated:
            await self._store.save(rotated)
        self._access, lifetime = _access_of(grant)
        self._ends = self._clock.now() + lifetime


def _object(answer: httpx2.Response) -> Mapping[str, Any]:
    try:
        grant = answer.json()
    except ValueError:
        raise _unreadable() from None
    if not isinstance(grant, dict):
        raise _unreadable()
    return grant


def _access_of(grant: Mapping[str, Any]) -> tuple[str, timedelta]:
    """Return the access token of a grant, and how long it is good."""
    token, seconds = grant.get("access_token"), grant.get("expires_in")
    if not isinstance(token, str) or not isinstance(seconds, int | float):
        raise _unreadable()
    if not token or not 0 < seconds <= LIFETIME_SECONDS_MAX:
        raise _unreadable()
    return token, timedelta(seconds=seconds)


def _unreadable() -> OutcomeUnknown:
    """Return what to say of a grant; never its content, for there are tokens in it."""
    return OutcomeUnknown("token_unreadable", ["the grant of an access token cannot be read"])
