"""A copy of the database that lists may be read from, and how far behind it is.

The copy follows by PostgreSQL's streaming replication. How far behind it is, is not asked of it
alone: a copy that lost its way to the original believes that it has everything. So a process notes
every second how far the original's log has come, and looks which of its notes the copy has reached;
clocks of other machines play no part. What a process does not know for certain is "too far".
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog
from tortoise.exceptions import BaseORMException

from domain.database import sql
from domain.database.address import address
from domain.database.pool import Limits
from domain.database.postgres import PooledClient
from domain.database.statements import Result, Statement
from domain.errors import HubError, Invalid

#: How often it is looked how far behind the copy is, and how long it may take to say so, in
#: seconds.
LOOK_SECONDS = 1.0

#: How long a list may take there, and how long is waited for a connection, in seconds: after both
#: the original is still to answer, in the time that an operation has.
LIST_SECONDS, WAIT_SECONDS = 3.0, 1.0

#: What a copy that is away, behind, or in conflict with what it replays answers with.
TROUBLE = (HubError, BaseORMException, OSError)

# Positions of different clusters say nothing of one another: after a move the replica may still be
# the one of the server before.
_WRITTEN = (
    "SELECT pg_current_wal_lsn()::text AS at, system_identifier::text AS cluster"
    " FROM pg_control_system()"
)
_REPLAYED = Statement(
    "SELECT pg_last_wal_replay_lsn()::text AS at, system_identifier::text AS cluster"
    " FROM pg_control_system()",
    returns=True,
)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Standing:
    """How the copy stands: so many seconds `behind`, or the `problem` that it is not read for."""

    behind: float | None
    problem: str = ""

    @property
    def said(self) -> str:
        """One line about it."""
        if self.problem or self.behind is None:
            return f"replica: {self.problem}; lists are read from the primary"
        return f"replica: {self.behind:.1f} s behind"


class Replica:
    """The copy at `url`, which is read as long as it is no more than `most` seconds behind."""

    def __init__(
        self,
        url: str,
        limits: Limits,
        most: float,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        bounded = Limits(
            limits.connections,
            min(limits.wait_seconds, WAIT_SECONDS),
            min(limits.statement_seconds, LIST_SECONDS),
        )
        self.most = most
        self._client = PooledClient(address=address(url), limits=bounded, connection_name="replica")
        self._elapsed = elapsed
        #: How far the original's log had come, and when, as far back as counts.
        self._notes: deque[tuple[float, int]] = deque(maxlen=int(most / LOOK_SECONDS) + 2)
        self._reached: float | None = None
        self._problem = "nobody looked yet"

    @property
    def standing(self) -> Standing:
        """How it stands now; what was true at the last look has aged since."""
        if self._reached is None:
            return Standing(None, self._problem)
        behind = self._elapsed() - self._reached
        return Standing(behind, self._too_far if behind > self.most else "")

    @property
    def near(self) -> bool:
        """Whether lists may be read from it."""
        return not self.standing.problem

    async def look(self) -> None:
        """See how far behind it is; raises nothing that means it is away."""
        before = self.near
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._compare()
        except (*TROUBLE, TimeoutError) as trouble:
            self.away(trouble)
        if self.near != before:
            log.warning("replica_changed", said=self.standing.said)

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_SECONDS)

    def away(self, trouble: BaseException) -> None:
        """Read nothing from it until it answers again."""
        self._reached = None
        self._problem = f"does not answer ({type(trouble).__name__})"

    async def run(self, statements: Sequence[Statement]) -> list[Result]:
        """Run questions on one connection, one after the other; whatever is wrong is raised."""
        return await self._client.run(statements)

    def close(self) -> None:
        """End every connection; nothing is under way there that anybody waits for."""
        pool, self._client._pool = self._client._pool, None  # noqa: SLF001  Where Tortoise's client has it.
        if pool is not None:
            pool.terminate()

    @property
    def _too_far(self) -> str:
        return f"not known to be within {self.most:g} s of the primary"

    async def _compare(self) -> None:
        began = self._elapsed()
        (written,) = await sql.fetch(_WRITTEN)
        self._notes.append((began, _position(written["at"])))
        (answer,) = await self.run([_REPLAYED])
        replayed = answer.rows[0]["at"]
        if replayed is None or answer.rows[0]["cluster"] != written["cluster"]:
            self._reached = None
            self._problem = "is no replica of this primary"
            return
        reached = [at for at, position in self._notes if position <= _position(replayed)]
        self._reached = max(reached, default=None)
        self._problem = self._too_far


class _Open:
    """The copy that this process has open."""

    replica: Replica | None = None


def opened() -> Replica | None:
    """Return the copy that is open, or None."""
    return _Open.replica


def open_replica(url: str, limits: Limits, most: float) -> Replica:
    """Open the copy at `url`; it is connected to when it is looked at first.

    Raises `Invalid` if that is no PostgreSQL's address.
    """
    if url.startswith("sqlite://"):
        raise Invalid(
            "bad_replica",
            "GREENLIGHT_DATABASE_REPLICA_URL: a file has no replica; leave it out, or use"
            " PostgreSQL for both.",
            ("database_replica_url",),
        )
    _Open.replica = Replica(url, limits, most)
    return _Open.replica


def close_replica() -> None:
    """Close the copy, if one is open."""
    replica, _Open.replica = _Open.replica, None
    if replica is not None:
        replica.close()


def _position(said: str) -> int:
    """Return a position in the log as a number. Source: PostgreSQL's type `pg_lsn`."""
    high, _, low = said.partition("/")
    return (int(high, 16) << 32) + int(low, 16)
