"""Routes: cards go where somebody leads them, and to the team's own place when that is gone."""

from domain.routes import records as routes
from domain.routes import service as routing
from domain.routes.model import Route
from domain.tellings import records as tellings
from domain.tellings.model import Outcome, Way
from tests.bot.office import TEAM, Office


async def test_a_route_leads_a_card_elsewhere_and_its_health_is_known(desk: Office) -> None:
    world, now = desk.world, desk.world.hub.clock.now()
    desk.home.add_channel("german", "public", list(desk.home.users), now=now, id_="CGERMAN")
    admin = await world.actor("admin")
    route = Route("rte_1", world.teams["brand"], None, None, "DE", TEAM, "CGERMAN")
    await routing.set_route(world.hub, admin, route)
    await desk.asks()
    await desk.work()
    assert (len(desk.shown("CGERMAN")), len(desk.shown("CBRAND"))) == (1, 0)
    desk.home.channels["CGERMAN"].is_archived = True
    test = await routing.send_test_card(world.hub, admin, world.teams["brand"], market="DE")
    await desk.work()
    health = {one.place.place: one.reason for one in await routing.health(admin)}
    found = await tellings.get(test.id)

    assert found is not None
    assert (found.outcome, found.reason) == (Outcome.FAILED, "is_archived")
    assert health["CGERMAN"] == "is_archived"
    assert health["CBRAND"] is None
    assert len(await routes.routes()) == 1


async def test_a_card_whose_route_is_gone_goes_to_the_teams_own_place(desk: Office) -> None:
    world, now = desk.world, desk.world.hub.clock.now()
    desk.home.add_channel("german", "public", list(desk.home.users), now=now, id_="CGERMAN")
    desk.home.channels["CGERMAN"].is_archived = True
    route = Route("rte_1", world.teams["brand"], None, None, "DE", TEAM, "CGERMAN")
    await routing.set_route(world.hub, await world.actor("admin"), route)
    request = await desk.asks()
    await desk.work()
    cards = (await tellings.of_requests([request.id]))[request.id]
    channel = [(one.place, one.outcome, one.reason) for one in cards if one.way is Way.CHANNEL]

    assert len(desk.shown("CBRAND")) == 1
    assert set(channel) == {
        ("CGERMAN", Outcome.FAILED, "is_archived"),
        ("CBRAND", Outcome.DELIVERED, None),
    }
