"""Which route counts. Pure.

The most particular one does: the more of brand, market and kind it names, the more particular it
is. Of two that name as much, one that names the brand counts before one that names the market,
and that before one that names the kind; then the market that comes first in the alphabet. So the
same request goes to the same place, whoever asks.
"""

from collections.abc import Collection, Iterable

from domain.people.model import Team
from domain.routes.model import Place, Route


def leading(
    routes: Iterable[Route], *, kind: str | None, brand_id: str | None, markets: Collection[str]
) -> Route | None:
    """Return the route, of one team's, for a request; None if none is for it."""
    fitting = [
        route
        for route in routes
        if route.kind in {None, kind}
        and route.brand_id in {None, brand_id}
        and (route.market is None or route.market in markets)
    ]
    return min(fitting, key=_order, default=None)


def place_of(
    team: Team,
    routes: Iterable[Route],
    *,
    kind: str | None,
    brand_id: str | None,
    markets: Collection[str],
) -> Place | None:
    """Return where the cards of `team` go: by its routes, else to its own place, if it has one."""
    own = [route for route in routes if route.team_id == team.id]
    found = leading(own, kind=kind, brand_id=brand_id, markets=markets)
    if found is not None:
        return Place(found.workspace_id, found.place, found.id)
    if team.workspace_id and team.place:
        return Place(team.workspace_id, team.place, None)
    return None


def _order(route: Route) -> tuple[int, bool, bool, bool, str, str]:
    named = (route.brand_id, route.market, route.kind)
    without = [part is None for part in named]
    return (sum(without), without[0], without[1], without[2], route.market or "", route.id)
