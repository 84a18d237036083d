"""Keeping to Megaphone's rate, whichever process calls: the bucket is a row of the database."""

from typing import Protocol

from domain.clock import Clock
from domain.jobs import service as jobs
from domain.jobs.model import Rate

#: Calls that one verb of the target makes at most, but for what is found twice.
CALLS = 4

#: Verbs a second and at once. Source: Megaphone takes 60 calls a minute; a full bucket and what
#: comes in within a minute are 15 verbs together.
VERBS = Rate("megaphone", per_second=0.2, burst=3)


class Pace(Protocol):
    """Says whose turn it is."""

    async def turn(self, who: str) -> None:
        """Return if it is the turn of `who`; raise `RetryLater` with when it will be."""
        ...

    async def hush(self, seconds: float) -> None:
        """Have nobody's turn come for so long: Megaphone asks so."""
        ...


class SharedPace:
    """The pace of all processes together. Must not be asked in a transaction."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def turn(self, who: str) -> None:
        """See `Pace`; `who` comes again under the same name."""
        await jobs.book((VERBS,), who, self._clock.now())

    async def hush(self, seconds: float) -> None:
        """See `Pace`."""
        now = self._clock.now()
        await jobs.hush(VERBS.key, now, rate_per_second=VERBS.per_second, seconds=seconds)
