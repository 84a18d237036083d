"""Requests in the schema: what was asked for, and everything that hangs on it."""

from collections.abc import Awaitable
from datetime import datetime
from typing import Any

import strawberry

from api.audience.activation import Activation, CustomerList, ListedAccount
from api.audience.journeys import JourneyDelivery
from api.campaigns.briefs import CampaignBrief, Check
from api.campaigns.edits import EDITS_MAX, OutsideEdit
from api.campaigns.estimates import AudienceEstimate, RejectionRemedy
from api.campaigns.reviews import CampaignReview
from api.campaigns.sponsorships import Deliverable, PlacementSheet, Sponsorship
from api.catalog.outlets import Publication
from api.context import Info, identified
from api.conventions.nodes import Node
from api.conventions.trails import AuditEvent
from api.decisions.decision import Decision
from api.decisions.versions import RuleVersionBrief
from api.plan.rows import Rows
from api.publishing.embargoes import ReleaseEmbargo
from api.publishing.hand_overs import HandOver
from api.publishing.placements import Placement
from api.publishing.productions import EpisodeResults
from api.publishing.release_rules import PublishingLook
from api.publishing.removals import Removal
from api.publishing.site_audio import CommercialAudioStanding
from api.requests.briefs import BRIEF, brief_of
from api.requests.compensations import Compensation
from api.requests.evidence import AlertEvidence
from api.requests.parts import decisions_of, requester_of, stages_of
from api.requests.revision_drafts import RevisionDraft
from api.requests.stages import Stage
from api.requests.tellings import Condition, Delivery
from api.requests.workflow import WorkflowMirror
from domain.activation.rules import brief_of as judged_brief
from domain.activation.rules import stood
from domain.campaigns.lists import reading as lists
from domain.campaigns.reviews import reading as reviewed
from domain.cases import reading as case_reading
from domain.conditions import rules as condition_rules
from domain.deliverables.rules import deliveries
from domain.masters import embargo
from domain.people.model import Act
from domain.people.rules import may
from domain.productions import results
from domain.publishing import rules as publishing
from domain.requests import model, rules
from domain.requests.kinds import kind_named
from domain.requests.kinds.campaign import CampaignBrief as Brief
from domain.requests.kinds.production import KIND as PRODUCTION_KIND
from domain.requests.kinds.rule_version import RuleVersionBrief as RuleBrief
from domain.requests.kinds.sponsorship import SponsorshipBrief
from domain.requests.model import RequestState
from domain.requests.projection import Listed
from domain.requests.routing import bpmn_of_request
from domain.requests.telling import seen_by
from domain.site_audio import standing as site_audio


