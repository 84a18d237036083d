"""Acknowledging what was handed over."""

import strawberry

from api.acts.requests import RequestPayload, payload_of
from api.context import Info
from api.conventions.mutations import perform, repeatable
from domain.handovers import service


@strawberry.input(description="A hand-over that you have.")
class AcknowledgeHandOverInput:
    """For `acknowledgeHandOver`."""

    request_id: strawberry.ID = strawberry.field(description="The request it was made of.")
    receipt: str = strawberry.field(
        default="",
        description="What became of it, such as where it stands; up to 500 characters. Only a"
        " placement sheet needs none.",
    )
    idempotency_key: str | None = repeatable()


@strawberry.type
class HandOverMutation:
    """Acting on hand-overs."""

    @strawberry.mutation(
        description="Say that you have what was handed over. For the team it was handed to."
    )
    async def acknowledge_hand_over(
        self,
        info: Info,
        input: AcknowledgeHandOverInput,  # noqa: A002  The convention's name.
    ) -> RequestPayload:
        """Acknowledge a hand-over."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await service.acknowledge(hub, actor, input.request_id, input.receipt)).id

        return await payload_of(*await perform(info, "acknowledgeHandOver", input, act))
