"""Cases in the schema: what somebody reported, how far it is, who said and did what."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.names import name_of
from api.conventions.nodes import Node
from api.conventions.trails import AuditEvent
from api.decisions.decision import Decision
from api.requests.compensations import Compensation
from api.requests.request import Request
from api.requests.tellings import Delivery
from domain.cases import clocks, model, reading
from domain.cases.model import (
    CaseKind,
    CaseState,
    Clock,
    CommentKind,
    CustomerValue,
    Priority,
    Severity,
    Source,
    SubjectKind,
    Topic,
)
from domain.cases.open_case import contact_by
from domain.errors import Missing
from domain.requests import reading as requests


@strawberry.type(description="Something a case is about.")
class CaseSubject:
    """See `domain.cases.model.Subject`."""

    kind: SubjectKind = strawberry.field(description="What it is.")
    ref: str = strawberry.field(description="Its id, code or pseudonymous name.")


@strawberry.type(description="What somebody said in a case.")
class CaseComment:
    """See `domain.cases.model.Comment`."""

    id: strawberry.ID = strawberry.field(description="The comment's id.")
    kind: CommentKind = strawberry.field(description="Whom it is for.")
    text: str = strawberry.field(description="What was said.")
    at: datetime = strawberry.field(description="When.")
    by_hub: bool = strawberry.field(
        description="Whether Greenlight said it in its own name, as of figures that were corrected."
    )
    author_id: strawberry.Private[str | None]

    @strawberry.field(description="Who said it; null for somebody outside, and for Greenlight.")
    async def author_name(self, info: Info) -> str | None:
        """Look the name up."""
        return await name_of(info, self.author_id)

    @classmethod
    def of(cls, comment: model.Comment) -> "CaseComment":
        """Show a comment."""
        return cls(
            id=identified(comment.id),
            kind=comment.kind,
            text=comment.text,
            at=comment.at,
            by_hub=comment.by_hub,
            author_id=comment.author_id,
        )


@strawberry.type(description="That a clock ran out, and who was told; once per round and level.")
class CaseEscalation:
    """See `domain.cases.model.Escalation`."""

    clock: Clock = strawberry.field(description="Which clock.")
    level: int = strawberry.field(description="1 the queue's lead, 2 who manages all cases.")
    round: int = strawberry.field(description="In which round of the case, from 1.")
    team: str = strawberry.field(description="The key of the team that was told.")
    told: bool = strawberry.field(description="Whether there is such a team.")
    due_at: datetime = strawberry.field(description="When the clock ran out.")
    at: datetime = strawberry.field(description="When that was told.")

    @classmethod
    def of(cls, found: model.Escalation) -> "CaseEscalation":
        """Show an escalation."""
        return cls(
            clock=found.clock,
            level=found.level,
            round=found.round,
            team=found.team_key,
            told=found.team_id is not None,
            due_at=found.due_at,
            at=found.at,
        )


@strawberry.type(description="Somebody outside who reported something.")
class CaseContact:
    """See `domain.cases.model.Contact`."""

    name: str = strawberry.field(description="The name they gave.")
    email: str = strawberry.field(description="The address they gave.")


@strawberry.type(description="Something somebody complains of, asks or reports.")
class Case(Node):
    """See `domain.cases.model.Case`."""

    value: strawberry.Private[model.Case]
    number: int = strawberry.field(description="How people call it.")
    kind: CaseKind = strawberry.field(description="What somebody came with.")
    source: Source = strawberry.field(description="The way it came in.")
    title: str = strawberry.field(description="Its title.")
    text: str = strawberry.field(description="What somebody reported, in their words.")
    link: str | None = strawberry.field(description="The message it was made of.")
    state: CaseState = strawberry.field(description="How far it is.")
    priority: Priority = strawberry.field(description="How soon somebody answers.")
    queue: str = strawberry.field(description="The key of the team that answers for it.")
    reasons: list[str] = strawberry.field(description="Why it got priority and queue.")
    severity: Severity | None = strawberry.field(description="How bad it is, if anybody said.")
    topic: Topic | None = strawberry.field(description="What it is about, if anybody said.")
    customer_value: CustomerValue | None = strawberry.field(
        description="How much the account means to the organisation, if anybody said."
    )
    market: str | None = strawberry.field(description="The market it is for (ISO 3166).")
    round: int = strawberry.field(description="How often it was opened, from 1.")
    level: int = strawberry.field(description="How far it was escalated in this round.")
    response_due_at: datetime = strawberry.field(description="Until when it is to be answered.")
    responded_at: datetime | None = strawberry.field(description="When it was, in this round.")
    resolution_due_at: datetime = strawberry.field(description="Until when it is to be resolved.")
    resolved_at: datetime | None = strawberry.field(description="When it was, in this round.")
    waiting_since: datetime | None = strawberry.field(
        description="Since when the clocks stand still, while the customer has to say something."
    )
    note: str | None = strawberry.field(description="The last word on it.")
    created_at: datetime = strawberry.field(description="When it was opened.")
    updated_at: datetime = strawberry.field(description="When it last changed.")

    @strawberry.field(description="The clocks that ran out, and are not stopped.")
    def overdue(self, info: Info) -> list[Clock]:
        """Compute them."""
        return list(clocks.overdue(self.value, info.context.hub.clock.now()))

    @strawberry.field(description="Who reported it; null for somebody outside.")
    async def reporter_name(self, info: Info) -> str | None:
        """Look the name up."""
        return await name_of(info, self.value.reporter_id)

    @strawberry.field(description="Who outside reported it; for those who answer for it.")
    async def contact(self, info: Info) -> CaseContact | None:
        """Decrypt who it is."""
        if self.value.contact is None or not await self._handles(info):
            return None
        sealed = await info.context.loaders.person_keys.load(self.value.contact["person"])
        found = contact_by(info.context.hub, self.value, sealed)
        return CaseContact(name=found.name, email=found.email) if found else None

    @strawberry.field(description="Who owns it, if anybody does.")
    async def assignee_name(self, info: Info) -> str | None:
        """Look the name up."""
        return await name_of(info, self.value.assignee_id)

    @strawberry.field(description="The case it was merged into, if it was and you may see it.")
    async def merged_into(self, info: Info) -> "Case | None":
        """Find the main case."""
        main = self.value.merged_into_id
        return await seen(info, main) if main else None

    @strawberry.field(
        description="How the case stands that it was merged into, whoever may see that one; null"
        " where it was not merged."
    )
    async def main_state(self, info: Info) -> CaseState | None:
        """Look at the main case."""
        main = self.value.merged_into_id
        found = await info.context.loaders.cases.load(main) if main else None
        return found.state if found else None

    @strawberry.field(
        description="What it is about; what came with a duplicate of another reporter's is for"
        " those who answer for it, managers and auditors."
    )
    async def subjects(self, info: Info) -> list[CaseSubject]:
        """Show what the caller may see."""
        teams = await info.context.loaders.case_teams.load(self.value.id)
        found = await info.context.loaders.case_subjects.load(self.value.id)
        seen = await reading.subjects(info.context.actor, self.value, found, teams)
        return [CaseSubject(kind=one.kind, ref=one.ref) for one in seen]

    @strawberry.field(description="What was said, oldest first; the reporter reads what is theirs.")
    async def comments(self, info: Info) -> list[CaseComment]:
        """Show what the caller may read."""
        teams = await info.context.loaders.case_teams.load(self.value.id)
        found = await info.context.loaders.case_comments.load(self.value.id)
        readable = await reading.comments(info.context.actor, self.value, found, teams)
        return [CaseComment.of(one) for one in readable]

    @strawberry.field(description="How it was escalated, oldest first.")
    async def escalations(self, info: Info) -> list[CaseEscalation]:
        """Show the escalations."""
        found = await info.context.loaders.escalations.load(self.value.id)
        return [CaseEscalation.of(one) for one in found]

    @strawberry.field(description="What is given to make it good; for those who answer for it.")
    async def compensations(self, info: Info) -> list[Compensation]:
        """Show the compensations."""
        if not await self._handles(info):
            return []
        found = await info.context.loaders.compensations.load(self.value.id)
        return [Compensation.of(one) for one in found]

    @strawberry.field(
        description="The requests that decide what is given, as far as you may see them; for those"
        " who answer for it."
    )
    async def compensation_requests(self, info: Info) -> list[Request]:
        """Find the requests."""
        if not await self._handles(info):
            return []
        found = await info.context.loaders.compensations.load(self.value.id)
        asked = [one.request_id for one in found if one.request_id]
        return [one for request_id in asked if (one := await _request(info, request_id))]

    @strawberry.field(
        description="Who was told what of it, when, by which way; others than those who answer for"
        " it, managers and auditors see what its reporter was told."
    )
    async def deliveries(self, info: Info) -> list[Delivery]:
        """Show what was told."""
        teams = await info.context.loaders.case_teams.load(self.value.id)
        found = await info.context.loaders.case_tellings.load(self.value.id)
        seen = await reading.tellings(info.context.actor, self.value, found, teams)
        return [Delivery.of(one) for one in seen]

    @strawberry.field(
        description="What the rules said, with the round it was in as the revision; for those who"
        " answer for it."
    )
    async def decisions(self, info: Info) -> list[Decision]:
        """Show the decisions."""
        if not await self._handles(info):
            return []
        found = await info.context.loaders.case_decisions.load(self.value.id)
        return [Decision.of(round_, judgement) for round_, judgement in found]

    @strawberry.field(
        description="Its record; null, with an error, but for those who answer for it, managers"
        " and auditors."
    )
    async def audit_trail(self, info: Info) -> list[AuditEvent] | None:
        """Show the record."""
        teams = await info.context.loaders.case_teams.load(self.value.id)
        await reading.require_trail(info.context.actor, self.value, teams)
        events = await info.context.loaders.trails.load(self.value.id)
        return [AuditEvent.of(event) for event in events]

    async def _handles(self, info: Info) -> bool:
        """Whether the caller answers for it; the teams of all cases of a page come together."""
        teams = await info.context.loaders.case_teams.load(self.value.id)
        return await reading.handles(info.context.actor, self.value, teams)

    @classmethod
    def of(cls, case: model.Case) -> "Case":
        """Show a case."""
        return cls(
            id=identified(case.id),
            value=case,
            number=case.number,
            kind=case.kind,
            source=case.source,
            title=case.title,
            text=case.text,
            link=case.link,
            state=case.state,
            priority=case.priority,
            queue=case.queue,
            reasons=list(case.reasons),
            severity=case.given.severity,
            topic=case.given.topic,
            customer_value=case.given.customer_value,
            market=case.market,
            round=case.round,
            level=case.level,
            response_due_at=case.clocks.response_due_at,
            responded_at=case.clocks.responded_at,
            resolution_due_at=case.clocks.resolution_due_at,
            resolved_at=case.clocks.resolved_at,
            waiting_since=case.clocks.waiting_since,
            note=case.note,
            created_at=case.created_at,
            updated_at=case.updated_at,
        )


async def seen(info: Info, case_id: str) -> Case | None:
    """Return a case by id; None if there is none the caller may see."""
    try:
        return Case.of(await reading.get(info.context.actor, case_id))
    except Missing:
        return None


async def _request(info: Info, request_id: str) -> Request | None:
    """Return a request by id; None if there is none the caller may see."""
    try:
        return Request.of(await requests.get(info.context.actor, request_id))
    except Missing:
        return None
