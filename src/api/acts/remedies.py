"""Ticking off what a rejection asks for, over the API."""

import strawberry

from api.acts.requests import RequestPayload, payload_of
from api.context import Info
from api.conventions.mutations import perform, repeatable
from domain.campaigns.remedies import ticking


@strawberry.input(description="A remedy that is done.")
class TickRemedyInput:
    """For `tickRemedy`."""

    remedy_id: strawberry.ID = strawberry.field(description="The remedy.")
    idempotency_key: str | None = repeatable()


@strawberry.type
class RemedyMutation:
    """What can be done about remedies."""

    @strawberry.mutation(
        description="Tick a remedy of a rejection off, for those who may revise the campaign."
    )
    async def tick_remedy(self, info: Info, input: TickRemedyInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Tick it off."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await ticking.tick(hub, actor, input.remedy_id)).id

        return await payload_of(*await perform(info, "tickRemedy", input, act))
