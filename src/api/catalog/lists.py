"""Lists of the catalogue by page, each of one form."""

from collections.abc import Callable
from typing import Any

import strawberry

from api.catalog.entries import Agency, Brand, Show, Sponsor
from api.catalog.sites import Account, Site
from api.context import Info
from api.conventions.pages import Connection, NameOrder, connection, request_page
from domain.catalog import lists
from domain.catalog.lists import Kind, Where

#: `first`, `after`, `last` and `before` as they were given.
Wanted = tuple[int | None, str | None, int | None, str | None]


@strawberry.input(description="What a list of what belongs to brands is narrowed to.")
class BrandWhere:
    """Whose they are."""

    brand_id: strawberry.ID | None = strawberry.field(default=None, description="Of this brand.")


@strawberry.input(description="What a list of sites is narrowed to; all of these at once.")
class SiteWhere:
    """Whose they are, and where."""

    brand_id: strawberry.ID | None = strawberry.field(default=None, description="Of this brand.")
    market: str | None = strawberry.field(default=None, description="In this market (ISO 3166).")


@strawberry.type
class CatalogListQuery:
    """Listing the catalogue."""

    @strawberry.field(description="Brands, by name unless `orderBy` says otherwise.")
    async def brands_connection(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        order_by: NameOrder | None = None,
    ) -> Connection[Brand] | None:
        """List brands."""
        wanted = (first, after, last, before)
        return await _listed(info, Where(Kind.BRANDS), order_by, wanted, Brand.of)

    @strawberry.field(
        description="Agencies, by name unless `orderBy` says otherwise; for somebody of an agency,"
        " only that one."
    )
    async def agencies_connection(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        order_by: NameOrder | None = None,
    ) -> Connection[Agency] | None:
        """List agencies."""
        wanted = (first, after, last, before)
        return await _listed(info, Where(Kind.AGENCIES), order_by, wanted, Agency.of)

    @strawberry.field(description="Sponsors, by name unless `orderBy` says otherwise.")
    async def sponsors_connection(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        order_by: NameOrder | None = None,
    ) -> Connection[Sponsor] | None:
        """List sponsors."""
        wanted = (first, after, last, before)
        return await _listed(info, Where(Kind.SPONSORS), order_by, wanted, Sponsor.of)

    @strawberry.field(description="Shows, by title unless `orderBy` says otherwise.")
    async def shows_connection(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        where: BrandWhere | None = None,
        order_by: NameOrder | None = None,
    ) -> Connection[Show] | None:
        """List shows."""
        narrowed = Where(Kind.SHOWS, where.brand_id if where else None)
        return await _listed(info, narrowed, order_by, (first, after, last, before), Show.of)

    @strawberry.field(
        description="Sites, by name unless `orderBy` says otherwise; not for agencies. Those at"
        " most risk first are `sites`."
    )
    async def sites_connection(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        where: SiteWhere | None = None,
        order_by: NameOrder | None = None,
    ) -> Connection[Site] | None:
        """List sites."""
        given = where or SiteWhere()
        narrowed = Where(Kind.SITES, given.brand_id, given.market)
        return await _listed(info, narrowed, order_by, (first, after, last, before), Site.of)

    @strawberry.field(
        description="Accounts, by pseudonym unless `orderBy` says otherwise; not for agencies."
    )
    async def accounts_connection(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        where: BrandWhere | None = None,
        order_by: NameOrder | None = None,
    ) -> Connection[Account] | None:
        """List accounts."""
        narrowed = Where(Kind.ACCOUNTS, where.brand_id if where else None)
        return await _listed(info, narrowed, order_by, (first, after, last, before), Account.of)


async def _listed(
    info: Info,
    where: Where,
    order: NameOrder | None,
    wanted: Wanted,
    show: Callable[[Any], Any],
) -> Connection[Any]:
    by, actor = order or NameOrder(), info.context.actor
    name = f"{where.kind}:{by.direction}:{by.field}_text"
    page = await lists.page(actor, where, by.field, by.direction, request_page(name, *wanted))
    return connection(name, page, show, lambda: lists.count(actor, where))