@strawberry.type(description="Something asked for that needs a yes.")
class Request(Node):
    """See `domain.requests.model.Request`."""

    value: strawberry.Private[model.Request]
    read: strawberry.Private[Listed]
    number: int = strawberry.field(description="How people call it.")
    kind: str = strawberry.field(description="What kind of thing is asked for.")
    title: str = strawberry.field(description="Its title.")
    state: RequestState = strawberry.field(description="Where it stands.")
    revision: int = strawberry.field(description="How often it was submitted, counting from 1.")
    markets: list[str] = strawberry.field(description="ISO 3166 codes of its markets.")
    note: str | None = strawberry.field(
        description="The last word on it: why it was sent back, rejected or withdrawn."
    )
    trouble: str | None = strawberry.field(
        description="What keeps the hub from doing its part, and what to do about it."
    )
    created_at: datetime = strawberry.field(description="When it was submitted first.")
    updated_at: datetime = strawberry.field(description="When it last changed.")

    @strawberry.field(graphql_type=str, description="Who asked.")
    def requester_name(self, info: Info) -> str | Awaitable[str]:
        """Show the name, or look it up."""
        found = self.read.names
        return found.requester if found else requester_of(info, self.value)

    @strawberry.field(
        graphql_type=str | None,
        description="The brand it is for; none for the whole organisation.",
    )
    def brand_name(self, info: Info) -> str | Awaitable[str | None] | None:
        """Show the brand, or look it up."""
        found, brand = self.read.names, self.value.brand_id
        if found or not brand:
            return found.brand if found else None
        return info.context.loaders.brands.load(brand)

    @strawberry.field(graphql_type=str | None, description="The agency that asked, if one did.")
    def agency_name(self, info: Info) -> str | Awaitable[str | None] | None:
        """Show the agency, or look it up."""
        found, agency = self.read.names, self.value.agency_id
        if found or not agency:
            return found.agency if found else None
        return info.context.loaders.agencies.load(agency)

    @strawberry.field(graphql_type=list[Stage], description="Its stages in order of step.")
    def stages(self, info: Info) -> Rows | Awaitable[list[Stage]]:
        """Show the stages that count."""
        found = self.read.stages
        return stages_of(info, self.value) if found is None else Stage.shown(found)

    @strawberry.field(description="The conditions of the votes that count, oldest first.")
    async def conditions(self, info: Info) -> list[Condition]:
        """Show the conditions that count."""
        loaders = info.context.loaders
        held = await loaders.conditions.load(self.value.id)
        stages, votes = (
            await loaders.stages.load(self.value.id),
            await loaders.votes.load(self.value.id),
        )
        return [Condition.of(one) for one in condition_rules.counting(held, stages, votes)]

    @strawberry.field(
        description="Who was told what of it, oldest first. An agency sees what its people were"
        " told."
    )
    async def deliveries(self, info: Info) -> list[Delivery]:
        """Show what was told."""
        found = await info.context.loaders.tellings.load(self.value.id)
        return [Delivery.of(one) for one in seen_by(info.context.actor, self.value, found)]

    @strawberry.field(
        description="What it makes good on a case, where it was asked for there; null for others"
        " than those who answer for the case."
    )
    async def compensation(self, info: Info) -> Compensation | None:
        """Find the compensation."""
        found = await info.context.loaders.settled.load(self.value.id)
        if found is None or not await case_reading.answers_for(info.context.actor, found.case_id):
            return None
        return Compensation.of(found)

    @strawberry.field(
        description="The alerts that it was asked for by, oldest first; none for those who may not"
        " see figures of its brand."
    )
    async def started_by(self, info: Info) -> list[AlertEvidence]:
        """Show what alerts asked."""
        if not may(info.context.actor, Act.SEE_METRICS, brand_id=self.value.brand_id):
            return []
        found = await info.context.loaders.started_by.load(self.value.id)
        return [AlertEvidence.of(one) for one in found]

    @strawberry.field(
        description="The draft that follows from it, if it is a revision that was approved; or the"
        " one that it was asked for from."
    )
    async def revision_draft(self, info: Info) -> RevisionDraft | None:
        """Find the draft."""
        found = await info.context.loaders.revision_drafts.load(self.value.id)
        return RevisionDraft.of(found) if found else None

    @strawberry.field(
        graphql_type=list[Decision], description="What the rules said, of every revision."
    )
    def decisions(self, info: Info) -> Rows | Awaitable[list[Decision]]:
        """Show the decisions."""
        found = self.read.decisions
        return decisions_of(info, self.value) if found is None else Decision.shown(found)

    @strawberry.field(
        description="What the publishing rules said last of the episode it is about; null where"
        " they were not asked yet."
    )
    async def publishing(self, info: Info) -> PublishingLook | None:
        """Put what they said of each market together."""
        kept = await info.context.loaders.decisions.load(self.value.id)
        said = publishing.latest(kept, self.value.revision)
        return PublishingLook.of(publishing.look(said)) if said else None

    @strawberry.field(
        description="Of a release: which days of its title's record begin after it opens in one of"
        " its markets, so that it is held until then; null where none does, and for who may not"
        " see titles."
    )
    async def embargo(self, info: Info) -> ReleaseEmbargo | None:
        """Look at the record as it is now."""
        if not may(info.context.actor, Act.SEE_WORKS, brand_id=self.value.brand_id):
            return None
        if not embargo.told_by_title(self.value):
            return None
        days, waiver = await info.context.loaders.embargoes.load(self.value.id) or ([], None)
        return ReleaseEmbargo.of(days, waiver) if days else None

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

    @strawberry.field(
        description="Of a campaign or a targeting: whether it may reach people, by consent, age,"
        " country and rights, as it was judged last; null before that."
    )
    async def activation(self, info: Info) -> Activation | None:
        """Say what the judgements mean."""
        kept = await info.context.loaders.decisions.load(self.value.id)
        found = stood(judged_brief(self.value), self.value.revision, kept)
        return Activation.of(found) if found else None

    @strawberry.field(
        description="Of a campaign: its reviews, oldest first, for those who see figures."
    )
    async def reviews(self, info: Info) -> list[CampaignReview]:
        """Show them."""
        if not reviewed.sees(info.context.actor, self.value):
            return []
        found = await info.context.loaders.reviews.load(self.value.id)
        return [CampaignReview.of(one) for one in found]

    @strawberry.field(
        description="Of a campaign: what others edited of it at Spotify while it was live, the"
        " latest 25, oldest first."
    )
    async def outside_edits(self, info: Info) -> list[OutsideEdit]:
        """Show them."""
        found = await info.context.loaders.outside_edits.load(self.value.id)
        return [OutsideEdit.of(one) for one in found[-EDITS_MAX:]]

    @strawberry.field(
        description="Of a campaign: how many people Spotify expects it to reach, as the present"
        " revision has it, market by market."
    )
    async def audience_estimates(self, info: Info) -> list[AudienceEstimate]:
        """Show what counts for the revision."""
        found = await info.context.loaders.estimates.load(self.value.id)
        return [AudienceEstimate.of(one) for one in found if one.revision == self.value.revision]

    @strawberry.field(
        description="Of a campaign: what Spotify says to do about its rejections, oldest first."
    )
    async def remedies(self, info: Info) -> list[RejectionRemedy]:
        """Show them."""
        found = await info.context.loaders.remedies.load(self.value.id)
        return [RejectionRemedy.of(one) for one in found]

    @strawberry.field(
        description="Of a production: how the episode did that it came out as; null until that is"
        " said, and for those who see no figures."
    )
    async def results(self, info: Info) -> EpisodeResults | None:
        """Add up what listeners did."""
        if not results.sees(info.context.actor, self.value.brand_id):
            return None
        found = await info.context.loaders.produced.load(self.value.id)
        return EpisodeResults.of(found[0]) if found else None

    @strawberry.field(
        description="Of a production: how up to five other productions of its show did, the latest"
        " first; for those who see figures."
    )
    async def earlier_episodes(self, info: Info) -> list[EpisodeResults]:
        """Add up what listeners did."""
        show = (
            self.value.payload.get("show_id") if self.value.kind == PRODUCTION_KIND.name else None
        )
        if show is None or not results.sees(info.context.actor, self.value.brand_id):
            return []
        found = await info.context.loaders.show_results.load(show)
        return [EpisodeResults.of(one) for one in results.earlier(found, self.value.id)]

    @strawberry.field(description="The accounts on the lists of it that were handed over.")
    async def listed_accounts(self, info: Info) -> list[ListedAccount]:
        """Show who is on them."""
        found = await info.context.loaders.listed.load(self.value.id)
        return [ListedAccount.of(one) for one in found]

    @strawberry.field(
        description="Of a targeting of ad sets with a list: how many of it can be matched, and how"
        " it stands at Spotify."
    )
    async def customer_list(self) -> CustomerList | None:
        """Look how it stands."""
        found = await lists.told(self.value)
        return CustomerList.of(found) if found else None

    @strawberry.field(description="What was sent of it to an endpoint of journeys, oldest first.")
    async def journey_deliveries(self, info: Info) -> list[JourneyDelivery]:
        """Show what became of each."""
        found = await info.context.loaders.journeys.load(self.value.id)
        return [JourneyDelivery.of(one) for one in found]

    @strawberry.field(description="What of it stands where.")
    async def placements(self, info: Info) -> list[Placement]:
        """Show the placements."""
        placements = await info.context.loaders.placements.load(self.value.id)
        return [Placement.of(placement) for placement in placements]

    @strawberry.field(description="The process instance that mirrors it, if it is mirrored.")
    async def workflow(self, info: Info) -> WorkflowMirror | None:
        """Look the mirror up."""
        mirror = await info.context.loaders.mirrors.load(self.value.id)
        return WorkflowMirror.of(mirror) if mirror else None

    @strawberry.field(description="Its stages as a process of its own: BPMN 2.0, as XML.")
    async def bpmn(self) -> str:
        """Write the process."""
        return await bpmn_of_request(self.value)

    @strawberry.field(
        description="Its record; null, with an error, but for the requester, managers and auditors."
    )
    async def audit_trail(self, info: Info) -> list[AuditEvent] | None:
        """Show the record."""
        actor = info.context.actor
        rules.require_trail(actor, self.value)
        events = await info.context.loaders.trails.load(self.value.id)
        return [AuditEvent.of(event) for event in events if rules.told_to(actor, event.act)]

    @classmethod
    def of(cls, request: model.Request) -> "Request":
        """Show a request."""
        return cls.listed(Listed.of(request))

    @classmethod
    def listed(cls, read: Listed) -> "Request":
        """Show a request with what was read of it already."""
        request = read.request
        return cls(
            id=identified(request.id),
            value=request,
            read=read,
            number=request.number,
            kind=request.kind,
            title=request.title,
            state=request.state,
            revision=request.revision,
            markets=list(request.markets),
            note=request.note,
            trouble=request.trouble,
            created_at=request.created_at,
            updated_at=request.updated_at,
        )
