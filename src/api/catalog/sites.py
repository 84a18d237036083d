"""Sites and accounts in the schema."""

from datetime import time

import strawberry

from api.catalog.eligibility import SiteEligibility
from api.context import Info, identified
from api.conventions.nodes import Node
from api.conventions.replaced import by
from api.decisions.decision import Decision
from domain.catalog import eligible_records, premises, site_records
from domain.catalog.premises import COMMERCIAL, Provider, SiteKind, SiteOrder, Tier
from domain.people.model import Act
from domain.people.rules import require

#: The most sites or accounts that are listed at once.
LISTED_MAX = 1_000

#: The most decisions about one site that are shown.
DECISIONS_MAX = 20


@strawberry.type(description="From when to when a site is open on a weekday.")
class OpeningHours:
    """See `domain.catalog.premises.Hours`."""

    weekday: int = strawberry.field(description="1 for Monday to 7 for Sunday.")
    opens: time = strawberry.field(description="When it opens, by its own clock.")
    closes: time = strawberry.field(
        description="When it closes; the day after, if that is not later than it opens."
    )


@strawberry.type(description="A place of a brand where audio is heard.")
class Site(Node):
    """See `domain.catalog.premises.Site`."""

    name: str = strawberry.field(description="Its name.")
    brand_id: strawberry.ID = strawberry.field(description="The brand it belongs to.")
    market: str = strawberry.field(description="ISO 3166 code of its market.")
    kind: SiteKind = strawberry.field(description="What kind of place it is.")
    area_m2: int = strawberry.field(name="areaM2", description="Audible area in square metres.")
    capacity: int = strawberry.field(description="How many customers may be there at once.")
    hours: list[OpeningHours] = strawberry.field(
        description="When it is open, in the order of a week; several a day where it shuts between."
    )
    weekly_hours: int = strawberry.field(
        description="Hours it is open in a week, rounded up; no hour counts twice."
    )
    provider: Provider = strawberry.field(description="Whose service plays there.")
    provider_is_commercial: bool = strawberry.field(
        description="Whether that provider's terms allow playing to customers."
    )

    @strawberry.field(
        description="Whether music may be played there, as it was judged last; null until it was."
    )
    async def eligibility(self, info: Info) -> SiteEligibility | None:
        """Show how it stands."""
        found = await info.context.loaders.eligibility.load(str(self.id))
        return SiteEligibility.of(found) if found else None

    @strawberry.field(
        description="Up to 20 decisions of the rules about it, the newest first; `revision` counts"
        " them from 1."
    )
    async def decisions(self, info: Info) -> list[Decision]:
        """Show the decisions."""
        found = await info.context.loaders.site_decisions.load(str(self.id)) or []
        told = [Decision.of(at, judgement) for at, judgement in enumerate(found, start=1)]
        return told[::-1][:DECISIONS_MAX]

    @classmethod
    def of(cls, site: premises.Site) -> "Site":
        """Show it."""
        return cls(
            id=identified(site.id),
            name=site.name,
            brand_id=identified(site.brand_id),
            market=site.market,
            kind=site.kind,
            area_m2=site.area_m2,
            capacity=site.capacity,
            hours=[
                OpeningHours(weekday=h.weekday, opens=h.opens, closes=h.closes) for h in site.hours
            ],
            weekly_hours=site.weekly_hours,
            provider=site.provider,
            provider_is_commercial=site.provider in COMMERCIAL,
        )


@strawberry.type(description="A customer, under a name that names nobody.")
class Account(Node):
    """See `domain.catalog.premises.Account`."""

    pseudonym: str = strawberry.field(description="What their own system calls them.")
    brand_id: strawberry.ID | None = strawberry.field(description="Whose customer, if of one.")
    tier: Tier = strawberry.field(description="How much they are worth to the company.")

    @classmethod
    def of(cls, account: premises.Account) -> "Account":
        """Show it."""
        return cls(
            id=identified(account.id),
            pseudonym=account.pseudonym,
            brand_id=identified(account.brand_id) if account.brand_id else None,
            tier=account.tier,
        )


@strawberry.type
class SiteQuery:
    """Reading sites and accounts."""

    @strawberry.field(description="Sites, up to 1,000; not for agencies.")
    async def sites(self, info: Info, order: SiteOrder = SiteOrder.NAME) -> list[Site] | None:
        """Show the sites."""
        require(info.context.actor, Act.SEE_SITES)
        by_risk = order is SiteOrder.RISK
        found = eligible_records.sites_by_risk if by_risk else site_records.sites
        return [Site.of(site) for site in await found(LISTED_MAX)]

    @strawberry.field(
        description="The newest accounts, up to 1,000; not for agencies.",
        deprecation_reason=by("accountsConnection"),
    )
    async def accounts(self, info: Info) -> list[Account] | None:
        """Show the accounts."""
        require(info.context.actor, Act.SEE_SITES)
        return [Account.of(account) for account in await site_records.accounts(LISTED_MAX)]
