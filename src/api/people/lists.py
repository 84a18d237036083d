"""Listing people by page."""

import strawberry

from api.context import Info
from api.conventions.pages import Connection, NameOrder, connection, request_page
from api.people.users import User
from domain.pages import Order
from domain.people import listing


@strawberry.input(description="What a list of people is narrowed to.")
class UserWhere:
    """Who they are."""

    active: bool | None = strawberry.field(
        default=None, description="Whether any door opens to them; either if left out."
    )


@strawberry.type
class PeopleListQuery:
    """Listing people."""

    @strawberry.field(
        description="Everybody, by name unless `orderBy` says otherwise; for managers,"
        " auditors and admins."
    )
    async def users_connection(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        where: UserWhere | None = None,
        order_by: NameOrder | None = None,
    ) -> Connection[User] | None:
        """List people."""
        actor, order = info.context.actor, order_by or NameOrder()
        active = where.active if where else None
        held = "text" if order.field is Order.NAME else "at"
        name = f"users:{order.direction}:{order.field}_{held}"
        wanted = request_page(name, first, after, last, before)
        page = await listing.page(actor, order.field, order.direction, wanted, active=active)
        return connection(name, page, User.of, lambda: listing.count(actor, active=active))
