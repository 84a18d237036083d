"""Adding sites and accounts, and saying more of them. For managers and admins."""

from datetime import time

import strawberry

from api.catalog.sites import Account, Site
from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from domain.catalog import records, site_records, sites
from domain.catalog.premises import Hours, Provider, SiteKind, Tier


@strawberry.input(description="From when to when a site is open on a weekday.")
class OpeningHoursInput:
    """See `domain.catalog.premises.Hours`."""

    weekday: int = strawberry.field(
        description="1 for Monday to 7 for Sunday; up to 4 times, as where it closes over lunch."
    )
    opens: time = strawberry.field(description="When it opens, by its own clock.")
    closes: time = strawberry.field(description="When it closes; perhaps the day after.")

    def hours(self) -> Hours:
        """Return it as the core takes it."""
        return Hours(self.weekday, self.opens, self.closes)


@strawberry.input(description="A site to add.")
class CreateSiteInput:
    """For `createSite`."""

    name: str = strawberry.field(description="1 to 120 characters.")
    brand_id: strawberry.ID = strawberry.field(description="The brand it belongs to.")
    market: str = strawberry.field(description="ISO 3166 code of a market of this hub.")
    kind: SiteKind = strawberry.field(description="What kind of place it is.")
    area_m2: int = strawberry.field(name="areaM2", description="Audible area in square metres.")
    capacity: int = strawberry.field(description="How many customers may be there at once.")
    provider: Provider = strawberry.field(description="Whose service plays there.")
    hours: list[OpeningHoursInput] = strawberry.field(
        default_factory=list, description="When it is open."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="What is known of a site; what is left out stays as it is.")
class UpdateSiteInput:
    """For `updateSite`."""

    site_id: strawberry.ID = strawberry.field(description="The site.")
    area_m2: int | None = strawberry.field(
        name="areaM2", default=None, description="Audible area in square metres."
    )
    capacity: int | None = strawberry.field(default=None, description="Customers at once.")
    hours: list[OpeningHoursInput] | None = strawberry.field(
        default=None, description="When it is open, all of it."
    )
    provider: Provider | None = strawberry.field(
        default=None, description="Whose service plays there."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What an act on a site did.")
class SitePayload:
    """Answer of every act on a site."""

    site: Site | None = strawberry.field(description="The site as it stands now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="A customer's account to add.")
class CreateAccountInput:
    """For `createAccount`."""

    pseudonym: str = strawberry.field(
        description="What their own system calls them: 4 to 64 letters, digits and . _ -"
    )
    tier: Tier = strawberry.field(description="How much they are worth to the company.")
    brand_id: strawberry.ID | None = strawberry.field(
        default=None, description="Whose customer; every brand's if left out."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="How much a customer is worth.")
class UpdateAccountInput:
    """For `updateAccount`."""

    account_id: strawberry.ID = strawberry.field(description="The account.")
    tier: Tier = strawberry.field(description="How much they are worth to the company.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What an act on an account did.")
class AccountPayload:
    """Answer of every act on an account."""

    account: Account | None = strawberry.field(description="The account as it stands now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class SiteMutation:
    """Adding sites and accounts; for managers and admins."""

    @strawberry.mutation(description="Add a site. For managers and admins.")
    async def create_site(self, info: Info, input: CreateSiteInput) -> SitePayload:  # noqa: A002  The convention's name.
        """Add a site."""

        async def act() -> str:
            made = await sites.add_site(
                info.context.hub,
                info.context.actor,
                name=input.name,
                brand_id=input.brand_id,
                market=input.market,
                kind=input.kind,
                area_m2=input.area_m2,
                capacity=input.capacity,
                hours=[one.hours() for one in input.hours],
                provider=input.provider,
            )
            return made.id

        return await _site(*await perform(info, "createSite", input, act))

    @strawberry.mutation(description="Say more of a site. For managers and admins.")
    async def update_site(self, info: Info, input: UpdateSiteInput) -> SitePayload:  # noqa: A002  The convention's name.
        """Say more of a site."""

        async def act() -> str:
            hours = None if input.hours is None else [one.hours() for one in input.hours]
            facts = sites.SiteFacts(input.area_m2, input.capacity, hours, input.provider)
            hub, actor = info.context.hub, info.context.actor
            return (await sites.update_site(hub, actor, input.site_id, facts)).id

        return await _site(*await perform(info, "updateSite", input, act))

    @strawberry.mutation(description="Add a customer's account. For managers and admins.")
    async def create_account(self, info: Info, input: CreateAccountInput) -> AccountPayload:  # noqa: A002  The convention's name.
        """Add an account."""

        async def act() -> str:
            made = await sites.add_account(
                info.context.hub,
                info.context.actor,
                pseudonym=input.pseudonym,
                brand_id=input.brand_id,
                tier=input.tier,
            )
            return made.id

        return await _account(*await perform(info, "createAccount", input, act))

    @strawberry.mutation(description="Say anew what a customer is worth. For managers and admins.")
    async def update_account(self, info: Info, input: UpdateAccountInput) -> AccountPayload:  # noqa: A002  The convention's name.
        """Say more of an account."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await sites.update_account(hub, actor, input.account_id, input.tier)).id

        return await _account(*await perform(info, "updateAccount", input, act))


async def _site(done: str | None, errors: list[AnyError]) -> SitePayload:
    row = await records.row_of("sites", done) if done else None
    return SitePayload(site=Site.of(site_records.site(row)) if row else None, errors=errors)


async def _account(done: str | None, errors: list[AnyError]) -> AccountPayload:
    row = await records.row_of("accounts", done) if done else None
    found = Account.of(site_records.account(row)) if row else None
    return AccountPayload(account=found, errors=errors)
