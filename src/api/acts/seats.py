"""What those a stage was carried up to can do: take a seat over, or give it to another."""

import strawberry

from api.acts.requests import RequestPayload, payload_of
from api.context import Info
from api.conventions.mutations import perform, repeatable
from domain.requests import hand_seat


@strawberry.input(description="A stage to take over, as it was carried up to you.")
class TakeOverStageInput:
    """For `takeOverStage`."""

    stage_id: strawberry.ID = strawberry.field(description="The stage.")
    instead_of_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Whose seat you take; if left out, one that nobody fills, or the first that"
        " waits.",
    )
    seen_round: int | None = strawberry.field(
        default=None, description="The round you looked at; a conflict if it is not the present."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A reviewer to be asked in another's place.")
class ReassignSeatInput:
    """For `reassignSeat`."""

    stage_id: strawberry.ID = strawberry.field(description="The stage, carried up to you.")
    to_user_id: strawberry.ID = strawberry.field(
        description="Who is asked: a reviewer of its brand and markets without a seat in it."
    )
    instead_of_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="In whose place; if left out, in a seat that nobody fills, or the first that"
        " waits.",
    )
    seen_round: int | None = strawberry.field(
        default=None, description="The round you looked at; a conflict if it is not the present."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type
class SeatsMutation:
    """Handing seats on."""

    @strawberry.mutation(
        description="Take a seat of a stage that was carried up to you, to vote in it yourself."
    )
    async def take_over_stage(
        self,
        info: Info,
        input: TakeOverStageInput,  # noqa: A002  The convention's name.
    ) -> RequestPayload:
        """Take a seat over."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            taken = await hand_seat.take_over(
                hub,
                actor,
                input.stage_id,
                member_id=input.instead_of_id,
                seen_round=input.seen_round,
            )
            return taken.id

        return await payload_of(*await perform(info, "takeOverStage", input, act))

    @strawberry.mutation(
        description="Have another reviewer asked in somebody's place, in a stage carried up to you."
    )
    async def reassign_seat(
        self,
        info: Info,
        input: ReassignSeatInput,  # noqa: A002  The convention's name.
    ) -> RequestPayload:
        """Give a seat to another reviewer."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            given = await hand_seat.hand(
                hub,
                actor,
                input.stage_id,
                input.to_user_id,
                member_id=input.instead_of_id,
                seen_round=input.seen_round,
            )
            return given.id

        return await payload_of(*await perform(info, "reassignSeat", input, act))
