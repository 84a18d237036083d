"""Searching the catalogue by words."""

import strawberry

from api.across.finding import find_all
from api.context import Info
from api.conventions.nodes import Node
from api.conventions.pages import PageInfo, cursor, page_info, request_page
from domain.catalog import searching
from domain.catalog.words import FoundKind

#: The order of what is found, as cursors name it.
_ORDER = "asc:id"


@strawberry.type(description="Something that was found.")
class SearchEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the list can go on from.")
    kind: FoundKind = strawberry.field(description="What kind of thing it is.")
    node: Node = strawberry.field(description="The thing.")


@strawberry.type(description="A page of what was found.")
class SearchConnection:
    """Relay's connection."""

    edges: list[SearchEdge] = strawberry.field(description="What was found, on this page.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")


@strawberry.type
class SearchQuery:
    """Searching."""

    @strawberry.field(
        description="What has every word of `text` in its name, or as a number: ISBN, ISNI, or the"
        " SHA-256 of a file. Whole words, without regard to case and accents; up to 8 of them."
        " Sorted by id, so kind by kind. What you may not see is not found."
    )
    async def search(
        self,
        info: Info,
        text: str,
        kinds: list[FoundKind] | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> SearchConnection | None:
        """Search the catalogue."""
        wanted = request_page(_ORDER, first, after, None, None)
        page = await searching.search(info.context.actor, text, kinds or [], wanted)
        nodes = await find_all([found for _, found in page.items])
        edges = [
            SearchEdge(cursor=cursor(_ORDER, key), kind=kind, node=nodes[ref])
            for key, (kind, ref) in page.items
            if ref in nodes
        ]
        return SearchConnection(edges=edges, page_info=page_info(_ORDER, page))
