"""Requests in the schema: what was asked for, where it stands, who said what."""

from datetime import datetime
from typing import Any

import strawberry
from strawberry.scalars import JSON

from api.activated import Activation, ListedAccount
from api.asked import BRIEF, brief_of
from api.campaign_reviews import CampaignReview
from api.campaigns import CampaignBrief, Check
from api.compensations import Compensation
from api.context import Info, identified
from api.decisions import Decision
from api.deliveries import Condition, Delivery
from api.distribution import DistributionReport, reports_of
from api.elsewhere import OutsideDecision, WorkflowMirror
from api.handed import HandedSeat
from api.handing import HandOver
from api.nodes import Node
from api.productions import EpisodeResults
from api.publishing import PublishingLook
from api.rules import RuleVersionBrief
from api.site_audio import CommercialAudioStanding
from api.sponsorships import Deliverable, PlacementSheet, Sponsorship
from domain.activation.rules import brief_of as judged_brief
from domain.activation.rules import stood
from domain.actor import Door
from domain.approvals import model as values
from domain.approvals import rules as approval_rules
from domain.approvals.model import Choice, StageState
from domain.audit import model as audit
from domain.campaigns.reviews import reading as reviewed
from domain.cases import reading as case_reading
from domain.conditions import rules as condition_rules
from domain.deliverables.rules import deliveries
from domain.people.model import Act
from domain.people.rules import may
from domain.placements.model import Placement as PlacementValue
from domain.placements.model import PlacementState
from domain.productions import results
from domain.publishing import rules as publishing
from domain.requests import model, rules
from domain.requests.kinds import kind_named
from domain.requests.kinds.campaign import CampaignBrief as Brief
from domain.requests.kinds.production import KIND as PRODUCTION_KIND
from domain.requests.kinds.rule_version import RuleVersionBrief as RuleBrief
from domain.requests.kinds.sponsorship import SponsorshipBrief
from domain.requests.mirrored import decision_of
from domain.requests.model import RequestState
from domain.requests.routing import bpmn_of_request
from domain.requests.telling import seen_by
from domain.site_audio import standing as site_audio


@strawberry.type(description="What one reviewer said.")
class Vote(Node):
    """See `domain.approvals.model.Vote`."""

    choice: Choice = strawberry.field(description="What they said.")
    reason: str | None = strawberry.field(description="Why.")
    at: datetime = strawberry.field(description="When.")
    round: int = strawberry.field(description="In which round of the stage.")
    taken_back_at: datetime | None = strawberry.field(description="When it was taken back.")
    voter_id: strawberry.Private[str]
    instead_of_id: strawberry.Private[str | None]

    @strawberry.field(description="Who said it.")
    async def voter_name(self, info: Info) -> str:
        """Look the name up."""
        return await info.context.loaders.names.load(self.voter_id) or "somebody"

    @strawberry.field(description="For whom they stood in; null if they spoke for themselves.")
    async def instead_of_name(self, info: Info) -> str | None:
        """Look the name up."""
        if self.instead_of_id is None:
            return None
        return await info.context.loaders.names.load(self.instead_of_id) or "somebody"

    @classmethod
    def of(cls, vote: values.Vote) -> "Vote":
        """Show a vote."""
        return cls(
            id=identified(vote.id),
            choice=vote.choice,
            reason=vote.reason,
            at=vote.at,
            round=vote.round,
            taken_back_at=vote.taken_back_at,
            voter_id=vote.voter_id,
            instead_of_id=vote.instead_of_id,
        )


@strawberry.type(description="One step on the way to a yes.")
class Stage(Node):
    """See `domain.approvals.model.Stage`."""

    value: strawberry.Private[values.Stage]
    key: str = strawberry.field(description="How decision tables name it.")
    title: str = strawberry.field(description="How people name it.")
    step: int = strawberry.field(description="Stages of one step are open together.")
    state: StageState = strawberry.field(description="How far it is.")
    quorum: int = strawberry.field(description="How many approvals it takes; 0 if the hub decides.")
    round: int = strawberry.field(description="How often it was opened, counting from 1.")
    opened_at: datetime | None = strawberry.field(description="When it was opened.")
    closed_at: datetime | None = strawberry.field(description="When it was decided.")
    reminded_at: datetime | None = strawberry.field(
        description="When its reviewers were reminded last."
    )
    escalated: int = strawberry.field(
        description="How far up it was carried: 1 to its team's leads, 2 to those above; 0 if not."
    )

    @strawberry.field(description="Until when it should be decided, while it is open.")
    def due_at(self) -> datetime | None:
        """Compute it."""
        return approval_rules.due_at(self.value)

    @strawberry.field(description="Whether it has waited longer than it should.")
    def overdue(self, info: Info) -> bool:
        """Compute it."""
        return approval_rules.overdue(self.value, info.context.hub.clock.now())

    @strawberry.field(description="The team that decides; null if the hub does.")
    async def team_name(self, info: Info) -> str | None:
        """Look the team up."""
        team = self.value.team_id
        return await info.context.loaders.teams.load(team) if team else None

    @strawberry.field(description="Every vote on it, oldest first, those taken back included.")
    async def votes(self, info: Info) -> list[Vote]:
        """Show the votes."""
        votes = await info.context.loaders.votes.load(self.value.request_id)
        return [Vote.of(vote) for vote in votes if vote.stage_id == self.value.id]

    @strawberry.field(
        description="The seats that were handed on in its present round, the oldest first."
    )
    async def handed_seats(self, info: Info) -> list[HandedSeat]:
        """Show them."""
        found = await info.context.loaders.handed.load(self.value.request_id)
        here, now = self.value.id, self.value.round
        return [HandedSeat.of(one) for one in found if (one.stage_id, one.round) == (here, now)]

    @strawberry.field(
        description="What the workflow service decided it by, if its present round was."
    )
    async def decided_elsewhere(self, info: Info) -> OutsideDecision | None:
        """Look the decision up."""
        found = await info.context.loaders.outside.load(self.value.request_id)
        task = decision_of(self.value, found)
        return OutsideDecision.of(task) if task else None

    @strawberry.field(description="How many approvals count so far.")
    async def approvals(self, info: Info) -> int:
        """Count them."""
        votes = await info.context.loaders.votes.load(self.value.request_id)
        counting = approval_rules.counting(self.value, votes)
        return sum(vote.choice is Choice.APPROVE for vote in counting)

    @classmethod
    def of(cls, stage: values.Stage) -> "Stage":
        """Show a stage."""
        return cls(
            id=identified(stage.id),
            value=stage,
            key=stage.key,
            title=stage.title,
            step=stage.step,
            state=stage.state,
            quorum=stage.quorum,
            round=stage.round,
            opened_at=stage.opened_at,
            closed_at=stage.closed_at,
            reminded_at=stage.reminded_at,
            escalated=stage.escalated,
        )


