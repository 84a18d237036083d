"""What the fake holds: shows, episodes, and what is to happen to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from connectors.hosting.trouble import Fault

#: Whom the fake knows.
CLIENT = ("fake-distributor", "fake-secret")


@dataclass(slots=True)
class Episode:
    """An episode as the partner wrote it; `events` are newest first, as they are answered.

    `writes` are when it was written, with the address of its audio. `stuck` is what is said in
    place of how far it is.
    """

    id: str
    show_id: str
    said: dict[str, Any]
    writes: list[tuple[datetime, str]]
    events: list[dict[str, Any]] = field(default_factory=list)
    removed_at: datetime | None = None
    stuck: str | None = None

    @property
    def uri(self) -> str:
        """What Spotify calls it everywhere else."""
        return f"spotify:episode:{self.id}"


@dataclass(slots=True)
class Partner:
    """One client of the API.

    It is let in only if `allowed`. Media take `takes` to be fetched, and those at `unfit`
    addresses fail with what stands there. What is told is as it was `lag` ago. `faults` happen to
    the next calls that they are for; `asked` are all calls that were let in.
    """

    allowed: bool = True
    takes: timedelta = timedelta(minutes=5)
    lag: timedelta = timedelta()
    shows: set[str] = field(default_factory=set)
    episodes: dict[str, Episode] = field(default_factory=dict)
    unfit: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    tokens: dict[str, datetime] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    made: int = 0

    def new_id(self) -> str:
        """Return an id of 22 characters, as Spotify's are."""
        self.made += 1
        return f"{self.made:022d}"

    def standing(self) -> list[Episode]:
        """Return the episodes that were not removed, the oldest first."""
        return [one for one in self.episodes.values() if one.removed_at is None]

    def remove(self, episode_id: str, at: datetime, reason: str) -> None:
        """Have Spotify take an episode down by itself."""
        self.episodes[episode_id].removed_at = at
        self._happened(episode_id, at, {"error_message": reason})

    def block(self, episode_id: str, at: datetime, markets: Sequence[str]) -> None:
        """Have Spotify show an episode no longer in some markets."""
        self._happened(episode_id, at, {"blocked_markets": list(markets)})

    def _happened(self, episode_id: str, at: datetime, details: dict[str, Any]) -> None:
        event = {"type": "content_removed", "occurred_at": at.isoformat(), "details": details}
        self.episodes[episode_id].events.insert(0, event)
