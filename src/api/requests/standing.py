"""Where a request stands, in the schema: who asked, who has to say yes, what the rules said."""

from collections.abc import Awaitable
from datetime import datetime

import strawberry

from api.context import Info
from api.conventions.nodes import Node
from api.decisions.decision import Decision
from api.plan.rows import Rows
from api.publishing.embargoes import ReleaseEmbargo
from api.publishing.release_rules import PublishingLook
from api.requests.compensations import Compensation
from api.requests.evidence import AlertEvidence
from api.requests.parts import decisions_of, requester_of, stages_of
from api.requests.revision_drafts import RevisionDraft
from api.requests.stages import Stage
from api.requests.tellings import Condition, Delivery
from domain.cases import reading as case_reading
from domain.conditions import rules as condition_rules
from domain.masters import embargo
from domain.people.model import Act
from domain.people.rules import may
from domain.publishing import rules as publishing
from domain.requests import model
from domain.requests.model import RequestState
from domain.requests.projection import Listed
from domain.requests.telling import seen_by


@strawberry.type
class RequestStanding(Node):
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
