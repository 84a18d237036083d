"""Conditions on a yes: met, confirmed or denied."""

import strawberry

from api.acts.requests import RequestPayload, payload_of
from api.context import Info
from api.conventions.mutations import perform, repeatable
from domain.requests import conditioned


@strawberry.input(description="A condition that is met.")
class MeetConditionInput:
    """For `meetCondition`."""

    condition_id: strawberry.ID = strawberry.field(description="The condition.")
    word: str = strawberry.field(description="How it is met; up to 500 characters.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A condition that the requester says is met.")
class ConfirmConditionInput:
    """For `confirmCondition`."""

    condition_id: strawberry.ID = strawberry.field(description="The condition.")
    holds: bool = strawberry.field(
        default=True, description="Whether it is met; if not it is open again."
    )
    reason: str = strawberry.field(default="", description="Why not; needed if it does not hold.")
    idempotency_key: str | None = repeatable()


@strawberry.type
class ConditionMutation:
    """Meeting conditions."""

    @strawberry.mutation(description="Say that a condition on a yes to your request is met.")
    async def meet_condition(self, info: Info, input: MeetConditionInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Meet a condition."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return (await conditioned.meet(hub, actor, input.condition_id, input.word)).id

        return await payload_of(*await perform(info, "meetCondition", input, act))

    @strawberry.mutation(description="Confirm that a condition is met, as a reviewer, or deny it.")
    async def confirm_condition(
        self,
        info: Info,
        input: ConfirmConditionInput,  # noqa: A002  The convention's name.
    ) -> RequestPayload:
        """Confirm a condition."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            judged = await conditioned.judge(
                hub, actor, input.condition_id, holds=input.holds, reason=input.reason
            )
            return judged.id

        return await payload_of(*await perform(info, "confirmCondition", input, act))
