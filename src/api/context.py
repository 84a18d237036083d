"""What a resolver gets: the hub, who asks, and loaders that batch within one operation."""

import contextlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import strawberry
from strawberry.types.info import Info as StrawberryInfo

import api.meanings.enums  # noqa: F401  Names the enums before anything uses them, whatever comes first.
from api.callers.allowances import Payer, Till
from api.callers.lines import NOBODYS, Line
from api.callers.profiles import STANDARD, Manner
from api.loading import Loader
from domain.activation import records as listed
from domain.activation.journeys import records as journeys
from domain.actor import Actor
from domain.approvals import handed_records
from domain.approvals import records as approvals
from domain.audience import lead_records
from domain.audience import records as capture
from domain.audience.keys import records as matching_keys
from domain.audit import service as audit
from domain.campaigns import records as campaigns
from domain.campaigns.edits import records as edits
from domain.campaigns.estimates import records as estimates
from domain.campaigns.remedies import records as remedies
from domain.campaigns.reviews import reading as reviewed
from domain.campaigns.reviews import records as reviews
from domain.cases import comment_records, escalation_records
from domain.cases import records as cases
from domain.catalog import eligible_records, outlet_records
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
from domain.looks import setting as shown_setting
from domain.masters import embargo
from domain.orchestration import records as orchestration
from domain.orchestration import tasks as orchestrated
from domain.people import privacy
from domain.people import records as people
from domain.people.entering import authenticate
from domain.placements import records as placements
from domain.playlists import records as playlists
from domain.productions import results
from domain.removals import records as removals
from domain.revisions import records as revisions
from domain.rights import subjects
from domain.rulebook import records as rulebook
from domain.shown import records as shown
from domain.targets import records as targets
from domain.tellings import records as tellings
from domain.thresholds import listing as thresholds
from domain.webhooks import delivery_records as webhooks

#: How long somebody who hears nothing is not looked at again, in seconds: their token may have
#: ended meanwhile. Ours.
LOOK_SECONDS = 60.0


@dataclass
class Context:
    """One caller's context. `caller` is None for somebody who did not say who they are.

    `connection_params` is what a socket's first message brought; Strawberry sets it. `secret` is
    the token that came, which may end before a socket that was opened with it does. `manner` is
    how much the hub tells. With a `till` operations are paid for, without a token by `address`.
    `line` is what a socket or a stream is counted by.
    """

    hub: Hub
    caller: Actor | None
    secret: str | None = None
    connection_params: dict[str, object] | None = None
    manner: Manner = STANDARD
    till: Till | None = None
    address: str = ""
    line: Line = NOBODYS

    @cached_property
    def loaders(self) -> "Loaders":
        """The loaders of this operation, or of the socket, once one is asked."""
        return Loaders()

    @cached_property
    def threshold_versions(self) -> Loader:
        """The loader of what thresholds said, as far as who asks may see that."""
        return Loader(lambda ids: thresholds.versions(self.actor, ids))

    @property
    def payer(self) -> Payer | None:
        """Who pays for what is asked; None where nothing is paid for."""
        if self.till is None:
            return None
        return self.till.payer(self.secret, self.caller, self.address)

    @property
    def user_id(self) -> str | None:
        """Whose own changes lists must show; None for somebody who did not say who they are."""
        return self.caller.user_id if self.caller is not None else None

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
        self.listed = Loader(listed.of_requests)
        self.matching_keys = Loader(matching_keys.of_accounts)
        self.journeys = Loader(journeys.of_requests)
        self.endpoints = Loader(journeys.names)
        self.connections = Loader(connections.of_brands)
        self.publications = Loader(targets.last_of)
        self.removals = Loader(removals.of_requests)
        self.show_targets = Loader(outlet_records.of_shows)
        self.spotify_shows = Loader(shown_setting.of_shows)
        self.spotify_episodes = Loader(shown.episodes)
        self.webhook_attempts = Loader(webhooks.attempts_of)


