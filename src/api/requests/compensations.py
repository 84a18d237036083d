"""What is given on a case to make something good, in the schema."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.money import Money
from api.conventions.names import name_of
from api.conventions.replaced import by
from domain.compensations import model as made_good
from domain.compensations.model import CompensationState, Fault, Tier


@strawberry.type(description="What is given on a case to make something good.")
class Compensation:
    """See `domain.compensations.model.Compensation`."""

    id: strawberry.ID = strawberry.field(description="The compensation's id.")
    case_id: strawberry.ID = strawberry.field(description="The case it makes good, by its id.")
    request_id: strawberry.ID | None = strawberry.field(
        description="The request that decides it, by its id; null where somebody decides it on the"
        " case."
    )
    state: CompensationState = strawberry.field(description="How far it is.")
    tier: Tier | None = strawberry.field(description="What the rules call it.")
    worth: Money | None = strawberry.field(description="How much; none for words alone.")
    amount: str | None = strawberry.field(
        description="How much, in major units; none for words alone.",
        deprecation_reason=by("worth"),
    )
    currency: str | None = strawberry.field(
        description="In which currency, as ISO 4217 writes it.", deprecation_reason=by("worth")
    )
    account: str | None = strawberry.field(description="Whose account it is for, if it is known.")
    fault: Fault = strawberry.field(description="Whose fault it was.")
    repeat: bool = strawberry.field(description="Whether it happened to them before.")
    why: str = strawberry.field(description="Why it is given.")
    reasons: list[str] = strawberry.field(description="What the rules said of it.")
    reason: str | None = strawberry.field(description="What whoever decided said.")
    at: datetime = strawberry.field(description="When it was proposed.")
    decided_at: datetime | None = strawberry.field(description="When it was done or declined.")
    proposer_id: strawberry.Private[str]
    decider_id: strawberry.Private[str | None]

    @strawberry.field(description="Who proposed it.")
    async def proposer_name(self, info: Info) -> str | None:
        """Look the name up."""
        return await name_of(info, self.proposer_id)

    @strawberry.field(description="The second pair of eyes; null where none was needed.")
    async def decider_name(self, info: Info) -> str | None:
        """Look the name up."""
        return await name_of(info, self.decider_id)

    @classmethod
    def of(cls, found: made_good.Compensation) -> "Compensation":
        """Show a compensation."""
        amount = found.proposal.amount
        return cls(
            id=identified(found.id),
            state=found.state,
            tier=found.tier,
            worth=Money(amount=amount.amount, currency=amount.currency) if amount else None,
            amount=str(amount.amount) if amount else None,
            currency=amount.currency if amount else None,
            account=found.account,
            fault=found.proposal.fault,
            repeat=found.proposal.repeat,
            why=found.proposal.why,
            reasons=list(found.reasons),
            reason=found.reason,
            at=found.at,
            decided_at=found.decided_at,
            request_id=identified(found.request_id) if found.request_id else None,
            case_id=identified(found.case_id),
            proposer_id=found.proposer_id,
            decider_id=found.decider_id,
        )
