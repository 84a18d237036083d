"""Shows and episodes as the fake has them."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Aired:
    """An episode there from `shows_at` on (None is at once), in `markets`; `reason`: not played."""

    id: str
    name: str
    about: str
    day: str
    markets: frozenset[str]
    shows_at: datetime | None = None
    precision: str = "day"
    reason: str = ""

    def is_in(self, market: str, now: datetime) -> bool:
        """Whether it is shown in a market."""
        return market in self.markets and (self.shows_at is None or self.shows_at <= now)


@dataclass
class Podcast:
    """A show there, its episodes newest first."""

    id: str
    name: str
    episodes: list[Aired] = field(default_factory=list)

    def air(self, name: str, about: str, day: str, markets: str = "DE AT", **more: object) -> Aired:
        """Have an episode there, the newest; `about` is HTML, `day` as in 2026-12-01."""
        number = len(self.episodes) + 1
        made = Aired(f"{self.id[:18]}{number:04}", name, about, day, frozenset(markets.split()))
        for word, value in more.items():
            setattr(made, word, value)
        self.episodes.insert(0, made)
        return made

    def rename(self, episode_id: str) -> None:
        """Have an episode called something else, if it is one of this show's."""
        for one in self.episodes:
            if one.id == episode_id:
                one.name = f"{one.name} (anew)"
