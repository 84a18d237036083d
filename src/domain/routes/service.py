"""Setting routes, trying one out, and whether what is sent there arrives."""

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.database import transaction
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.people import records as people
from domain.people.model import Act, Team
from domain.people.names import check_outside_id
from domain.people.rules import brands_for, require
from domain.requests.kinds import KINDS
from domain.routes import records, rules
from domain.routes.model import Health, Place, Route
from domain.tellings import records as tellings
from domain.tellings import service as telling
from domain.tellings.model import Outcome, Telling, Way, What


async def set_route(hub: Hub, actor: Actor, route: Route) -> Route:
    """Keep a route, in place of the one for the same; cards that were sent stay. For admins."""
    require(actor, Act.CHANGE_PEOPLE)
    await _team(route.team_id)
    check_outside_id(route.workspace_id, "workspace_id")
    check_outside_id(route.place, "place")
    if (route.kind, route.brand_id, route.market) == (None, None, None):
        said = "Name a kind, a brand or a market; for everything else there is `changeTeamPlace`."
        raise Invalid("route_for_everything", said, ("kind",))
    await _check_narrowing(route.kind, route.brand_id, route.market)
    async with transaction():
        await records.put(route)
        details = {
            "route": route.id,
            "kind": route.kind,
            "brand": route.brand_id,
            "market": route.market,
            "workspace": route.workspace_id,
            "place": route.place,
        }
        await audit.record(hub.clock.now(), actor, "team.route_set", route.team_id, details)
    return route


async def remove_route(hub: Hub, actor: Actor, route_id: str) -> Route:
    """Remove a route; its cards go where the next one leads from now on. For admins."""
    require(actor, Act.CHANGE_PEOPLE)
    found = await records.get(route_id)
    if found is None:
        raise Missing("no_such_route", f"There is no route `{route_id[:40]}`.")
    async with transaction():
        await records.remove(route_id)
        details = {"route": route_id}
        await audit.record(hub.clock.now(), actor, "team.route_removed", found.team_id, details)
    return found


async def send_test_card(
    hub: Hub,
    actor: Actor,
    team_id: str,
    *,
    kind: str | None = None,
    brand_id: str | None = None,
    market: str | None = None,
) -> Telling:
    """Send a card to where one for such a request would go; what became of it is told by its id."""
    require(actor, Act.CHANGE_PEOPLE)
    team = await _team(team_id)
    await _check_narrowing(kind, brand_id, market)
    place = await where(
        team, kind=kind, brand_id=brand_id, markets=() if market is None else (market,)
    )
    if place is None:
        said = f"No route leads anywhere for this, and `{team.name}` has no place of its own."
        raise Conflict("no_place", said)
    now = hub.clock.now()
    value = Telling(
        ids.new(ids.Prefix.TELLING),
        f"test:{ids.new(ids.Prefix.JOB)}",
        What.TEST,
        Way.CHANNEL,
        Outcome.ASKED,
        now,
        workspace_id=place.workspace_id,
        place=place.place,
        details={"team": team.name},
    )
    async with transaction():
        await telling.ask(hub, value, now)
        details = {"workspace": place.workspace_id, "place": place.place}
        await audit.record(now, actor, "team.test_card_sent", team_id, details)
    return value


async def where(
    team: Team, *, kind: str | None, brand_id: str | None, markets: tuple[str, ...]
) -> Place | None:
    """Return where a card of `team` goes for such a request; None if nowhere."""
    found = await records.routes()
    return rules.place_of(team, found, kind=kind, brand_id=brand_id, markets=markets)


async def health(actor: Actor) -> list[Health]:
    """Return every team's places with what became of what was sent there last, teams by key.

    Places for a brand's cards alone are shown to whoever may see people for that brand.
    """
    routes = await records.routes(brands_for(actor, Act.SEE_PEOPLE))
    found = []
    for team in await people.teams():
        places = [
            Place(route.workspace_id, route.place, route.id)
            for route in routes
            if route.team_id == team.id
        ]
        if team.workspace_id and team.place:
            places.insert(0, Place(team.workspace_id, team.place, None))
        for place in places:
            last = await tellings.last_of_place(place.workspace_id, place.place)
            reason = last.reason if last and last.outcome is Outcome.FAILED else None
            found.append(Health(team.id, place, reason, last.at if last else None))
    return found


async def _team(team_id: str) -> Team:
    team = next((one for one in await people.teams() if one.id == team_id), None)
    if team is None:
        raise Missing("no_such_team", f"There is no team `{team_id[:40]}`.", ("team_id",))
    return team


async def _check_narrowing(kind: str | None, brand_id: str | None, market: str | None) -> None:
    if kind is not None and kind not in KINDS:
        said = f"There is no kind of request `{kind[:40]}`; there are {', '.join(sorted(KINDS))}."
        raise Invalid("no_such_kind", said, ("kind",))
    if brand_id is not None and not await people.brand_exists(brand_id):
        raise Invalid("no_such_brand", f"There is no brand `{brand_id[:40]}`.", ("brand_id",))
    if market is not None and not await people.market_exists(market):
        said = f"`{market[:10]}` is no market of this hub; use the code of one, such as DE."
        raise Invalid("no_such_market", said, ("market",))
