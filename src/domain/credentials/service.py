"""Keeping what opens an account outside, for every process at once.

Renewing is a call outside, during which no transaction is held: it would keep every writer out on
SQLite. So the turn is claimed in one short transaction (the row locked), the call is made, and
the answer is written in another. Whoever comes meanwhile waits for the row to change.

The answer is fenced by the version of the grant that it replaces, not by the claim: of two that
renewed one version, since the first was slower than its claim, the first to answer is kept.
"""

import hashlib
import json
from datetime import datetime

from domain.clock import Clock
from domain.credentials import records
from domain.credentials.model import Grant, Held
from domain.credentials.rules import CLAIM, UNUSED, is_claimed, is_good
from domain.database import sql, transaction
from domain.errors import Missing
from domain.secrets import Secrets

#: What opens an account is sealed for; the account's name stands in it.
USE = "credential:{}"


class Kept:
    """What opens the account `name`, kept under `key`; see `keep`.

    Raises `Missing` once it was forgotten: nothing opens that account any more.
    """

    def __init__(self, secrets: Secrets, clock: Clock, name: str, key: str) -> None:
        self._secrets = secrets
        self._clock = clock
        self._name = name
        self._key = key

    async def take(self, stale: str | None = None) -> Held | None:
        """Return what is kept: good to be used, or claimed for the caller to renew it.

        None if somebody else is renewing it now. `stale` is an access token just refused.
        """
        now = self._clock.now()
        async with transaction():
            row = await self._row(now)
            held = self._held(row)
            if is_good(held.grant, now, stale):
                return held
            if is_claimed(sql.instant_or_none(row["claimed_until"]), now):
                return None
            await records.claim(self._key, now + CLAIM)
            return Held(held.grant, held.version, row["claims"] + 1)

    async def replace(self, held: Held, grant: Grant) -> bool:
        """Keep `grant` in the place of `held`; False if somebody else has replaced that."""
        now = self._clock.now()
        async with transaction():
            kept = await records.replace(self._key, self._sealed(grant), held.version, now)
            await records.forget_others(self._name, self._key, now - UNUSED)
        return kept

    async def let_go(self, held: Held) -> bool:
        """End the caller's claim with nothing renewed; say whether `held` is still what is kept."""
        async with transaction():
            row = await self._row(self._clock.now())
            if held.claim is not None:
                await records.let_go(self._key, held.claim)
        return bool(row["version"] == held.version)

    async def _row(self, now: datetime) -> sql.Row:  # noqa: ARG002  When it may begin here.
        row = await records.locked(self._key)
        if row is None:
            raise Missing("no_credential", "What opened this account is not kept any more.")
        return row

    def _sealed(self, grant: Grant) -> str:
        return _sealed(self._secrets, self._name, grant)

    def _held(self, row: sql.Row) -> Held:
        kept = json.loads(self._secrets.unseal(_use(self._name), row["sealed"]))
        ends = datetime.fromisoformat(kept["ends"]) if kept["ends"] else None
        return Held(Grant(kept["refresh"], kept["access"], ends), row["version"])


class Credential(Kept):
    """What opens the account `name`; `first` is what it was opened with, from the settings.

    The account may replace that with every use. A new one in the settings is a new authorisation.
    """

    def __init__(self, secrets: Secrets, clock: Clock, name: str, first: str) -> None:
        super().__init__(secrets, clock, name, _key(name, first))
        self._first = first

    async def is_new(self) -> bool:
        """Whether nothing was renewed here yet."""
        row = await sql.fetch_one("SELECT version FROM credentials WHERE key = $1", self._key)
        return row is None or row["version"] == 0

    async def take_over(self, refresh: str) -> bool:
        """Begin with `refresh`, if nothing was renewed here yet; say whether it was taken.

        It is what an earlier Greenlight made of this authorisation and kept elsewhere.
        """
        now = self._clock.now()
        async with transaction():
            row = await self._row(now)
            return row["version"] == 0 and await records.replace(
                self._key, self._sealed(Grant(refresh)), 0, now
            )

    async def _row(self, now: datetime) -> sql.Row:
        await records.begin(self._key, self._name, self._sealed(Grant(self._first)), now)
        row = await records.locked(self._key)
        if row is None:  # Deleted in between: other settings have been in use for a month.
            raise RuntimeError("a credential vanished while it was taken")
        return row


async def keep(secrets: Secrets, now: datetime, name: str, grant: Grant) -> str:
    """Keep what opens the account `name` from now on, in the running transaction; return its key.

    What opened it before is forgotten.
    """
    await records.forget(name)
    key = _key(name, grant.refresh)
    await records.begin(key, name, _sealed(secrets, name, grant), now)
    return key


def _key(name: str, first: str) -> str:
    return f"{name}:{hashlib.sha256(first.encode()).hexdigest()}"


def _use(name: str) -> str:
    return USE.format(name)


def _sealed(secrets: Secrets, name: str, grant: Grant) -> str:
    ends = grant.ends.isoformat() if grant.ends else None
    text = json.dumps({"refresh": grant.refresh, "access": grant.access, "ends": ends})
    return secrets.seal(_use(name), text)
