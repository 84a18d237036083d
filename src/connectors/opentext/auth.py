"""What lets the hub in: tokens of an OpenText tenant, or a user name and password for Flowable."""

import asyncio
import base64
from datetime import datetime, timedelta
from typing import Any, Protocol

import httpx2

from connectors.opentext.errors import Unsuitable
from connectors.outgoing import short
from domain.clock import Clock

#: A token with less than this left is fetched anew before it is used.
EARLY = timedelta(seconds=60)

#: The longest life of a token that is believed, and the shortest, in seconds. Ours.
LIFETIME_SECONDS_MAX = 86_400


class NotLetIn(Exception):
    """The service does not take what the settings say the hub is."""


class Entry(Protocol):
    """Hands out what stands in the header `Authorization`."""

    async def header(self, *, stale: str | None = None) -> str:
        """Return it; `stale` is one that was just refused. `NotLetIn` if there is none."""
        ...


class Basic:
    """A user name and password; there is never another."""

    def __init__(self, user: str, password: str) -> None:
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._header = f"Basic {pair}"

    async def header(self, *, stale: str | None = None) -> str:
        """Return the header; one that was refused stays refused."""
        if stale == self._header:
            raise NotLetIn
        return self._header


class TenantTokens:
    """Hands out tokens of a tenant, fetched by client credentials, one fetch at a time."""

    def __init__(
        self,
        http: httpx2.AsyncClient,
        clock: Clock,
        *,
        token_url: str,
        client_id: str,
        client_secret: str,
    ) -> None:
        self._http = http
        self._clock = clock
        self._token_url = token_url
        self._grant = {
            "client_id": client_id,
            "client_secret": client_secret,
            "grant_type": "client_credentials",
        }
        self._lock = asyncio.Lock()
        self._header = ""
        self._ends: datetime | None = None

    async def header(self, *, stale: str | None = None) -> str:
        """Return the header of a token that is good now; see `Entry`."""
        async with self._lock:
            soon = self._ends is None or self._clock.now() > self._ends
            if soon or (stale is not None and stale == self._header):
                await self._fetch()
            return self._header

    async def _fetch(self) -> None:
        beyond = Unsuitable("gave a token that cannot be read")
        answer = await short(self._http, "POST", self._token_url, beyond, json=self._grant)
        if answer.status_code in {400, 401, 403}:
            raise NotLetIn
        if not answer.is_success:
            raise Unsuitable(f"gave no token (status {answer.status_code})")
        token, seconds = _token_of(answer)
        self._header = f"Bearer {token}"
        # Half of a short life at least, so that a token is never fetched for every question.
        early = min(EARLY, timedelta(seconds=seconds / 2))
        self._ends = self._clock.now() + timedelta(seconds=seconds) - early


def _token_of(answer: httpx2.Response) -> tuple[str, float]:
    """Return a token and its life in seconds; what is said of an odd one never quotes it."""
    try:
        grant: Any = answer.json()
    except (ValueError, RecursionError):
        grant = None
    token = grant.get("access_token") if isinstance(grant, dict) else None
    seconds = grant.get("expires_in") if isinstance(grant, dict) else None
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
        raise Unsuitable("gave a token that cannot be read")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise Unsuitable("gave a token that cannot be read")
    if not 0 < seconds <= LIFETIME_SECONDS_MAX:
        raise Unsuitable("gave a token that cannot be read")
    return token, seconds
