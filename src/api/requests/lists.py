"""Reading requests: one by id or number, lists by page, what waits for me."""

from functools import lru_cache
from typing import cast

import strawberry

from api.context import Context, Info
from api.conventions.pages import PageInfo, cursor, page_info, request_page
from api.operations import judging
from api.operations.selecting import Spot, below, spot
from api.plan.rows import One, Rows, Table
from api.requests.parts import table
from api.requests.projection import projection
from api.requests.request import Request
from domain.errors import Missing
from domain.pages import Direction, Page
from domain.requests import reading
from domain.requests.model import RequestState
from domain.requests.projection import Listed, Projection
from domain.requests.reading import Order, Where


@strawberry.input(description="What a list of requests is narrowed to; all of these at once.")
class RequestWhere:
    """See `domain.requests.reading.Where`."""

    states: list[RequestState] = strawberry.field(
        default_factory=list, description="Standing at one of these."
    )
    kinds: list[str] = strawberry.field(default_factory=list, description="Of one of these kinds.")
    brand_id: strawberry.ID | None = strawberry.field(default=None, description="For this brand.")
    market: str | None = strawberry.field(default=None, description="For this market (ISO 3166).")
    mine: bool = strawberry.field(
        default=False, description="Whether I asked for it; false for anybody."
    )
    title_contains: str | None = strawberry.field(
        default=None, description="With this in the title, upper and lower case alike."
    )

    def narrowed(self) -> Where:
        """Return it as the core takes it."""
        return Where(
            states=tuple(self.states),
            kinds=tuple(self.kinds),
            brand_id=self.brand_id,
            market=self.market,
            mine=self.mine,
            title_contains=self.title_contains,
        )


@strawberry.input(description="How a list of requests is sorted.")
class RequestOrder:
    """A column and a direction."""

    field: Order = strawberry.field(default=Order.UPDATED, description="By what.")
    direction: Direction = strawberry.field(default=Direction.DESC, description="Which way.")


@strawberry.type(description="A request in a list.")
class RequestEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the list can go on from.")
    node: Request = strawberry.field(description="The request.")


@strawberry.type(description="A page of requests.")
class RequestConnection:
    """Relay's connection."""

    edges: list[RequestEdge] = strawberry.field(description="The requests of this page.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    where: strawberry.Private[Where]

    @strawberry.field(description="How many there are on all pages together.")
    async def total_count(self, info: Info) -> int:
        """Count them."""
        return await reading.count(info.context.actor, self.where)


@strawberry.type
class RequestQuery:
    """Reading requests."""

    @strawberry.field(description="A request by id; null if there is none you may see.")
    async def request(self, info: Info, id: strawberry.ID) -> Request | None:  # noqa: A002  Relay's name.
        """Find a request."""
        return await _request(info.context, id)

    @strawberry.field(description="A request by number; null if there is none you may see.")
    async def request_by_number(self, info: Info, number: int) -> Request | None:
        """Find a request by what people call it."""
        try:
            return Request.of(await reading.get_by_number(info.context.actor, number))
        except Missing:
            return None

    @strawberry.field(description="Requests you may see; newest change first by default.")
    async def requests(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        where: RequestWhere | None = None,
        order_by: RequestOrder | None = None,
    ) -> RequestConnection:
        """List requests."""
        narrowed = where.narrowed() if where else Where()
        order = order_by or RequestOrder()
        wanted = (first, after, last, before)
        return await _connection(info, narrowed, order, wanted)

    @strawberry.field(description="Requests with an open stage that waits for your vote.")
    async def approvals_waiting_for_me(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> RequestConnection:
        """List what waits for the caller, oldest first."""
        order = RequestOrder(field=Order.CREATED, direction=Direction.ASC)
        where = Where(waiting_for_me=True)
        return await _connection(info, where, order, (first, after, last, before))


async def _request(context: Context, request_id: str) -> Request | None:
    try:
        return Request.of(await reading.get(context.actor, request_id))
    except Missing:
        return None


async def _connection(
    info: Info,
    where: Where,
    order: RequestOrder,
    wanted: tuple[int | None, str | None, int | None, str | None],
) -> RequestConnection:
    name = f"{order.direction}:{order.field}"
    request = request_page(name, *wanted)
    shown = _projection(spot(info))
    page = await reading.listed(
        info.context.actor, where, order.field, order.direction, request, shown
    )
    return RequestConnection(
        edges=_edges(name, page, shown), page_info=page_info(name, page), where=where
    )


def _edges(name: str, page: Page[Listed], shown: Projection) -> list[RequestEdge]:
    """Return the edges of a page, which are made of what was read where that takes it."""

    def edge(item: tuple[tuple[object, ...], Listed]) -> RequestEdge:
        key, read = item
        return RequestEdge(cursor=cursor(name, key), node=Request.listed(read))

    return cast("list[RequestEdge]", Rows(_edge(shown), edge, page.items))


@lru_cache(maxsize=judging.KEPT)
def _projection(spot: Spot) -> Projection:
    node = ("edges", "node")
    return projection(below(spot, node), below(spot, (*node, "decisions")))


@lru_cache
def _edge(shown: Projection) -> Table:
    node = table(shown)
    return Table({}, {"node": lambda item: One(node, Request.listed, item[1])})