@strawberry.type(description="Something of a request that stands at a publisher.")
class Placement(Node):
    """See `domain.placements.model.Placement`."""

    publisher: str = strawberry.field(description="Who shows it.")
    outside_id: str = strawberry.field(description="The publisher's id of it.")
    state: PlacementState = strawberry.field(description="Whether the publisher shows it.")
    since: datetime = strawberry.field(description="Since when.")

    @strawberry.field(
        description="What the publisher requires or refuses of it, oldest first, mended ones too;"
        " not for agencies."
    )
    async def reports(self, info: Info) -> list[DistributionReport]:
        """Show what is said."""
        return await reports_of(info, self.id)

    @classmethod
    def of(cls, placement: PlacementValue) -> "Placement":
        """Show a placement."""
        return cls(
            id=identified(placement.id),
            publisher=placement.publisher,
            outside_id=placement.outside_id,
            state=placement.state,
            since=placement.since,
        )


@strawberry.type(description="One change of a request, as recorded.")
class AuditEvent(Node):
    """See `domain.audit.model.Event`."""

    position: int = strawberry.field(description="Its place in the request's chain, from 1.")
    act: str = strawberry.field(description="What happened.")
    door: Door = strawberry.field(description="The way it came in.")
    at: datetime = strawberry.field(description="When.")
    details: JSON = strawberry.field(description="Before, after, reasons, outside ids.")
    digest: str = strawberry.field(description="SHA-256 over this event and the digest before it.")
    actor_id: strawberry.Private[str | None]

    @strawberry.field(description="Who did it.")
    async def actor_name(self, info: Info) -> str:
        """Look the name up."""
        if self.actor_id is None:
            return "Greenlight"
        return await info.context.loaders.names.load(self.actor_id) or "somebody"

    @classmethod
    def of(cls, event: audit.Event) -> "AuditEvent":
        """Show an event."""
        return cls(
            id=identified(event.id),
            position=event.position,
            act=event.act,
            door=event.door,
            at=event.at,
            details=JSON(dict(event.details)),
            digest=event.digest,
            actor_id=event.actor_id,
        )


@strawberry.type(description="Something asked for that needs a yes.")
class Request(Node):
    """See `domain.requests.model.Request`."""

    value: strawberry.Private[model.Request]
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

    @strawberry.field(description="Who asked.")
    async def requester_name(self, info: Info) -> str:
        """Look the name up."""
        return await info.context.loaders.names.load(self.value.requester_id) or "somebody"

    @strawberry.field(description="The brand it is for; none for the whole organisation.")
    async def brand_name(self, info: Info) -> str | None:
        """Look the brand up."""
        brand = self.value.brand_id
        return await info.context.loaders.brands.load(brand) if brand else None

    @strawberry.field(description="The agency that asked, if one did.")
    async def agency_name(self, info: Info) -> str | None:
        """Look the agency up."""
        agency = self.value.agency_id
        return await info.context.loaders.agencies.load(agency) if agency else None

    @strawberry.field(description="Its stages in order of step.")
    async def stages(self, info: Info) -> list[Stage]:
        """Show the stages that count."""
        stages = await info.context.loaders.stages.load(self.value.id)
        return [Stage.of(stage) for stage in stages if stage.state is not StageState.DROPPED]

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

    @strawberry.field(description="What the rules said, of every revision.")
    async def decisions(self, info: Info) -> list[Decision]:
        """Show the decisions."""
        decisions = await info.context.loaders.decisions.load(self.value.id)
        return [Decision.of(revision, judgement) for revision, judgement in decisions]

    @strawberry.field(
        description="What the publishing rules said last of the episode it is about; null where"
        " they were not asked yet."
    )
    async def publishing(self, info: Info) -> PublishingLook | None:
        """Put what they said of each market together."""
        kept = await info.context.loaders.decisions.load(self.value.id)
        said = publishing.latest(kept, self.value.revision)
        return PublishingLook.of(publishing.look(said)) if said else None

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
        return cls(
            id=identified(request.id),
            value=request,
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
