"""Adding to the catalogue: one mutation per kind of thing. For managers and admins."""

from datetime import date

import strawberry

from api.catalog.entries import Agency, Brand, Episode, Market, Show, Sponsor
from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from domain.catalog import records, service
from domain.catalog.model import Category, Sensitivity


@strawberry.input(description="A brand to add.")
class CreateBrandInput:
    """For `createBrand`."""

    name: str = strawberry.field(description="1 to 120 characters.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `createBrand` did.")
class CreateBrandPayload:
    """Answer of `createBrand`."""

    brand: Brand | None = strawberry.field(description="The brand, if added.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="A market to add.")
class CreateMarketInput:
    """For `createMarket`."""

    code: str = strawberry.field(description="ISO 3166 alpha-2 code, such as DE.")
    name: str = strawberry.field(description="1 to 120 characters.")
    currency: str = strawberry.field(description="ISO 4217 code, such as EUR.")
    time_zone: str = strawberry.field(description="IANA time zone, such as Europe/Berlin.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `createMarket` did.")
class CreateMarketPayload:
    """Answer of `createMarket`."""

    market: Market | None = strawberry.field(description="The market, if added.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="An agency to add.")
class CreateAgencyInput:
    """For `createAgency`."""

    name: str = strawberry.field(description="1 to 120 characters.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `createAgency` did.")
class CreateAgencyPayload:
    """Answer of `createAgency`."""

    agency: Agency | None = strawberry.field(description="The agency, if added.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="A sponsor to add.")
class CreateSponsorInput:
    """For `createSponsor`."""

    name: str = strawberry.field(description="1 to 120 characters.")
    competitor_groups: list[str] = strawberry.field(
        default_factory=list, description="Groups of competitors it belongs to."
    )
    category: Category | None = strawberry.field(
        default=None, description="The regulated class of what it sells."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `createSponsor` did.")
class CreateSponsorPayload:
    """Answer of `createSponsor`."""

    sponsor: Sponsor | None = strawberry.field(description="The sponsor, if added.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="A show to add.")
class CreateShowInput:
    """For `createShow`."""

    title: str = strawberry.field(description="1 to 120 characters.")
    brand_id: strawberry.ID = strawberry.field(description="The brand it belongs to.")
    language: str = strawberry.field(description="BCP 47 language, such as de.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `createShow` did.")
class CreateShowPayload:
    """Answer of `createShow`."""

    show: Show | None = strawberry.field(description="The show, if added.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="An episode to add.")
class CreateEpisodeInput:
    """For `createEpisode`."""

    show_id: strawberry.ID = strawberry.field(description="The show it belongs to.")
    title: str = strawberry.field(description="1 to 120 characters.")
    number: int = strawberry.field(description="Its place in the show, from 1.")
    release_on: date | None = strawberry.field(default=None, description="The day it comes out.")
    sensitivity: Sensitivity | None = strawberry.field(
        default=None, description="How risky its own topics are; as the show's if left out."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `createEpisode` did.")
class CreateEpisodePayload:
    """Answer of `createEpisode`."""

    episode: Episode | None = strawberry.field(description="The episode, if added.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class CatalogMutation:
    """Adding to the catalogue; for managers and admins."""

    @strawberry.mutation(description="Add a brand. For managers and admins.")
    async def create_brand(self, info: Info, input: CreateBrandInput) -> CreateBrandPayload:  # noqa: A002  The convention's name.
        """Add a brand."""

        async def act() -> str:
            added = await service.add_brand(info.context.hub, info.context.actor, input.name)
            return added.id

        done, errors = await perform(info, "createBrand", input, act)
        row = await records.row_of("brands", done) if done else None
        brand = Brand.of(records.brand(row)) if row else None
        return CreateBrandPayload(brand=brand, errors=errors)

    @strawberry.mutation(description="Add a market. For managers and admins.")
    async def create_market(self, info: Info, input: CreateMarketInput) -> CreateMarketPayload:  # noqa: A002  The convention's name.
        """Add a market."""

        async def act() -> str:
            added = await service.add_market(
                info.context.hub,
                info.context.actor,
                input.code,
                input.name,
                input.currency,
                input.time_zone,
            )
            return added.id

        done, errors = await perform(info, "createMarket", input, act)
        row = await records.row_of("markets", done) if done else None
        market = Market.of(records.market(row)) if row else None
        return CreateMarketPayload(market=market, errors=errors)

    @strawberry.mutation(description="Add an agency. For managers and admins.")
    async def create_agency(self, info: Info, input: CreateAgencyInput) -> CreateAgencyPayload:  # noqa: A002  The convention's name.
        """Add an agency."""

        async def act() -> str:
            added = await service.add_agency(info.context.hub, info.context.actor, input.name)
            return added.id

        done, errors = await perform(info, "createAgency", input, act)
        row = await records.row_of("agencies", done) if done else None
        agency = Agency.of(records.agency(row)) if row else None
        return CreateAgencyPayload(agency=agency, errors=errors)

    @strawberry.mutation(description="Add a sponsor. For managers and admins.")
    async def create_sponsor(self, info: Info, input: CreateSponsorInput) -> CreateSponsorPayload:  # noqa: A002  The convention's name.
        """Add a sponsor."""

        async def act() -> str:
            added = await service.add_sponsor(
                info.context.hub,
                info.context.actor,
                input.name,
                input.competitor_groups,
                input.category,
            )
            return added.id

        done, errors = await perform(info, "createSponsor", input, act)
        row = await records.row_of("sponsors", done) if done else None
        sponsor = Sponsor.of(records.sponsor(row)) if row else None
        return CreateSponsorPayload(sponsor=sponsor, errors=errors)

    @strawberry.mutation(description="Add a show. For managers and admins.")
    async def create_show(self, info: Info, input: CreateShowInput) -> CreateShowPayload:  # noqa: A002  The convention's name.
        """Add a show."""

        async def act() -> str:
            added = await service.add_show(
                info.context.hub, info.context.actor, input.title, input.brand_id, input.language
            )
            return added.id

        done, errors = await perform(info, "createShow", input, act)
        row = await records.row_of("shows", done) if done else None
        show = Show.of(records.show(row)) if row else None
        return CreateShowPayload(show=show, errors=errors)

    @strawberry.mutation(description="Add an episode. For managers and admins.")
    async def create_episode(self, info: Info, input: CreateEpisodeInput) -> CreateEpisodePayload:  # noqa: A002  The convention's name.
        """Add an episode."""

        async def act() -> str:
            added = await service.add_episode(
                info.context.hub,
                info.context.actor,
                input.show_id,
                input.title,
                input.number,
                input.release_on,
                input.sensitivity,
            )
            return added.id

        done, errors = await perform(info, "createEpisode", input, act)
        row = await records.row_of("episodes", done) if done else None
        episode = Episode.of(records.episode(row)) if row else None
        return CreateEpisodePayload(episode=episode, errors=errors)
