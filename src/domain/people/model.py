"""Who is there: people, teams, tokens, chat accounts, and what can be done."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.actor import Scope, StandsIn


class Act(StrEnum):
    """What can be done; `people.rules.ACCESS` says by whom."""

    SEE_REQUESTS = "see_requests"
    SUBMIT_REQUEST = "submit_request"
    REVISE_REQUEST = "revise_request"
    WITHDRAW_REQUEST = "withdraw_request"
    VOTE = "vote"
    HAND_SEAT = "hand_seat"
    TAKE_ON = "take_on"
    SEE_AUDIT = "see_audit"
    OVERRIDE_SEQUENCE = "override_sequence"
    WAIVE_EMBARGO = "waive_embargo"
    REPUBLISH = "republish"
    SEE_CATALOG = "see_catalog"
    CHANGE_CATALOG = "change_catalog"
    SEE_SITES = "see_sites"
    SEE_RIGHTS = "see_rights"
    CHANGE_RIGHTS = "change_rights"
    REPORT_DISTRIBUTION = "report_distribution"
    SEE_WORKS = "see_works"
    SEE_METRICS = "see_metrics"
    REVIEW_CAMPAIGNS = "review_campaigns"
    CHANGE_METRICS = "change_metrics"
    CHANGE_THRESHOLDS = "change_thresholds"
    HANDLE_ALERTS = "handle_alerts"
    PLAN_LAUNCHES = "plan_launches"
    SEE_CONSENTS = "see_consents"
    CHANGE_CONSENTS = "change_consents"
    SEE_LEADS = "see_leads"
    CAPTURE_LEADS = "capture_leads"
    ALLOW_HOSTS = "allow_hosts"
    SEE_PEOPLE = "see_people"
    CHANGE_PEOPLE = "change_people"
    SEE_RULES = "see_rules"
    CHANGE_RULES = "change_rules"
    HOLD_TOKENS = "hold_tokens"
    OPEN_CASE = "open_case"
    HANDLE_CASE = "handle_case"
    MANAGE_CASES = "manage_cases"
    BE_AWAY = "be_away"
    SEE_ORCHESTRATION = "see_orchestration"
    CHANGE_ORCHESTRATION = "change_orchestration"
    SEE_AUDIENCE = "see_audience"
    CHANGE_AUDIENCE = "change_audience"
    SEE_JOURNEYS = "see_journeys"
    CHANGE_JOURNEYS = "change_journeys"
    SEE_WEBHOOKS = "see_webhooks"
    HOLD_WEBHOOKS = "hold_webhooks"
    CHANGE_FEEDS = "change_feeds"
    SEE_CONNECTIONS = "see_connections"
    CONNECT_ACCOUNTS = "connect_accounts"


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
    are shown in chat, if anywhere. `escalation_id` is the team that is told when it does not
    decide in time and its leads were told already.
    """

    id: str
    key: str
    name: str
    workspace_id: str | None
    place: str | None
    escalation_id: str | None = None


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
class Sight:
    """Which requests an actor may see: any of these is enough.

    `everything`; or those they asked for; or those with a stage of one of `team_ids`; or those
    of `grants` (brand, market; None = any); or those that wait for one of `seats`, which they
    fill for somebody who is away; or those they were `called` to; or those of `agency_id`.
    Somebody from an agency has only the last, and what they asked for within it.
    """

    everything: bool
    user_id: str | None
    agency_id: str | None
    team_ids: tuple[str, ...]
    grants: tuple[tuple[str | None, str | None], ...]
    seats: tuple[StandsIn, ...] = ()
    called: frozenset[str] = frozenset()
