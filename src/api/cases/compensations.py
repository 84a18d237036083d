"""Making something good on a case: proposed, asked for as a request, decided."""

from decimal import Decimal

import strawberry

from api.cases.payload import CasePayload, answered
from api.context import Info
from api.conventions.mutations import perform, perform_considered, repeatable
from domain.compensations import by_request
from domain.compensations import service as compensations
from domain.compensations.by_request import Wish
from domain.compensations.model import Fault, Proposal
from domain.money import money
from domain.requests.kinds.compensation import Remedy


@strawberry.input(description="Something to give on a case.")
class ProposeCompensationInput:
    """For `proposeCompensation`."""

    case_id: strawberry.ID = strawberry.field(description="The case, which you own.")
    amount: Decimal | None = strawberry.field(
        default=None, description="How much, in major units; words alone if left out."
    )
    currency: str | None = strawberry.field(
        default=None, description="In which currency, as ISO 4217 writes it."
    )
    fault: Fault = strawberry.field(description="Whose fault it was.")
    repeat: bool = strawberry.field(default=False, description="Whether it happened before.")
    why: str = strawberry.field(description="Why it is given.")
    idempotency_key: str | None = repeatable("proposes nothing new for 24 h.")

    def value(self) -> Proposal:
        """Return it as the core takes it; `Invalid` where the amount is none."""
        amount = None
        if self.amount is not None:
            amount = money(self.amount, self.currency or "")
        return Proposal(amount, self.fault, self.repeat, self.why)


@strawberry.input(description="A compensation that waits, to be asked for as a request.")
class RequestCompensationInput:
    """For `requestCompensation`."""

    compensation_id: strawberry.ID = strawberry.field(description="The compensation.")
    remedy: Remedy = strawberry.field(description="How it is made good.")
    legal_claim: bool = strawberry.field(
        default=False, description="Whether somebody claims a right, or threatens to."
    )
    brand_id: strawberry.ID | None = strawberry.field(
        default=None, description="The brand it is for; the case's if left out."
    )
    markets: list[str] | None = strawberry.field(
        default=None, description="ISO 3166 codes of the markets; the case's if left out."
    )
    idempotency_key: str | None = repeatable("asks for nothing new for 24 h.")

    def value(self) -> Wish:
        """Return it as the core takes it."""
        return Wish(self.remedy, self.legal_claim, self.brand_id, tuple(self.markets or ()))


@strawberry.input(description="A word on a compensation that waits.")
class DecideCompensationInput:
    """For `decideCompensation`."""

    compensation_id: strawberry.ID = strawberry.field(description="The compensation.")
    approve: bool = strawberry.field(description="Whether it is given.")
    reason: str | None = strawberry.field(default=None, description="Why; needed for a no.")
    idempotency_key: str | None = repeatable()


@strawberry.type
class CompensationMutation:
    """Acting on compensations."""

    @strawberry.mutation(
        description="Propose to make something good on a case you own: done at once within the"
        " limits, else it waits for a second pair of eyes."
    )
    async def propose_compensation(
        self,
        info: Info,
        input: ProposeCompensationInput,  # noqa: A002  The convention's name.
    ) -> CasePayload:
        """Propose a compensation."""
        hub, actor = info.context.hub, info.context.actor

        async def consider() -> compensations.Considered:
            return await compensations.consider(hub, actor, input.case_id, input.value())

        async def keep(found: compensations.Considered) -> str:
            return (await compensations.keep(hub, actor, found)).case_id

        done = await perform_considered(info, "proposeCompensation", input, consider, keep)
        return await answered(*done)

    @strawberry.mutation(
        description="Ask for a compensation that waits as a request, whose stages decide it from"
        " then on, and whose last yes instructs customer service. For the case's owner and its"
        " managers; the account is named by its id."
    )
    async def request_compensation(
        self,
        info: Info,
        input: RequestCompensationInput,  # noqa: A002  The convention's name.
    ) -> CasePayload:
        """Ask for a compensation as a request."""
        hub, actor = info.context.hub, info.context.actor

        async def consider() -> by_request.Considered:
            return await by_request.consider(hub, actor, input.compensation_id, input.value())

        async def keep(found: by_request.Considered) -> str:
            return (await by_request.keep(hub, actor, found)).case_id

        done = await perform_considered(info, "requestCompensation", input, consider, keep)
        return await answered(*done)

    @strawberry.mutation(
        description="Decide, once, on a compensation that waits; not as the case's owner, nor as"
        " who proposed it."
    )
    async def decide_compensation(
        self,
        info: Info,
        input: DecideCompensationInput,  # noqa: A002  The convention's name.
    ) -> CasePayload:
        """Decide on a compensation."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            decided = await compensations.decide(
                hub, actor, input.compensation_id, yes=input.approve, reason=input.reason
            )
            return decided.case_id

        return await answered(*await perform(info, "decideCompensation", input, act))
