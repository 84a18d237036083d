"""The issuer as the hub knows it: tokens are judged by keys that are kept for a while.

Everything hangs on three times. Keys are good for `FRESH`: then they are read again, so a key
that was withdrawn stops working. A token that names a key nobody knows makes them be read at once,
for the issuer may have changed keys, but no more often than every `PAUSE`, whoever asks: names of
keys can be invented. Until they are read again such a key may be new, and its token is not called
wrong. While the issuer is out, the keys read last go on for `STALE`.
"""

import asyncio
from datetime import datetime, timedelta

import httpx2
import structlog
from joserfc.jwk import Key

from connectors.oidc import tokens
from connectors.oidc.issuer import read_keys, trouble
from connectors.oidc.keys import candidates
from connectors.oidc.model import Header, Trust
from domain.clock import Clock
from domain.errors import Upstream
from domain.identities import Standing, Vouched

#: How long keys are good. Ours: how long a withdrawn key may go on.
FRESH = timedelta(minutes=5)

#: How long keys go on while the issuer is out. Ours: as long as its tokens usually live, after
#: which nobody has one that is still good.
STALE = timedelta(hours=1)

#: How long at least lies between two readings. Ours.
PAUSE = timedelta(seconds=30)

#: How long keys that were read are surely all there are. Ours: an issuer publishes a key before it
#: signs with it.
JUST_NOW = timedelta(seconds=1)

_MAYBE_NEW = (
    "This token names a key that its issuer did not publish when it was asked last, a moment ago;"
    f" it is asked again within {PAUSE.seconds} seconds. Come again then."
)

log = structlog.get_logger()


class OidcIdentities:
    """Vouches for people by the tokens of one issuer."""

    def __init__(self, http: httpx2.AsyncClient, clock: Clock, trust: Trust) -> None:
        self._http = http
        self._clock = clock
        self._trust = trust
        self._keys: tuple[Key, ...] = ()
        self._read_at: datetime | None = None
        self._tried_at: datetime | None = None
        self._problem: Upstream | None = None
        self._reading: asyncio.Task[None] | None = None

    async def vouched(self, token: str) -> Vouched:
        """Return whom a token names; `Forbidden` or `Upstream` if that cannot be said."""
        header = tokens.header_of(token, self._trust)
        keys = await self._keys_for(header)
        claims = tokens.claims_of(token, keys, header)
        return tokens.vouched_by(claims, self._trust, self._clock.now())

    async def standing(self) -> Standing:
        """Read the keys and return how that went."""
        await self._read()
        problem = self._problem.message if self._problem else None
        return Standing(self._trust.issuer, len(self._keys), problem)

    async def _keys_for(self, header: Header) -> tuple[Key, ...]:
        fresh = False
        if not self._younger_than(FRESH):
            fresh = await self._read()
        found = candidates(self._keys, header)
        if not found and not fresh and self._younger_than(FRESH):
            fresh = await self._read()
            found = candidates(self._keys, header)
        if not self._younger_than(STALE):
            raise self._problem or trouble("its keys could not be read")
        if not found:
            if self._problem is not None:
                raise self._problem
            if not fresh and not self._younger_than(JUST_NOW) and self._is_new(header):
                raise Upstream("issuer_keys_old", _MAYBE_NEW)
            raise tokens.refused("its issuer publishes no key that could have signed it")
        return found

    def _is_new(self, header: Header) -> bool:
        """Whether a token names a key of which nothing was ever heard."""
        named = header.key_id is not None
        return named and all(key.kid != header.key_id for key in self._keys)

    def _younger_than(self, age: timedelta) -> bool:
        return self._read_at is not None and self._clock.now() - self._read_at < age

    async def _read(self) -> bool:
        """Read the keys, unless that was done just now; whoever comes meanwhile waits along.

        Says whether they were read, well or not.
        """
        if self._reading is None or self._reading.done():
            now = self._clock.now()
            if self._tried_at is not None and now - self._tried_at < PAUSE:
                return False
            self._tried_at = now
            self._reading = asyncio.create_task(self._read_now(now))
        # Whoever asked may hang up; the others still wait for the answer.
        await asyncio.shield(self._reading)
        return True

    async def _read_now(self, now: datetime) -> None:
        try:
            self._keys = await read_keys(self._http, self._trust.issuer)
        except Upstream as problem:
            self._problem = problem
            log.warning("issuer_unreachable", issuer=self._trust.issuer, reason=problem.message)
            return
        self._read_at, self._problem = now, None
