"""A route, a place, and whether cards arrive there."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Route:
    """Where the cards of `team_id` go for requests of a kind, brand or market; None means any.

    `workspace_id` and `place` are the chat's own ids.
    """

    id: str
    team_id: str
    kind: str | None
    brand_id: str | None
    market: str | None
    workspace_id: str
    place: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a chat workspace, and the route that leads there; None for a team's own place."""

    workspace_id: str
    place: str
    route_id: str | None


@dataclass(frozen=True, slots=True)
class Health:
    """Whether what was sent to a place last arrived there, and when that was.

    `reason` is the chat's word for why not; None if it arrived. `at` is None where nothing was
    sent there yet.
    """

    team_id: str
    place: Place
    reason: str | None
    at: datetime | None

    @property
    def sound(self) -> bool:
        """Whether nothing is known to be wrong."""
        return self.reason is None
