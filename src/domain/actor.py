"""Who asks for something right now, by which door, and with what rights."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is here for."""

    ADMIN = "admin"
    MANAGER = "manager"
    REQUESTER = "requester"
    REVIEWER = "reviewer"
    AGENCY = "agency"
    AUDITOR = "auditor"


class Scope(StrEnum):
    """What a token may be used for; a token never gives more than its owner's roles.

    Every token may read.
    """

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


class Door(StrEnum):
    """The way a change came in."""

    API = "api"
    CHAT = "chat"
    SCHEDULE = "schedule"
    CONNECTOR = "connector"
    CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """A role somebody holds, everywhere or only for one brand or market.

    `brand_id` and `market` (ISO 3166 alpha-2) are None where the role is not narrowed.
    """

    role: Role
    brand_id: str | None = None
    market: str | None = None

    @property
    def everywhere(self) -> bool:
        """Whether the role is held without narrowing."""
        return self.brand_id is None and self.market is None


@dataclass(frozen=True, slots=True)
class StandsIn:
    """For whom somebody may stand in now: a reviewer who is away, in these teams.

    For requests of one kind or brand only, where these are not None. Whether they fill the seat
    in a given request is looked at when they vote.
    """

    user_id: str
    team_ids: frozenset[str]
    kind: str | None = None
    brand_id: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, by which door, and with what rights. `user_id` is None for the hub itself.

    `stands_in` says for whom they may stand in, as of when they came in; `called` are the requests
    that they see since a stage was carried up to them, or a seat handed to them.
    """

    user_id: str | None
    name: str
    door: Door
    roles: tuple[RoleGrant, ...] = ()
    agency_id: str | None = None
    team_ids: frozenset[str] = frozenset()
    scopes: frozenset[Scope] = frozenset(Scope)
    stands_in: tuple[StandsIn, ...] = ()
    called: frozenset[str] = frozenset()


#: The hub acting on a timer, and the hub acting on what an outside service said.
SCHEDULE = Actor(None, "Greenlight", Door.SCHEDULE)
CONNECTOR = Actor(None, "Greenlight", Door.CONNECTOR)
