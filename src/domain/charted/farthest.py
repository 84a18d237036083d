"""Whose campaigns are farthest behind: the one chart of many brands that is looked at first."""

from collections.abc import Sequence

from domain.actor import Actor
from domain.charted import asking
from domain.charted.portfolio import STATES
from domain.charts.draw import Drawing, draw
from domain.charts.model import Look, Portfolio
from domain.charts.spec import Kind
from domain.hub import Hub
from domain.pages import PAGE_MAX, Direction, PageRequest
from domain.people.model import Act
from domain.people.rules import grants_for
from domain.requests import reading
from domain.requests.reading import Order, Where

#: How many brands are looked at. Ours: each is a handful of statements.
BRANDS_MAX = 10


async def brands_of(actor: Actor) -> list[str]:
    """Return the brands whose figures `actor` may see, of the newest campaigns that run."""
    if not grants_for(actor, Act.SEE_METRICS):
        return []
    where = Where(states=STATES, kinds=("campaign",))
    page = await reading.page(actor, where, Order.CREATED, Direction.DESC, PageRequest(PAGE_MAX))
    return list(dict.fromkeys(one.brand_id for _, one in page.items if one.brand_id))


async def farthest_behind(
    hub: Hub, actor: Actor, brands: Sequence[str], look: Look
) -> tuple[str, Drawing] | None:
    """Return the brand whose worst campaign has spent least of its plan, and its portfolio.

    The first ten of `brands` are looked at. None where `actor` may see no figure of them, or where
    no charts are drawn.
    """
    found: list[tuple[float, str, Portfolio]] = []
    for brand_id in brands[:BRANDS_MAX]:
        spec = asking.of_things(hub, Kind.PORTFOLIO, [brand_id], look)
        chart = await hub.charts.chart(actor, spec) if hub.charts else None
        if isinstance(chart, Portfolio):
            known = [bar.value for bar in chart.bars if bar.value is not None]
            found += [(min(known), brand_id, chart)] if known else []
    if not found:
        return None
    _, brand_id, chart = min(found, key=lambda one: one[:2])
    return brand_id, draw(chart, look)
