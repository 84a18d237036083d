"""Access tokens by the refresh grant. Source: Spotify's authorization guide, and its own tools.

One process renews, the others take what it got: `domain/credentials` keeps it for all of them.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

import httpx2

from connectors.outgoing import short
from connectors.spotify.errors import NotAuthorised, OutcomeUnknown, SpotifyError
from domain.clock import Clock
from domain.credentials.model import Grant, Held
from domain.credentials.rules import is_good

#: The longest life of a token that is believed, in seconds. Ours: a day; Spotify gives an hour.
LIFETIME_SECONDS_MAX = 86_400

#: How long a grant may take, in seconds; far less than others wait for who claimed it
#: (`domain.credentials.rules.CLAIM`).
GRANT_SECONDS = 10.0

#: The code of a refusal of the hub's app, whatever was granted to it.
CLIENT_REFUSED = "client_refused"

#: Errors that are of the app, whatever was granted to it. Source: RFC 6749, 5.2.
_OF_THE_APP = frozenset({"invalid_client", "unauthorized_client", "unsupported_grant_type"})

#: How often it is looked whether somebody else has renewed the token, in seconds.
LOOK_SECONDS = 0.25


class Keeping(Protocol):
    """Keeps the grant for every process; see `domain.credentials.service.Credential`."""

    async def take(self, stale: str | None = None) -> Held | None:
        """Return what is good or ours to renew; None while somebody else renews it."""
        ...

    async def replace(self, held: Held, grant: Grant) -> bool:
        """Keep `grant` in the place of `held`; False if somebody else has replaced that."""
        ...

    async def let_go(self, held: Held) -> bool:
        """Leave it to others; say whether `held` is still what is kept."""
        ...


class Tokens:
    """Hands out access tokens and renews them, one renewal at a time whoever asks.

    `client_secret` is empty for an app that has none.
    """

    def __init__(
        self,
        http: httpx2.AsyncClient,
        clock: Clock,
        keeping: Keeping,
        *,
        token_url: str,
        client_id: str,
        client_secret: str,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._http = http
        self._clock = clock
        self._keeping = keeping
        self._token_url = token_url
        self._client = client_of(client_id, client_secret)
        self._sleep = sleep
        self._lock = asyncio.Lock()
        self._grant: Grant | None = None
        self._unkept: tuple[Held, Grant] | None = None

    async def access(self, *, stale: str | None = None) -> str:
        """Return a token that is good now; `stale` is one that was just refused."""
        async with self._lock:
            self._grant = await self._keep() or self._grant
            if self._grant is None or not is_good(self._grant, self._clock.now(), stale):
                self._grant = await self._fresh(stale)
            return self._grant.access

    async def _fresh(self, stale: str | None) -> Grant:
        """Return a grant that is good: the one another process got, or one of our own."""
        while True:
            held = await self._keeping.take(stale)
            if held is None:
                await self._sleep(LOOK_SECONDS)
            elif held.claim is None:
                return held.grant
            elif (renewed := await _to_the_end(self._renew(held))) is not None:
                return renewed

    async def _renew(self, held: Held) -> Grant | None:
        """Ask for a grant and keep it; None if somebody else has, who is to be asked then."""
        try:
            answer = await self._ask(held.grant.refresh)
        except OutcomeUnknown:
            await self._keeping.let_go(held)
            raise
        if answer.status_code in {400, 401}:
            if not await self._keeping.let_go(held):
                return None  # It was refused because another process had used it before.
            raise _refused(answer)
        return await self._granted(held, answer)

    async def _ask(self, refresh: str) -> httpx2.Response:
        form = {"grant_type": "refresh_token", "refresh_token": refresh}
        return await asked(self._http, self._token_url, form, self._client)

    async def _granted(self, held: Held, answer: httpx2.Response) -> Grant | None:
        try:
            if answer.status_code != 200:  # noqa: PLR2004  The status of a grant.
                raise OutcomeUnknown("token_refused", [f"status {answer.status_code}"])
            said = object_of(answer)
        except OutcomeUnknown:
            await self._keeping.let_go(held)
            raise
        # Kept first: whatever else is odd about the grant, the token before may be void now.
        rotated = said.get("refresh_token")
        refresh = rotated if isinstance(rotated, str) and rotated else held.grant.refresh
        try:
            access, lifetime = access_of(said)
        except OutcomeUnknown:
            self._unkept = (held, Grant(refresh))
            await self._keep()
            raise
        self._unkept = (held, Grant(refresh, access, self._clock.now() + lifetime))
        return await self._keep()

    async def _keep(self) -> Grant | None:
        """Keep what was granted; return it unless somebody else was first.

        If the database is out, it is tried again before the next token is handed out.
        """
        if self._unkept is None:
            return None
        held, grant = self._unkept
        kept = await self._keeping.replace(held, grant)
        self._unkept = None
        return grant if kept else None


async def _to_the_end(renewing: Awaitable[Grant | None]) -> Grant | None:
    """Wait for a renewal; whoever asked may be stopped, but the answer must still be kept."""
    task = asyncio.ensure_future(renewing)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


@dataclass(frozen=True, slots=True, repr=False)
class Client:
    """How an app says which it is: `form` goes with what it asks, `auth` into the header."""

    form: Mapping[str, str]
    auth: httpx2.Auth


def client_of(client_id: str, client_secret: str) -> Client:
    """Return how an app says which it is; one without a secret says it in the form (RFC 6749)."""
    if client_secret:
        return Client({}, httpx2.BasicAuth(client_id, client_secret))
    return Client({"client_id": client_id}, httpx2.Auth())


async def asked(
    http: httpx2.AsyncClient, url: str, form: Mapping[str, str], client: Client
) -> httpx2.Response:
    """Ask for a grant, once; `OutcomeUnknown` if no answer came."""
    try:
        async with asyncio.timeout(GRANT_SECONDS):
            given = {"data": {**form, **client.form}, "auth": client.auth}
            return await short(http, "POST", url, _unreadable(), **given)
    except (httpx2.RequestError, TimeoutError) as error:
        raise OutcomeUnknown("token_unreachable", [type(error).__name__]) from error


def _refused(answer: httpx2.Response) -> SpotifyError:
    """Return what to say of a refusal: of the app by its id, or of what was granted to it.

    What says neither, as anything between may answer, leaves what was granted as it was.
    """
    error = None
    with contextlib.suppress(OutcomeUnknown):
        error = object_of(answer).get("error")
    if error in _OF_THE_APP:
        said = "Spotify does not take the hub's client id and secret; an administrator looks"
        return NotAuthorised(CLIENT_REFUSED, [f"{said} at the settings"])
    if error == "invalid_grant":
        said = "the hub is no longer authorised; connect the ad account again"
        return NotAuthorised("reauthorise", [said])
    return OutcomeUnknown("token_refused", [f"status {answer.status_code}"])


def object_of(answer: httpx2.Response) -> Mapping[str, Any]:
    """Return what was granted, as it came; `OutcomeUnknown` if it cannot be read."""
    try:
        grant = answer.json()
    except ValueError:
        raise _unreadable() from None
    if not isinstance(grant, dict):
        raise _unreadable()
    return grant


def access_of(grant: Mapping[str, Any]) -> tuple[str, timedelta]:
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
