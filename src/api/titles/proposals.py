"""Rights that contracts elsewhere may give us: listed, and made grants by people only."""

from datetime import date, datetime

import strawberry

from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.rights.entering import RightsGrantPayload, acted
from api.rights.forms import AddRightsGrantInput
from api.titles.works import Work
from domain.rights.model import Grant, Layer
from domain.title_house import model, proposing
from domain.title_house.model import ProposalStatus


@strawberry.type(
    description="A right that a contract in a title house licenses, as far as is told there: no"
    " territory, no language, no use. It counts for nothing until somebody makes a grant of it."
)
class RightsProposal:
    """See `domain.title_house.model.Proposal`."""

    id: strawberry.ID = strawberry.field(description="What it is known by.")
    source: str = strawberry.field(description="The house that tells of it.")
    contract: str = strawberry.field(description="The number of the contract there.")
    right_type: str = strawberry.field(description="What it is called there: free text.")
    layer: Layer | None = strawberry.field(
        description="Which right that sounds like; null if like none."
    )
    signed_on: date | None = strawberry.field(description="The day the contract was signed.")
    ends_on: date | None = strawberry.field(
        description="The day it seems to be over, by its term or termination; null if unsaid."
    )
    status: ProposalStatus = strawberry.field(description="Whether somebody decided on it.")
    grant_id: strawberry.ID | None = strawberry.field(
        description="The grant that was made of it, though the contract may have changed since."
    )
    told_at: datetime = strawberry.field(description="When it was told so first.")
    work_id: strawberry.Private[str]

    @classmethod
    def of(cls, value: model.Proposal) -> "RightsProposal":
        """Show it."""
        return cls(
            id=identified(value.id),
            source=value.source,
            contract=value.licence.contract_ref,
            right_type=value.licence.right_type,
            layer=value.layer,
            signed_on=value.licence.signed_on,
            ends_on=value.ends_on,
            status=value.status,
            grant_id=identified(value.grant_id) if value.grant_id else None,
            told_at=value.told_at,
            work_id=value.work_id,
        )

    @strawberry.field(description="The work that the contract is about.")
    async def work(self, info: Info) -> Work:
        """Show the work."""
        return Work.of(await info.context.loaders.works.load(self.work_id))


@strawberry.input(
    description="A proposal, and the whole grant that it is. Where the grant comes from is the"
    " contract; who grants it has to be said."
)
class ConfirmRightsProposalInput(AddRightsGrantInput):
    """For `confirmRightsProposal`."""

    proposal_id: strawberry.ID = strawberry.field(description="The proposal.")


@strawberry.input(description="A proposal that gives us nothing.")
class DismissRightsProposalInput:
    """For `dismissRightsProposal`."""

    proposal_id: strawberry.ID = strawberry.field(description="The proposal.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What dismissing did.")
class RightsProposalPayload:
    """Answer of `dismissRightsProposal`."""

    proposal_id: strawberry.ID | None = strawberry.field(description="What was dismissed.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class ProposalQuery:
    """Reading proposals."""

    @strawberry.field(
        description="Rights that contracts may give us and nobody decided on, oldest first, up to"
        " 100. For managers and admins."
    )
    async def open_rights_proposals(
        self, info: Info, first: int = proposing.LISTED_MAX
    ) -> list[RightsProposal] | None:
        """List proposals."""
        return [RightsProposal.of(one) for one in await proposing.listed(info.context.actor, first)]


@strawberry.type
class ProposalMutation:
    """Deciding on proposals."""

    @strawberry.mutation(
        description="Make a grant of a proposal, as it is given here. Raises what `addRightsGrant`"
        " does. For managers and admins."
    )
    async def confirm_rights_proposal(
        self,
        info: Info,
        input: ConfirmRightsProposalInput,  # noqa: A002  The convention's name.
    ) -> RightsGrantPayload:
        """Confirm a proposal."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> Grant:
            _, grant = await proposing.confirm(hub, actor, input.proposal_id, input.grant())
            return grant

        return await acted(info, "confirmRightsProposal", input, act)

    @strawberry.mutation(
        description="Say that a proposal gives us nothing; it is open again if its contract"
        " changes. For managers and admins of every market."
    )
    async def dismiss_rights_proposal(
        self,
        info: Info,
        input: DismissRightsProposalInput,  # noqa: A002  As above.
    ) -> RightsProposalPayload:
        """Dismiss a proposal."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return (await proposing.dismiss(hub, actor, input.proposal_id)).id

        done, errors = await perform(info, "dismissRightsProposal", input, act)
        return RightsProposalPayload(proposal_id=identified(done) if done else None, errors=errors)
