"""Who may see and do what, and how people prove who they are."""

from datetime import timedelta

import pytest

from domain.actor import Actor, Door, Role, RoleGrant, Scope
from domain.clock import SteppingClock
from domain.database import sql
from domain.errors import Conflict, Forbidden, HubError, Invalid, Missing
from domain.people import accounts, membership, service, tokens
from domain.people.entering import authenticate
from domain.people.model import Act
from domain.people.rules import ACCESS, may, sight_of, spelled
from tests.world import ROOT, World


def actor(role: Role, **more: object) -> Actor:
    return Actor("usr_1", "Somebody", Door.API, (RoleGrant(role, **more),))  # type: ignore[arg-type]


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("role", list(Role))
def test_the_table_is_what_counts(role: Role, act: Act) -> None:
    assert may(actor(role), act) is (role in ACCESS[act][0])


@pytest.mark.parametrize("act", [Act.VOTE, Act.SUBMIT_REQUEST, Act.CHANGE_CATALOG])
def test_a_token_gives_no_more_than_its_scopes(act: Act) -> None:
    reader = Actor("usr_1", "S", Door.API, (RoleGrant(Role.ADMIN),), scopes=frozenset({Scope.READ}))

    assert not may(reader, act)


def test_a_role_for_one_brand_is_none_for_another() -> None:
    narrow = actor(Role.MANAGER, brand_id="brd_1")

    assert may(narrow, Act.SUBMIT_REQUEST, brand_id="brd_1")
    assert not may(narrow, Act.SUBMIT_REQUEST, brand_id="brd_2")


def test_a_role_for_one_market_takes_no_other_along() -> None:
    narrow = actor(Role.MANAGER, market="DE")

    assert may(narrow, Act.SUBMIT_REQUEST, markets=("DE",))
    assert not may(narrow, Act.SUBMIT_REQUEST, markets=("DE", "AT"))


def test_a_role_for_a_country_asks_for_something_of_a_brand_and_changes_nothing_of_all_of_it() -> (
    None
):
    narrow = Actor("usr_1", "Moss", Door.API, (RoleGrant(Role.MANAGER, market="DE"),))

    assert may(narrow, Act.SUBMIT_REQUEST, brand_id="brd_1")  # Its files are for any of them.
    assert not may(narrow, Act.CHANGE_CATALOG, brand_id="brd_1")
    assert may(narrow, Act.CHANGE_CATALOG, brand_id="brd_1", markets=("DE",))


def test_somebody_from_an_agency_sees_their_agency_and_nothing_else() -> None:
    agent = Actor("usr_1", "A", Door.API, (RoleGrant(Role.ADMIN),), agency_id="agy_1")
    sight = sight_of(agent)

    assert (sight.everything, sight.agency_id, sight.user_id) == (False, "agy_1", None)


async def test_a_tokens_secret_is_kept_nowhere_and_opens_the_door(world: World) -> None:
    hub, owner = world.hub, await world.actor("requester")
    expires = hub.clock.now() + timedelta(days=1)
    _, secret = await tokens.issue_token(hub, owner, "t", frozenset(Scope), expires)
    kept = str([dict(row) for row in await sql.fetch("SELECT * FROM tokens")])
    told = str([dict(row) for row in await sql.fetch("SELECT details FROM audit_events")])
    found = await authenticate(hub, secret)

    assert secret not in kept + told
    assert found.user_id == owner.user_id


@pytest.mark.parametrize("end", ["expired", "revoked", "barred"])
async def test_a_token_ends(world: World, clock: SteppingClock, end: str) -> None:
    hub, owner = world.hub, await world.actor("requester")
    expires = hub.clock.now() + timedelta(days=1)
    token, secret = await tokens.issue_token(hub, owner, "t", frozenset(Scope), expires)
    if end == "expired":
        clock.advance(timedelta(days=1))
    elif end == "revoked":
        await tokens.revoke_token(hub, owner, token.id)
    else:
        await service.deactivate(hub, ROOT, owner.user_id or "")

    with pytest.raises(Forbidden, match="unknown, expired or revoked"):
        await authenticate(hub, secret)


