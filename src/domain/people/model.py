"""Who is there: people, roles, teams, and the actor who asks for something right now."""

from dataclasses import dataclass
from datetime import datetime
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
    """What a token may be used for; a token never gives more than its owner's roles."""

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


class Act(StrEnum):
    """What can be done; `people.rules.ACCESS` says by whom."""

    SEE_REQUESTS = "see_requests"
    SUBMIT_REQUEST = "submit_request"
    REVISE_REQUEST = "revise_request"
    WITHDRAW_REQUEST = "withdraw_request"
    VOTE = "vote"
    SEE_AUDIT = "see_audit"
    SEE_CATALOG = "see_catalog"
    CHANGE_CATALOG = "change_catalog"
    SEE_PEOPLE = "see_people"
    CHANGE_PEOPLE = "change_people"
    HOLD_TOKENS = "hold_tokens"


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
class User:
    """A person known to the hub."""

    id: str
    name: str
    email: str
    agency_id: str | None
    locale: str
    time_zone: str
    active: bool


@dataclass(frozen=True, slots=True)
class Team:
    """Reviewers who answer for one kind of stage.

    `key` is the name that decision tables use; `workspace_id` and `place` say where its cards
    are shown in chat, if anywhere.
    """

    id: str
    key: str
    name: str
    workspace_id: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of an API token; its secret is shown once and never kept."""

    id: str
    user_id: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChatIdentity:
    """The link between an account in a chat workspace and a person; `how` it was proven."""

    id: str
    workspace_id: str
    chat_user_id: str
    user_id: str
    how: str
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, by which door, and with what rights. `user_id` is None for the hub itself."""

    user_id: str | None
    name: str
    door: Door
    roles: tuple[RoleGrant, ...] = ()
    agency_id: str | None = None
    team_ids: frozenset[str] = frozenset()
    scopes: frozenset[Scope] = frozenset(Scope)


#: The hub acting on a timer, and the hub acting on what an outside service said.
SCHEDULE = Actor(None, "Greenlight", Door.SCHEDULE)
CONNECTOR = Actor(None, "Greenlight", Door.CONNECTOR)


@dataclass(frozen=True, slots=True)
class Sight:
    """Which requests an actor may see: any of these is enough.

    `everything`; or those they asked for; or those with a stage of one of `team_ids`; or those
    of `grants` (brand, market; None = any); or those of `agency_id`. Somebody from an agency has
    only the last, and what they asked for within it.
    """

    everything: bool
    user_id: str | None
    agency_id: str | None
    team_ids: tuple[str, ...]
    grants: tuple[tuple[str | None, str | None], ...]
