"""Saying more of sponsors and shows: what the rules of placements judge."""

import strawberry

from api.catalog.entries import Show, Sponsor
from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from domain.catalog import records, service
from domain.catalog.model import Category, Sensitivity, ShowFacts


@strawberry.input(description="What is known of a sponsor; what is left out stays as it is.")
class UpdateSponsorInput:
    """For `updateSponsor`."""

    sponsor_id: strawberry.ID = strawberry.field(description="The sponsor.")
    competitor_groups: list[str] | None = strawberry.field(
        default=None, description="Groups of competitors it belongs to, all of them."
    )
    category: Category | None = strawberry.field(
        default=None, description="The regulated class of what it sells."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `updateSponsor` did.")
class UpdateSponsorPayload:
    """Answer of `updateSponsor`."""

    sponsor: Sponsor | None = strawberry.field(description="The sponsor, if it happened.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="What is known of a show; what is left out stays as it is.")
class UpdateShowInput:
    """For `updateShow`."""

    show_id: strawberry.ID = strawberry.field(description="The show.")
    team_id: strawberry.ID | None = strawberry.field(
        default=None, description="The team that puts placements into it."
    )
    sensitivity: Sensitivity | None = strawberry.field(
        default=None, description="How risky its topics are."
    )
    under_age_share: int | None = strawberry.field(
        default=None, description="Percentage of its listeners under 18."
    )
    separation_days: int | None = strawberry.field(
        default=None, description="Days between competitors, 0 to 365."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `updateShow` did.")
class UpdateShowPayload:
    """Answer of `updateShow`."""

    show: Show | None = strawberry.field(description="The show, if it happened.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class FactsMutation:
    """Saying more of what the catalogue holds; for managers and admins."""

    @strawberry.mutation(description="Say more of a sponsor. For managers and admins.")
    async def update_sponsor(self, info: Info, input: UpdateSponsorInput) -> UpdateSponsorPayload:  # noqa: A002  The convention's name.
        """Say more of a sponsor."""

        async def act() -> str:
            changed = await service.update_sponsor(
                info.context.hub,
                info.context.actor,
                input.sponsor_id,
                input.competitor_groups,
                input.category,
            )
            return changed.id

        done, errors = await perform(info, "updateSponsor", input, act)
        row = await records.row_of("sponsors", done) if done else None
        sponsor = Sponsor.of(records.sponsor(row)) if row else None
        return UpdateSponsorPayload(sponsor=sponsor, errors=errors)

    @strawberry.mutation(description="Say more of a show. For managers and admins.")
    async def update_show(self, info: Info, input: UpdateShowInput) -> UpdateShowPayload:  # noqa: A002  The convention's name.
        """Say more of a show."""

        async def act() -> str:
            facts = ShowFacts(
                team_id=input.team_id,
                sensitivity=input.sensitivity,
                under_age_share=input.under_age_share,
                separation_days=input.separation_days,
            )
            hub, actor = info.context.hub, info.context.actor
            return (await service.update_show(hub, actor, input.show_id, facts)).id

        done, errors = await perform(info, "updateShow", input, act)
        row = await records.row_of("shows", done) if done else None
        return UpdateShowPayload(show=Show.of(records.show(row)) if row else None, errors=errors)
