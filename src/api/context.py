"""What a resolver gets: the hub, who asks, and loaders that batch within one operation."""

import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import strawberry
from strawberry.dataloader import DataLoader
from strawberry.types.info import Info as StrawberryInfo

from api.profiles import STANDARD, Manner
from domain.activation import records as listed
from domain.activation.journeys import records as journeys
from domain.actor import Actor
from domain.approvals import handed_records
from domain.approvals import records as approvals
from domain.audience import lead_records
from domain.audit import service as audit
from domain.campaigns import records as campaigns
from domain.campaigns.edits import records as edits
from domain.campaigns.estimates import records as estimates
from domain.campaigns.remedies import records as remedies
from domain.campaigns.reviews import reading as reviewed
from domain.campaigns.reviews import records as reviews
from domain.cases import comment_records, escalation_records
from domain.cases import records as cases
from domain.catalog import eligible_records
from domain.catalog import records as catalog
from domain.catalog.works import credit_records
from domain.catalog.works import records as works
from domain.compensations import records as compensations
from domain.conditions import records as conditions
from domain.connections import records as connections
from domain.consents import records as consents
from domain.contributors import records as contributors
from domain.decisions import records as decisions
from domain.decisions import versions
from domain.distribution import records as distribution
from domain.errors import Forbidden
from domain.feeds import records as feeds
from domain.followups import records as followups
from domain.hub import Hub
from domain.launches import records as launches
from domain.orchestration import records as orchestration
from domain.orchestration import tasks as orchestrated
from domain.people import records as people
from domain.people.entering import authenticate
from domain.placements import records as placements
from domain.playlists import records as playlists
from domain.productions import results
from domain.removals import records as removals
from domain.revisions import records as revisions
from domain.rulebook import records as rulebook
from domain.targets import records as targets
from domain.tellings import records as tellings
from domain.webhooks import delivery_records as webhooks

Found = TypeVar("Found")


@dataclass
class Context:
    """One caller's context. `caller` is None for somebody who did not say who they are.

    `connection_params` is what a socket's first message brought; Strawberry sets it. `secret` is
    the token a socket was opened with, which may end before the socket does. `manner` is how much
    the hub tells.
    """

    hub: Hub
    caller: Actor | None
    secret: str | None = None
    connection_params: dict[str, object] | None = None
    manner: Manner = STANDARD
    loaders: "Loaders" = field(default_factory=lambda: Loaders())  # noqa: PLW0108  The class stands below.

    @property
    def actor(self) -> Actor:
        """Who asks; `Forbidden` if nobody said."""
        if self.caller is None:
            raise Forbidden(
                "unauthenticated", "Send your token in the Authorization header: `Bearer ...`."
            )
        return self.caller

    async def renew(self) -> Actor | None:
        """Look again who calls and with what rights; None if the token is no longer good.

        `Upstream` if that cannot be said, for the token's issuer could not be asked.
        """
        found = None
        with contextlib.suppress(Forbidden):
            found = await authenticate(self.hub, self.secret) if self.secret else None
        self.caller = found
        return found

    async def present_actor(self) -> Actor:
        """Who asks, with the rights they have at this very moment; for long-lived sockets.

        Raises `Forbidden` once the token expired or was revoked, or its owner was barred.
        """
        if await self.renew() is None:
            raise Forbidden("unauthenticated", "This token is no longer good; enter anew.")
        return self.actor


Info = StrawberryInfo[Context, Any]


class ListLoaders:
    """Loaders of what went out by itself, and of where it went."""

    def __init__(self) -> None:
        super().__init__()
        self.listed = _by_id(listed.of_requests)
        self.journeys = _by_id(journeys.of_requests)
        self.endpoints = _by_id(journeys.names)
        self.connections = _by_id(connections.of_brands)
        self.publications = _by_id(targets.last_of)
        self.removals = _by_id(removals.of_requests)
        self.show_targets = _by_id(targets.settings_of)
        self.webhook_attempts = _by_id(webhooks.attempts_of)