class JudgedLoaders(ListLoaders):
    """Loaders of what is judged by itself: sites, leads, and figures with what follows."""

    def __init__(self) -> None:
        super().__init__()
        self.site_decisions = Loader(decisions.of_sites)
        self.eligibility = Loader(eligible_records.of_sites)
        self.lead_signals = Loader(lead_records.signals_of)
        self.capture_counts = Loader(capture.counts_of)
        self.lead_profiles = Loader(lead_records.profiles_of)
        self.lead_decisions = Loader(decisions.of_leads)
        self.started = Loader(followups.of_alerts)
        self.started_by = Loader(followups.of_requests)
        self.revision_drafts = Loader(revisions.of_requests)
        self.outside_edits = Loader(edits.of_requests)
        self.embargoes = Loader(embargo.of_requests)
        self.estimates = Loader(estimates.of_requests)
        self.remedies = Loader(remedies.of_requests)
        self.reviews = Loader(reviews.of_requests)
        self.followed = Loader(reviews.followed)
        self.corrections = Loader(reviewed.corrected)
        self.review_decisions = Loader(decisions.of_reviews)
        self.produced = Loader(results.of_requests)
        self.show_results = Loader(results.of_shows)


class CaseLoaders:
    """Loaders of cases, and of what was said and settled in them."""

    def __init__(self) -> None:
        super().__init__()
        self.cases = Loader(cases.get_many)
        self.case_teams = Loader(cases.teams_of_all)
        self.case_subjects = Loader(cases.subjects_of)
        self.case_comments = Loader(comment_records.of_cases)
        self.case_decisions = Loader(decisions.of_cases)
        self.case_tellings = Loader(tellings.of_cases)
        self.escalations = Loader(escalation_records.of_cases)
        self.compensations = Loader(compensations.of_cases)


class WorkLoaders:
    """Loaders of works: their titles, who made them, and how they are launched."""

    def __init__(self) -> None:
        super().__init__()
        self.works = Loader(works.works_by_id)
        self.titles = Loader(works.titles_of)
        self.rights_subjects = Loader(subjects.names)
        self.title_series = Loader(works.series_of)
        self.credits = Loader(credit_records.credits_of)
        self.credited = Loader(credit_records.credited)
        self.called = Loader(credit_records.called)
        self.contributor_materials = Loader(contributors.of_contributors)
        self.materials = Loader(contributors.materials)
        self.launches = Loader(launches.plans_of_works)
        self.launch_briefs = Loader(launches.briefs_of)
        self.launch_changes = Loader(launches.changes_of)


class Loaders(JudgedLoaders, CaseLoaders, WorkLoaders):
    """Loaders that gather what one step of an operation asks for into one statement.

    They keep nothing between steps, so a subscription never sees yesterday's answer.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stages = Loader(approvals.stages_of)
        self.votes = Loader(approvals.votes_of)
        self.handed = Loader(handed_records.of_requests)
        self.conditions = Loader(conditions.of_requests)
        self.tellings = Loader(tellings.of_requests)
        self.settled = Loader(compensations.of_requests)
        self.alert_tellings = Loader(tellings.of_alerts)
        self.decisions = Loader(decisions.of_requests)
        self.drafts = Loader(campaigns.get_many)
        self.trails = Loader(audit.trails)
        self.distribution = Loader(distribution.of_each_about)
        self.placements = Loader(placements.of_requests)
        self.names = Loader(people.names)
        self.grants = Loader(people.grants_of_all)
        self.assets = Loader(catalog.assets)
        self.brands = Loader(catalog.brand_names)
        self.agencies = Loader(catalog.agency_names)
        self.delivered = Loader(catalog.delivered)
        self.sponsors = Loader(catalog.sponsor_names)
        self.shows = Loader(catalog.show_titles)
        self.show_feeds = Loader(feeds.of_shows)
        self.imported_guids = Loader(feeds.guids_of)
        self.episodes = Loader(catalog.episodes_by_id)
        self.show_episodes = Loader(catalog.episodes_of)
        self.hand_overs = Loader(placements.hand_overs_of)
        self.teams = Loader(people.team_names)
        self.rule_versions = Loader(versions.get_many)
        self.rule_files = Loader(versions.with_digests)
        self.mirrors = Loader(orchestration.mirrors_of)
        self.outside = Loader(orchestrated.counted_of)
        self.replays = Loader(rulebook.replays_of)
        self.music_standards = Loader(playlists.of_brands)
        self.person_keys = Loader(privacy.sealed_keys)
        self.consents = Loader(consents.of_subjects)


def identified(value: str) -> strawberry.ID:
    """Return one of our ids as the schema's."""
    return strawberry.ID(value)
