"""What the fake holds: podcasts, episodes, and how it reads what is written down nowhere."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from connectors.hosting.trouble import Fault

#: What opens the fake.
TOKEN = "fake-megaphone-token"  # noqa: S105  Of a fake.


@dataclass(slots=True)
class Episode:
    """An episode as it was written, and when its audio was asked to be fetched."""

    id: str
    place: str
    said: dict[str, Any]
    fetched_at: datetime


@dataclass(slots=True)
class Network:
    """One account.

    `places` are its podcasts, `network/podcast`. Audio takes `takes` to be fetched; at `unfit`
    addresses it never succeeds. With `draft=true` a list has drafts only if `drafts_only`, else
    drafts as well; `filters` says whether it heeds `externalId`, and it forgets the fields `drops`
    of what it is given. `faults` happen to the next calls
    that they are for; `asked` are all calls that were let in, `hits` when those came.
    """

    takes: timedelta = timedelta(minutes=5)
    drafts_only: bool = False
    filters: bool = True
    drops: frozenset[str] = frozenset()
    places: set[str] = field(default_factory=set)
    episodes: dict[str, Episode] = field(default_factory=dict)
    unfit: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    hits: list[datetime] = field(default_factory=list)
    made: int = 0

    def put(self, place: str, at: datetime, **said: Any) -> Episode:  # noqa: ANN401  JSON is whatever it is.
        """Put an episode here, as `said`."""
        self.made += 1
        kept = {name: one for name, one in said.items() if name not in self.drops}
        made = Episode(f"episode-{self.made}", place, kept, at)
        self.episodes[made.id] = made
        return made