class JudgedLoaders(ListLoaders):
    """Loaders of what is judged by itself: sites, leads, and figures with what follows."""

    def __init__(self) -> None:
        super().__init__()
        self.site_decisions = _by_id(decisions.of_sites)
        self.eligibility = _by_id(eligible_records.of_sites)
        self.lead_signals = _by_id(lead_records.signals_of)
        self.lead_profiles = _by_id(lead_records.profiles_of)
        self.lead_decisions = _by_id(decisions.of_leads)
        self.started = _by_id(followups.of_alerts)
        self.started_by = _by_id(followups.of_requests)
        self.revision_drafts = _by_id(revisions.of_requests)
        self.outside_edits = _by_id(edits.of_requests)
        self.estimates = _by_id(estimates.of_requests)
        self.remedies = _by_id(remedies.of_requests)
        self.reviews = _by_id(reviews.of_requests)
        self.followed = _by_id(reviews.followed)
        self.corrections = _by_id(reviewed.corrected)
        self.review_decisions = _by_id(decisions.of_reviews)
        self.produced = _by_id(results.of_requests)
        self.show_results = _by_id(results.of_shows)


class CaseLoaders:
    """Loaders of cases, and of what was said and settled in them."""

    def __init__(self) -> None:
        super().__init__()
        self.cases = _by_id(cases.get_many)
        self.case_subjects = _by_id(cases.subjects_of)
        self.case_comments = _by_id(comment_records.of_cases)
        self.case_decisions = _by_id(decisions.of_cases)
        self.case_tellings = _by_id(tellings.of_cases)
        self.escalations = _by_id(escalation_records.of_cases)
        self.compensations = _by_id(compensations.of_cases)


class WorkLoaders:
    """Loaders of works: their titles, who made them, and how they are launched."""

    def __init__(self) -> None:
        super().__init__()
        self.works = _by_id(works.works_by_id)
        self.titles = _by_id(works.titles_of)
        self.title_series = _by_id(works.series_of)
        self.credits = _by_id(credit_records.credits_of)
        self.credited = _by_id(credit_records.credited)
        self.called = _by_id(credit_records.called)
        self.contributor_materials = _by_id(contributors.of_contributors)
        self.materials = _by_id(contributors.materials)
        self.launches = _by_id(launches.plans_of_works)
        self.launch_briefs = _by_id(launches.briefs_of)
        self.launch_changes = _by_id(launches.changes_of)


class Loaders(JudgedLoaders, CaseLoaders, WorkLoaders):
    """Loaders that gather what one step of an operation asks for into one statement.

    They keep nothing between steps, so a subscription never sees yesterday's answer.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stages = _by_id(approvals.stages_of)
        self.votes = _by_id(approvals.votes_of)
        self.handed = _by_id(handed_records.of_requests)
        self.conditions = _by_id(conditions.of_requests)
        self.tellings = _by_id(tellings.of_requests)
        self.settled = _by_id(compensations.of_requests)
        self.alert_tellings = _by_id(tellings.of_alerts)
        self.decisions = _by_id(decisions.of_requests)
        self.drafts = _by_id(campaigns.get_many)
        self.trails = _by_id(audit.trails)
        self.distribution = _by_id(distribution.of_each_about)
        self.placements = _by_id(placements.of_requests)
        self.names = _by_id(people.names)
        self.grants = _by_id(people.grants_of_all)
        self.assets = _by_id(catalog.assets)
        self.brands = _by_id(catalog.brand_names)
        self.agencies = _by_id(catalog.agency_names)
        self.delivered = _by_id(catalog.delivered)
        self.sponsors = _by_id(catalog.sponsor_names)
        self.shows = _by_id(catalog.show_titles)
        self.show_feeds = _by_id(feeds.of_shows)
        self.imported_guids = _by_id(feeds.guids_of)
        self.episodes = _by_id(catalog.episodes_by_id)
        self.hand_overs = _by_id(placements.hand_overs_of)
        self.teams = _by_id(people.team_names)
        self.rule_versions = _by_id(versions.get_many)
        self.rule_files = _by_id(versions.with_digests)
        self.mirrors = _by_id(orchestration.mirrors_of)
        self.outside = _by_id(orchestrated.counted_of)
        self.replays = _by_id(rulebook.replays_of)
        self.music_standards = _by_id(playlists.of_brands)
        self.consents = _by_id(consents.of_subjects)


def _by_id(
    load: Callable[[Sequence[str]], Awaitable[dict[str, Any]]],
) -> DataLoader[str, Any]:
    async def batch(keys: list[str]) -> list[Any]:
        found = await load(keys)
        return [found.get(key) for key in keys]

    return DataLoader(load_fn=batch, cache=False)


def identified(value: str) -> strawberry.ID:
    """Return one of our ids as the schema's."""
    return strawberry.ID(value)
