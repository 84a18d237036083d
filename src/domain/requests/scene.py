"""What there is around a sponsorship: sponsor, show, episodes, what is booked on the show. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.catalog.model import Episode, Sensitivity, Show, Sponsor
from domain.placements import rules
from domain.placements.model import Place, Span

#: Every level of risk, least first.
_LEVELS = list(Sensitivity)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a brief places it among others; see `domain.requests.kinds.sponsorship`.

    `dues` are the files that have to come, in their order, each with its day.
    """

    brand_id: str
    sponsor_id: str
    show_id: str
    episode_ids: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None
    markets: tuple[str, ...]
    host_read: bool
    contract_asset_id: str
    dues: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """What the catalogue and the bookings say of one sponsorship.

    `episodes` are those it names, `rivals` the places of competitors that were booked before it.
    """

    sponsor: Sponsor
    show: Show
    episodes: tuple[Episode, ...]
    rivals: tuple[Place, ...]

    @property
    def sensitivity(self) -> Sensitivity | None:
        """The worst of the topics it is heard beside; None if one of them is not known."""
        own = self.show.sensitivity
        levels = [episode.sensitivity or own for episode in self.episodes] or [own]
        known = [level for level in levels if level is not None]
        return max(known, key=_LEVELS.index) if len(known) == len(levels) else None

    def lead_days(self, place: Place, now: datetime) -> int | None:
        """How many days there are to the first on which it is heard, if that is known."""
        if not place.spans:
            return None
        return (min(span.first for span in place.spans) - now.date()).days

    def in_one_episode(self, place: Place, market: str) -> list[Place]:
        """Return the competitors' places in the same episodes, heard in `market`."""
        there = _in(place, market)
        return [rival for rival in self.rivals if rules.in_one_episode(there, rival)]

    def too_close(self, place: Place, market: str) -> list[Place]:
        """Return the competitors' places within the show's separation, heard in `market`."""
        there, days = _in(place, market), self.show.separation_days
        return [rival for rival in self.rivals if rules.too_close(there, rival, days)]


def place_of(asked: Asked, scene: Scene) -> Place:
    """Return the place that is asked for."""
    return Place(
        show_id=asked.show_id,
        sponsor_id=asked.sponsor_id,
        episode_ids=frozenset(asked.episode_ids),
        spans=_spans(asked, scene.episodes),
        everywhere=asked.host_read,
        markets=frozenset(asked.markets),
    )


def _spans(asked: Asked, episodes: Sequence[Episode]) -> tuple[Span, ...] | None:
    if asked.starts_on is not None and asked.ends_on is not None:
        return (Span(asked.starts_on, asked.ends_on),)
    days = [episode.release_on for episode in episodes]
    known = [day for day in days if day is not None]
    return tuple(Span(day, day) for day in known) if len(known) == len(days) else None


def _in(place: Place, market: str) -> Place:
    return Place(
        place.show_id,
        place.sponsor_id,
        place.episode_ids,
        place.spans,
        place.everywhere,
        frozenset({market}),
    )
