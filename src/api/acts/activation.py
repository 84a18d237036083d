"""Whether a request may reach people, what may be asked for instead, and who is on its lists."""

import strawberry

from api.acts.requests import RequestPayload, payload_of
from api.context import Info
from api.conventions.mutations import perform, perform_considered, repeatable
from domain.activation import listing, taking
from domain.requests import revise
from domain.requests.revise import Reconsidered


@strawberry.input(description="The alternative of a request, to be asked for in its place.")
class TakeAlternativeInput:
    """For `takeAlternative`."""

    request_id: strawberry.ID = strawberry.field(description="The request.")
    seen_revision: int | None = strawberry.field(
        default=None, description="The revision you saw; a conflict if it is not the last."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="An account that is off a list.")
class ConfirmListRemovalInput:
    """For `confirmListRemoval`."""

    listed_id: strawberry.ID = strawberry.field(description="The account on the list.")
    receipt: str = strawberry.field(description="What was done; up to 500 characters.")
    idempotency_key: str | None = repeatable()


@strawberry.type
class ActivationMutation:
    """Acting on what the rules of activation said."""

    @strawberry.mutation(
        description="Ask for the compliant alternative instead: a revision, in one act. For those"
        " who may revise the request."
    )
    async def take_alternative(self, info: Info, input: TakeAlternativeInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Take the alternative."""
        hub, actor = info.context.hub, info.context.actor

        async def consider() -> Reconsidered:
            return await taking.reconsider(
                hub, actor, input.request_id, seen_revision=input.seen_revision
            )

        async def keep(found: Reconsidered) -> str:
            return (await revise.keep(hub, actor, found)).id

        done = await perform_considered(info, "takeAlternative", input, consider, keep)
        return await payload_of(*done)

    @strawberry.mutation(
        description="Say that an account is off a list, wherever that went. For the team that was"
        " handed the list."
    )
    async def confirm_list_removal(
        self,
        info: Info,
        input: ConfirmListRemovalInput,  # noqa: A002  The convention's name.
    ) -> RequestPayload:
        """Confirm a removal."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await listing.confirm(hub, actor, input.listed_id, input.receipt)).request_id

        return await payload_of(*await perform(info, "confirmListRemoval", input, act))
