"""Reading anything by its id, or by a link that leads to it."""

import strawberry

from api.across.finding import find, find_linked, find_many
from api.context import Info
from api.conventions.nodes import Node
from domain.errors import Invalid
from domain.pages import PAGE_MAX


@strawberry.type
class NodeQuery:
    """Reading anything."""

    @strawberry.field(description="Anything with an id; null if it is nothing you may see.")
    async def node(self, info: Info, id: strawberry.ID) -> Node | None:  # noqa: A002  Relay's name.
        """Find by id."""
        return await find(info.context, id)

    @strawberry.field(
        description="Several things with ids, in the order of `ids`; null for each that is nothing"
        " you may see."
    )
    async def nodes(self, info: Info, ids: list[strawberry.ID]) -> list[Node | None]:
        """Find by ids."""
        if len(ids) > PAGE_MAX:
            raise Invalid("too_many_ids", f"Ask for up to {PAGE_MAX} at once.", ("ids",))
        found = await find_many(info.context, ids)
        return [found.get(wanted) for wanted in ids]

    @strawberry.field(
        description="What a link leads to: a link of the hub's own, or of a message in chat that"
        " shows something or was said under it. Null if that is nothing you may see."
    )
    async def resource(self, info: Info, url: str) -> Node | None:
        """Find by link."""
        return await find_linked(info.context, url)
