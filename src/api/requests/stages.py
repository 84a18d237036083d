"""Stages and votes in the schema: where a request stands on its way to a yes, who said what."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.nodes import Node
from api.plan.rows import Rows, Table
from api.requests.handed_seats import HandedSeat
from api.requests.workflow import OutsideDecision
from domain.approvals import model, records, rules
from domain.approvals.model import Choice, StageState
from domain.requests.mirrored import decision_of
from domain.requests.projection import Read

_TABLE = Table(records.STAGE_HELD)


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
    def of(cls, vote: model.Vote) -> "Vote":
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

    value: strawberry.Private[model.Stage]
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
        return rules.due_at(self.value)

    @strawberry.field(description="Whether it has waited longer than it should.")
    def overdue(self, info: Info) -> bool:
        """Compute it."""
        return rules.overdue(self.value, info.context.hub.clock.now())

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
        counting = rules.counting(self.value, votes)
        return sum(vote.choice is Choice.APPROVE for vote in counting)

    @classmethod
    def shown(cls, read: Read[model.Stage]) -> Rows:
        """Show the stages that count, of their rows."""
        rows = [row for row in read.rows if row[records.STAGE_STATE] != StageState.DROPPED]
        return Rows(_TABLE, lambda row: cls.of(read.item(row)), rows)

    @classmethod
    def of(cls, stage: model.Stage) -> "Stage":
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
