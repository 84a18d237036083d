"""What a request asks for, in the schema, and what was handed over and published of it."""

from typing import Any

import strawberry

from api.campaigns.briefs import CampaignBrief, Check
from api.campaigns.sponsorships import Deliverable, PlacementSheet, Sponsorship
from api.catalog.outlets import Publication
from api.context import Info
from api.decisions.versions import RuleVersionBrief
from api.publishing.hand_overs import HandOver
from api.publishing.removals import Removal
from api.publishing.site_audio import CommercialAudioStanding
from api.requests.briefs import BRIEF, brief_of
from api.requests.standing import RequestStanding
from domain.deliverables.rules import deliveries
from domain.people.model import Act
from domain.people.rules import may
from domain.requests.kinds import kind_named
from domain.requests.kinds.campaign import CampaignBrief as Brief
from domain.requests.kinds.rule_version import RuleVersionBrief as RuleBrief
from domain.requests.kinds.sponsorship import SponsorshipBrief
from domain.site_audio import standing as site_audio


@strawberry.type
class RequestContent(RequestStanding):
    """What was asked for, and what is to be done with it."""

    @strawberry.field(graphql_type=BRIEF, description="What is asked for, in the form of its kind.")
    def brief(self) -> Any:  # noqa: ANN401  One of the union.
        """Show the brief."""
        return brief_of(self.value)

    @strawberry.field(description="What is asked for, if it is a campaign.")
    def campaign(self) -> CampaignBrief | None:
        """Show the brief."""
        if self.value.kind != "campaign":
            return None
        return CampaignBrief.of(Brief.model_validate(self.value.payload))

    @strawberry.field(description="What is asked for, if it is a sponsorship.")
    def sponsorship(self) -> Sponsorship | None:
        """Show the brief."""
        if self.value.kind != "sponsorship":
            return None
        return Sponsorship.of(SponsorshipBrief.model_validate(self.value.payload))

    @strawberry.field(description="What is asked for, if it is a version of a decision table.")
    def rule_version(self) -> RuleVersionBrief | None:
        """Show the brief."""
        if self.value.kind != "rule_version":
            return None
        return RuleVersionBrief.of(RuleBrief.model_validate(self.value.payload))

    @strawberry.field(description="The files that have to come, and what has come of them.")
    async def deliverables(self, info: Info) -> list[Deliverable]:
        """Show the files."""
        kind = kind_named(self.value.kind)
        wanted = kind.wanted(kind.payload.model_validate(self.value.payload))
        if not wanted:
            return []
        found = await info.context.loaders.delivered.load(self.value.id)
        return [Deliverable.of(delivery) for delivery in deliveries(wanted, found)]

    @strawberry.field(description="What the show's team was handed, once it was.")
    async def sheet(self, info: Info) -> PlacementSheet | None:
        """Show the sheet."""
        if self.value.kind != "sponsorship":
            return None
        sheet = await info.context.loaders.hand_overs.load(self.value.id)
        return PlacementSheet.of(sheet) if sheet else None

    @strawberry.field(description="What a team outside the hub was handed, once it was.")
    async def hand_over(self, info: Info) -> HandOver | None:
        """Show the hand-over."""
        handed = await info.context.loaders.hand_overs.load(self.value.id)
        return HandOver.of(handed) if handed else None

    @strawberry.field(
        description="What the hub itself publishes of it, as it was handed over last, and how that"
        " stands; null where a team alone does."
    )
    async def publication(self, info: Info) -> Publication | None:
        """Show how it stands."""
        found = await info.context.loaders.publications.load(self.value.id)
        return Publication.of(found, info.context.actor) if found else None

    @strawberry.field(
        description="Of a takedown or a retirement: what of it the hub takes down itself, with the"
        " proof. What people placed is their team's, by `handOver`."
    )
    async def removals(self, info: Info) -> list[Removal]:
        """Show what the hub takes down."""
        found = await info.context.loaders.removals.load(self.value.id)
        return [Removal.of(one) for one in found]

    @strawberry.field(
        description="How far it is, if it is branded audio for shops; null for other kinds, and"
        " for who may not see rights of its brand."
    )
    async def commercial_audio(self, info: Info) -> CommercialAudioStanding | None:
        """Look how far it is."""
        sees = may(info.context.actor, Act.SEE_RIGHTS, brand_id=self.value.brand_id)
        if not sees or not site_audio.is_audio(self.value):
            return None
        found = await site_audio.look(self.value, info.context.hub.clock.now())
        return CommercialAudioStanding.of(found, await site_audio.steps(self.value))

    @strawberry.field(description="What was checked to make it ready, and what was found.")
    async def readiness(self, info: Info) -> list[Check]:
        """Show the checks."""
        draft = await info.context.loaders.drafts.load(self.value.id)
        return [Check.of(check) for check in draft.checks] if draft else []
