"""An allowance that several processes share, without asking the database every time.

Each process borrows a slice of the shared bucket and spends it by itself. What is borrowed was
taken from the bucket before, so nobody ever spends more than there is; what a process has borrowed
and does not spend within a minute lapses, so others may have that much less. In any minute all
processes together spend at most twice the allowance (a full bucket, and what flows in), and a slice
each from the minute before.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.database.tally import aside
from domain.jobs import service as jobs
from domain.jobs.model import RetryLater

#: What the keys of shared buckets begin with.
PREFIX = "slice:"

#: How many slices an allowance has.
SLICES = 20

#: How long a slice lasts.
LASTS = timedelta(minutes=1)

#: Of how many callers a process knows slices; those who came longest ago borrow anew.
KNOWN_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left of an allowance, as far as this process knows; at `full_at` all of it is."""

    limit: int
    remaining: int
    full_at: datetime


@dataclass(slots=True)
class _Slice:
    """What one caller has here: `held` of its own, `shared` in the bucket at `at`."""

    at: datetime
    held: float = 0.0
    shared: float = 0.0
    empty_until: datetime | None = None


class Slices:
    """The slices of one process."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, _Slice] = OrderedDict()

    def wait(self, key: str, now: datetime) -> float:
        """Return how many seconds `key` has to wait as it was told before; 0 if it need not."""
        known = self._known.get(key)
        until = known.empty_until if known else None
        return max((until - now).total_seconds(), 0.0) if until else 0.0

    async def spend(self, key: str, amount: float, per_minute: int, now: datetime) -> Standing:
        """Spend `amount` of what `key` has, at most `per_minute`.

        Raises `RetryLater` with the seconds until there is as much.
        """
        found = self._of(key, now)
        if found.held < amount:
            await self._borrow(found, key, amount - found.held, per_minute, now)
        found.held -= amount
        return _standing(found, per_minute, now)

    def _of(self, key: str, now: datetime) -> _Slice:
        found = self._known.get(key)
        if found is None or now - found.at > LASTS:
            found = self._known[key] = _Slice(now)
        self._known.move_to_end(key)
        if len(self._known) > KNOWN_MAX:
            self._known.popitem(last=False)
        return found

    async def _borrow(
        self, found: _Slice, key: str, lacking: float, per_minute: int, now: datetime
    ) -> None:
        rate, wanted = per_minute / 60, max(lacking, per_minute / SLICES)
        # A slice is nothing that anybody needs whole: near the end there may be just enough.
        for asked in sorted({wanted, lacking}, reverse=True):
            try:
                with aside():
                    left = await jobs.take(
                        *(PREFIX + key, now),
                        rate_per_second=rate,
                        burst=float(per_minute),
                        amount=asked,
                    )
            except RetryLater as wait:
                if asked > lacking:
                    continue
                found.empty_until = now + timedelta(seconds=wait.seconds)
                raise
            found.held, found.shared = found.held + asked, left
            found.at, found.empty_until = now, None
            return


def _standing(found: _Slice, per_minute: int, now: datetime) -> Standing:
    flown = (now - found.at).total_seconds() * per_minute / 60
    remaining = min(found.held + found.shared + flown, float(per_minute))
    seconds = (per_minute - remaining) * 60 / per_minute
    return Standing(per_minute, int(remaining), now + timedelta(seconds=seconds))