async def test_nobody_makes_tokens_for_others_but_admins(world: World) -> None:
    hub, expires = world.hub, world.hub.clock.now() + timedelta(days=1)
    with pytest.raises(Forbidden):
        await tokens.issue_token(
            hub,
            await world.actor("requester"),
            "t",
            frozenset({Scope.READ}),
            expires,
            for_user_id=world.people["admin"],
        )


@pytest.mark.parametrize("days", [0, -1, 367])
async def test_a_token_lives_a_year_at_most(world: World, days: int) -> None:
    owner = await world.actor("requester")
    expires = world.hub.clock.now() + timedelta(days=days)
    with pytest.raises(Invalid):
        await tokens.issue_token(world.hub, owner, "t", frozenset(Scope), expires)


async def test_a_chat_account_belongs_to_one_person(world: World) -> None:
    hub, people = world.hub, world.people
    await accounts.link_identity(hub, ROOT, "T1", "U1", people["admin"], "test")
    with pytest.raises(Conflict):
        await accounts.link_identity(hub, ROOT, "T1", "U1", people["manager"], "test")


async def test_the_role_agency_is_for_people_of_agencies(world: World) -> None:
    for nickname, role in (("requester", Role.AGENCY), ("agent", Role.REVIEWER)):
        with pytest.raises(HubError, match="agency"):
            await service.grant_role(world.hub, ROOT, world.people[nickname], role)


async def chains() -> int:
    return len(await sql.fetch("SELECT subject, position FROM audit_events"))


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ({"brand_id": "brd_none"}, "no_such_brand"),
        ({"market": "germany!!"}, "no_such_market"),
        ({"market": "JP"}, "no_such_market"),
    ],
)
async def test_a_role_is_for_a_brand_and_a_market_there_is(
    world: World, place: dict[str, str], code: str
) -> None:
    before = await chains()
    with pytest.raises(HubError) as caught:
        await service.grant_role(
            world.hub,
            ROOT,
            world.people["manager"],
            Role.MANAGER,
            brand_id=place.get("brand_id"),
            market=place.get("market"),
        )

    assert caught.value.code == code
    assert await chains() == before


async def test_a_role_that_is_held_is_not_given_again(world: World) -> None:
    before = await chains()
    await service.grant_role(world.hub, ROOT, world.people["manager"], Role.MANAGER)
    assert await chains() == before

    await service.grant_role(world.hub, ROOT, world.people["manager"], Role.MANAGER, market="DE")
    await service.grant_role(world.hub, ROOT, world.people["manager"], Role.MANAGER, market="DE")
    assert await chains() == before + 1
    assert len((await world.actor("manager")).roles) == 2


async def test_there_is_no_place_in_a_team_there_is_not(world: World) -> None:
    before, user = await chains(), world.people["brand_one"]
    for change in (membership.add_member, membership.remove_member):
        with pytest.raises(Missing):
            await change(world.hub, ROOT, "tem_none", user)

    assert await chains() == before


async def test_who_is_in_no_team_is_not_taken_out(world: World) -> None:
    team, user = world.teams["brand"], world.people["brand_one"]
    await membership.remove_member(world.hub, ROOT, team, user)
    before = await chains()
    await membership.remove_member(world.hub, ROOT, team, user)

    assert await chains() == before
    assert team not in (await world.actor("brand_one")).team_ids


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" Anna@HUB.Example.com ", "anna@hub.example.com"),
        ("\u00dcnal@hub.example.com", "\u00fcnal@hub.example.com"),
        ("\u212aim@hub.example.com", "\u212aim@hub.example.com"),
        ("ro\u017fe@hub.example.com", "ro\u017fe@hub.example.com"),
        ("\ufb01n@hub.example.com", "\ufb01n@hub.example.com"),
        ("stra\u00dfe@hub.example.com", "stra\u00dfe@hub.example.com"),
        ("\u0130da@hub.example.com", "\u0130da@hub.example.com"),
    ],
)
def test_no_letter_of_an_address_becomes_another(given: str, kept: str) -> None:
    assert spelled(given) == kept
