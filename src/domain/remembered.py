"""Who stood behind a token a moment ago, so that not every request asks the database again.

An actor is remembered for `SECONDS`, and only as long as nothing at all was changed: neither by
this process, whose commits are counted, nor as far as the feed has heard by any other. So what one
process revokes ends there at once, elsewhere when the change is heard, and `SECONDS` later where
nothing is heard. Roles, seats and absences come with the actor and end with it.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.actor import Actor
from domain.database import changes
from domain.feed import Feed

#: How long somebody is remembered at most, in seconds; a revoked token lives no longer. Ours.
SECONDS = 1.0

#: How many are remembered; then all are forgotten, as they would be a second later.
REMEMBERED_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Moment:
    """When somebody was looked up: by both clocks, and after how many changes."""

    now: datetime
    elapsed: float
    changes: int
    told: int

    @classmethod
    def of(cls, now: datetime, feed: Feed) -> "Moment":
        """Return this moment; take it before anything is read."""
        return cls(now, time.monotonic(), changes(), feed.told)

    def counts_at(self, later: "Moment") -> bool:
        """Whether what was read then still counts."""
        same = (self.changes, self.told) == (later.changes, later.told)
        near = timedelta(0) <= later.now - self.now < timedelta(seconds=SECONDS)
        return same and near and later.elapsed - self.elapsed < SECONDS


class Remembered:
    """Actors by the digest of the token they came with."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[Moment, Actor]] = {}

    def find(self, digest: str, moment: Moment) -> Actor | None:
        """Return who stood behind a token, if that still counts."""
        held = self._held.get(digest)
        return held[1] if held is not None and held[0].counts_at(moment) else None

    def keep(self, digest: str, moment: Moment, actor: Actor) -> None:
        """Remember who was found at `moment`."""
        if len(self._held) >= REMEMBERED_MAX:
            self._held.clear()
        self._held[digest] = (moment, actor)
