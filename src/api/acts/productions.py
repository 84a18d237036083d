"""Saying which episode a production came out as."""

import strawberry

from api.acts.requests import RequestPayload, payload_of
from api.context import Info
from api.conventions.mutations import perform, repeatable
from domain.productions import naming


@strawberry.input(description="The episode that a production came out as.")
class NameProducedEpisodeInput:
    """For `nameProducedEpisode`."""

    request_id: strawberry.ID = strawberry.field(description="The production, once handed over.")
    episode_id: strawberry.ID = strawberry.field(description="An episode of its show.")
    idempotency_key: str | None = repeatable()


@strawberry.type
class ProductionMutation:
    """What productions came out as."""

    @strawberry.mutation(
        description="Say which episode a production came out as, so that what listeners did comes"
        " back to it; in place of what was said before."
    )
    async def name_produced_episode(
        self,
        info: Info,
        input: NameProducedEpisodeInput,  # noqa: A002  The convention's name.
    ) -> RequestPayload:
        """Say it."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return (await naming.name(hub, actor, input.request_id, input.episode_id)).id

        return await payload_of(*await perform(info, "nameProducedEpisode", input, act))
