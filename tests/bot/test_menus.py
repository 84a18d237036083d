"""Menus that are too long to go along: asked for as somebody types, by who may choose in them."""

from datetime import timedelta

import pytest

from bot.ids import ActionId
from domain.actor import Role
from domain.catalog import service as catalog
from domain.database import sql
from domain.people import membership
from domain.people import service as people
from domain.requests import reading
from tests.bot.days import MONDAY, to
from tests.bot.office import TEAM, Office, office
from tests.bot.test_commands import entries, given
from tests.world import ROOT, World

#: Two letters each, beside the four markets that there are already.
MARKETS = [f"{a}{b}" for a in "XYZ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


@pytest.fixture
async def abroad(desk: Office) -> None:
    """More markets than go along with a form."""
    for code in MARKETS:
        await catalog.add_market(desk.world.hub, ROOT, code, f"Land of {code}", "EUR", "UTC")


def asks_for(desk: Office, who: str) -> dict[str, str]:
    """Return how each field of the form that somebody has open is chosen in."""
    view = desk.form(who)
    assert view is not None
    inputs = [block for block in view.blocks if block["type"] == "input"]
    return {str(one["block_id"]): str(one["element"]["type"]) for one in inputs}  # type: ignore[index]


async def settings(desk: Office, who: str) -> None:
    await desk.clicks.open_home(TEAM, desk.account(who))
    home = desk.home.homes[desk.account(who)]
    await desk.clicks.act_on_view(TEAM, desk.account(who), home.id, ActionId.HOME_SETTINGS)


async def test_a_zone_is_found_by_a_part_of_its_name(desk: Office) -> None:
    await settings(desk, "brand_one")
    by_blank = await desk.looks_for("brand_one", "zone", "los ang")
    by_case = await desk.looks_for("brand_one", "zone", "EUROPE/B")
    too_short = await desk.looks_for("brand_one", "zone", "e")
    many = await desk.looks_for("brand_one", "zone", "america")
    none = await desk.looks_for("brand_one", "zone", "atlantis")

    assert by_blank == ["America/Los_Angeles"]
    assert "Europe/Berlin" in by_case
    assert too_short == none == []
    assert len(many) == 100  # As many as Slack takes.


async def test_only_what_was_offered_is_chosen(desk: Office) -> None:
    await settings(desk, "brand_one")
    wish = {"wanted": "yes", "hour": "8", "zone": "Asia/Tokyo"}
    blind = await desk.submit("brand_one", **wish)
    await desk.looks_for("brand_one", "zone", "tokyo")
    seen = await desk.submit("brand_one", **wish)
    (user,) = await sql.fetch("SELECT * FROM users WHERE id = $1", desk.world.people["brand_one"])

    assert blind.entry_errors.keys() == {"zone"}
    assert seen.ok
    assert user["time_zone"] == "Asia/Tokyo"


@pytest.mark.usefixtures("abroad")
async def test_a_campaign_is_asked_for_in_markets_that_were_looked_for(desk: Office) -> None:
    await given(desk, "requester", "new")
    kinds = asks_for(desk, "requester")
    found = await desk.looks_for("requester", "markets", "land of z")
    await desk.looks_for("requester", "markets", "zq")
    wanted = entries(desk, "900") | {"markets": {"value": ["ZQ"]}}
    outcome = await desk.clicks.submit(TEAM, desk.account("requester"), wanted)
    (row,) = await sql.fetch("SELECT id FROM requests")
    request = await reading.get(await desk.world.actor("requester"), row["id"])

    assert kinds["markets"] == "multi_external_select"
    assert kinds["audio_asset_id"] == "static_select"  # Few of them: they go along.
    assert found == [code for code in MARKETS if code.startswith("Z")]
    assert outcome.ok
    assert request.markets == ("ZQ",)


@pytest.mark.usefixtures("abroad")
async def test_nobody_is_offered_what_they_may_not_choose(desk: Office) -> None:
    world = desk.world
    await given(desk, "requester", "new")
    ours = await desk.looks_for("requester", "markets", "")
    asker = world.people["requester"]
    await people.revoke_role(world.hub, ROOT, asker, Role.REQUESTER)
    nothing = await desk.looks_for("requester", "markets", "")
    await people.grant_role(
        world.hub, ROOT, asker, Role.REQUESTER, brand_id=world.brand_id, market="ZQ"
    )
    one = await desk.looks_for("requester", "markets", "")

    assert len(ours) == len(MARKETS) + 4
    assert nothing == []
    assert one == ["ZQ"]


async def test_who_is_not_known_any_more_is_offered_nothing(desk: Office) -> None:
    await settings(desk, "brand_one")
    before = await desk.looks_for("brand_one", "zone", "berlin")
    await sql.execute("DELETE FROM chat_identities")
    desk.home.users[desk.account("brand_one")].email = "nobody@else.example.com"

    assert before == ["Europe/Berlin"]
    assert await desk.looks_for("brand_one", "zone", "berlin") == []


async def test_colleagues_are_looked_for_where_there_are_many(desk: Office) -> None:
    for number in range(12):
        name, email = f"Colleague {number:02}", f"colleague{number}@hub.example.com"
        added = await people.add_user(desk.world.hub, ROOT, name=name, email=email)
        await people.grant_role(desk.world.hub, ROOT, added.id, Role.REVIEWER)
    await desk.clicks.open_home(TEAM, desk.account("brand_one"))
    home = desk.home.homes[desk.account("brand_one")]
    await desk.clicks.act_on_view(TEAM, desk.account("brand_one"), home.id, ActionId.AWAY)
    found = await desk.looks_for("brand_one", "delegate_id", "colleague 07")
    all_ = await desk.looks_for("brand_one", "delegate_id", "")

    assert asks_for(desk, "brand_one")["delegate_id"] == "external_select"
    assert len(found) == 1
    assert all_[0] == "nobody"
    assert desk.world.people["brand_one"] not in all_


async def test_reviewers_are_looked_for_where_many_could_be_asked_instead(desk: Office) -> None:
    world, manager = desk.world, desk.world.people["manager"]
    for number in range(24):
        name, email = f"Colleague {number:02}", f"colleague{number}@hub.example.com"
        added = await people.add_user(world.hub, ROOT, name=name, email=email)
        await people.grant_role(world.hub, ROOT, added.id, Role.REVIEWER)
        if number % 2 == 0:
            await membership.add_member(world.hub, ROOT, world.teams["brand"], added.id)
    await desk.asks()
    to(desk, MONDAY + timedelta(hours=1))  # Due on Sunday, and carried up since.
    for minutes in (1, 2, 3):
        to(desk, MONDAY + timedelta(hours=1, minutes=minutes))
        await desk.work()
    place = desk.direct("manager")
    (carried,) = [at for at, card in enumerate(desk.shown(place)) if "in time" in card.text]
    await desk.click("manager", place, ActionId.REASSIGN, carried)
    kinds = asks_for(desk, "manager")
    (found,) = await desk.looks_for("manager", "to_user_id", "colleague 07")
    all_ = await desk.looks_for("manager", "to_user_id", "")
    members = await desk.looks_for("manager", "member_id", "")
    await people.revoke_role(world.hub, ROOT, manager, Role.MANAGER)
    none = await desk.looks_for("manager", "to_user_id", "")

    assert kinds == {"member_id": "external_select", "to_user_id": "external_select"}
    assert found in all_
    assert world.people["brand_one"] in members
    assert {*members}.isdisjoint(all_)
    assert {world.people["requester"], world.people["brand_one"]}.isdisjoint(all_)
    assert none == []


@pytest.mark.usefixtures("abroad")
async def test_the_home_is_narrowed_by_what_was_looked_for(desk: Office) -> None:
    await desk.asks(name="Everywhere", markets=MARKETS[:30])
    await desk.asks(name="Nowhere else", markets=["DE"])
    account = desk.account("brand_one")
    await desk.clicks.open_home(TEAM, account)
    view, menu = desk.home.homes[account].id, ActionId.HOME_MARKET
    found = await desk.clicks.suggest(TEAM, account, view, "filters", menu, "x")
    await desk.clicks.act_on_view(TEAM, account, view, menu, value="XA")
    shown = str(desk.home.homes[account].blocks)

    assert [option["value"] for option in found.options] == [*MARKETS[:26]]
    assert "Everywhere" in shown
    assert "Nowhere else" not in shown


async def test_menus_are_answered_over_a_socket_as_well(world: World) -> None:
    async with office(world, by_socket=True) as desk:
        await settings(desk, "brand_one")

        assert await desk.looks_for("brand_one", "zone", "tokyo") == ["Asia/Tokyo"]
