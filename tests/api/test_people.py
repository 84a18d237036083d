"""People, teams, tokens and chat accounts through the door."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.actor import Scope
from domain.clock import SteppingClock
from domain.database import sql
from tests.api.door import Door, client, door
from tests.world import World

WHY = "errors { __typename ... on UserError { code message path } }"
USER = f"""mutation($i: CreateUserInput!) {{
  done: createUser(input: $i) {{ user {{ id name email active }} {WHY} }} }}"""
TEAM = f"""mutation($i: CreateTeamInput!) {{
  done: createTeam(input: $i) {{ team {{ id key name }} {WHY} }} }}"""
LINK = f"""mutation($i: LinkChatIdentityInput!) {{
  done: linkChatIdentity(input: $i) {{ user {{ id }} {WHY} }} }}"""
TOKEN = f"""mutation($i: CreateTokenInput!) {{
  done: createToken(input: $i) {{ tokenId secret {WHY} }} }}"""
REVOKE = f"""mutation($i: RevokeTokenInput!) {{
  done: revokeToken(input: $i) {{ tokenId {WHY} }} }}"""
NEW = {"name": "New Reviewer", "email": "new@hub.example.com", "roles": ["REVIEWER"]}


async def does(front: Door, what: str, **given: Any) -> dict[str, Any]:
    done: dict[str, Any] = (await front.data(what, i=given))["done"]
    return done


def codes(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]


async def a_token(front: Door, world: World, **changes: Any) -> dict[str, Any]:
    expires: datetime = world.hub.clock.now() + timedelta(days=30)
    given = {"name": "mine", "scopes": ["READ"], "expiresAt": expires.isoformat()}
    return await does(front, TOKEN, **(given | changes))


async def test_a_person_is_added_with_roles_and_found(world: World) -> None:
    front = await door(world, "admin")
    made = await does(front, USER, **NEW)
    listed = await front.data("{ users { id email } }")

    assert made["errors"] == []
    assert {"id": made["user"]["id"], "email": NEW["email"]} in listed["users"]


@pytest.mark.parametrize("who", ["manager", "requester", "brand_one", "agent", "auditor"])
async def test_only_admins_change_people(world: World, who: str) -> None:
    front = await door(world, who)

    assert codes(await does(front, USER, **NEW)) == ["not_allowed"]
    assert codes(await does(front, TEAM, key="press", name="Press")) == ["not_allowed"]
    link = {"workspaceId": "T0001", "chatUserId": "U1", "userId": world.people[who]}
    assert codes(await does(front, LINK, **link)) == ["not_allowed"]


@pytest.mark.parametrize("who", ["requester", "brand_one", "agent"])
async def test_who_may_not_see_people_is_told(world: World, who: str) -> None:
    answer = await (await door(world, who)).send("{ users { id } }")

    assert answer["errors"][0]["extensions"]["code"] == "not_allowed"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": ""}, "bad_name"),
        ({"email": "nobody"}, "bad_email"),
        ({"email": "manager@hub.example.com"}, "exists_already"),
        ({"email": " Manager@HUB.example.com "}, "exists_already"),
        ({"agencyId": "agy_none"}, "no_such_agency"),
        ({"roles": ["AGENCY"]}, "role_does_not_fit"),
    ],
)
async def test_what_is_wrong_with_a_person_is_said_and_nothing_stays(
    world: World, change: dict[str, Any], code: str
) -> None:
    front = await door(world, "admin")
    before = await front.data("{ users { id } }")
    payload = await does(front, USER, **(NEW | change))

    assert payload["user"] is None
    assert codes(payload) == [code]
    assert await front.data("{ users { id } }") == before


async def test_a_team_is_added_with_its_members(world: World) -> None:
    front = await door(world, "admin")
    members = [world.people["brand_one"], world.people["legal_one"]]
    made = await does(front, TEAM, key="press", name="Press", memberIds=members)
    again = await does(front, TEAM, key="press", name="Press again")
    strange = await does(front, TEAM, key="social", name="Social", memberIds=["usr_none"])

    assert made["errors"] == []
    assert codes(again) == ["exists_already"]
    assert codes(strange) == ["no_such_user"]
    assert codes(await does(front, TEAM, key="Not A Key", name="x")) == ["bad_key"]


async def test_a_chat_account_is_linked_to_one_person(world: World) -> None:
    front = await door(world, "admin")
    link = {"workspaceId": "T0001", "chatUserId": "U77"}
    first = await does(front, LINK, **link, userId=world.people["brand_one"])
    second = await does(front, LINK, **link, userId=world.people["brand_two"])
    nobody = await does(front, LINK, **(link | {"chatUserId": "U78"}), userId="usr_none")

    assert first["user"] == {"id": world.people["brand_one"]}
    assert len(codes(second)) == 1
    assert codes(nobody) == ["no_such_user"]


async def test_a_token_is_shown_once_and_kept_as_a_digest(world: World) -> None:
    front = await door(world, "requester")
    made = await a_token(front, world, idempotencyKey="k1")
    again = await a_token(front, world, idempotencyKey="k1")
    rows = await sql.fetch("SELECT * FROM tokens WHERE id = $1", made["tokenId"])

    listed = await front.data("{ viewer { tokens { name scopes revokedAt } } }")

    assert listed["viewer"]["tokens"][0] == {"name": "mine", "scopes": ["READ"], "revokedAt": None}
    assert made["secret"].startswith("glt_")
    assert (again["tokenId"], again["secret"]) == (made["tokenId"], None)
    assert made["secret"] not in str(dict(rows[0]))


async def test_a_token_opens_the_door_until_it_ends(world: World, clock: SteppingClock) -> None:
    front = await door(world, "requester")
    made = await a_token(front, world)
    headers = {"authorization": f"Bearer {made['secret']}"}
    mine = Door(client(world, headers))

    assert (await mine.data("{ viewer { scopes } }"))["viewer"] == {"scopes": ["READ"]}
    clock.advance(timedelta(days=31))
    late = await mine.client.post("/graphql", json={"query": "{ viewer { id } }"})
    assert late.status_code == 401


async def test_a_revoked_token_opens_nothing(world: World) -> None:
    front = await door(world, "requester")
    made = await a_token(front, world)
    ended = await does(front, REVOKE, tokenId=made["tokenId"])
    headers = {"authorization": f"Bearer {made['secret']}"}
    late = await client(world, headers).post("/graphql", json={"query": "{ viewer { id } }"})

    assert ended == {"tokenId": made["tokenId"], "errors": []}
    assert late.status_code == 401


async def test_somebody_elses_token_cannot_be_ended(world: World) -> None:
    made = await a_token(await door(world, "requester"), world)

    ended = await does(await door(world, "manager"), REVOKE, tokenId=made["tokenId"])
    assert codes(ended) in (["no_such_token"], ["not_allowed"])
    assert (await does(await door(world, "admin"), REVOKE, tokenId=made["tokenId"]))["tokenId"]


async def test_a_token_gives_no_more_than_its_maker_holds(world: World) -> None:
    writer = await door(world, "requester", frozenset({Scope.READ, Scope.WRITE}))

    assert codes(await a_token(writer, world, scopes=["ADMIN"])) == ["bad_scopes"]
    assert codes(await a_token(writer, world, scopes=[])) == ["bad_scopes"]


async def test_a_token_that_only_reads_makes_none_that_would_outlive_it(world: World) -> None:
    reader = await door(world, "requester", frozenset({Scope.READ}))

    assert codes(await a_token(reader, world)) == ["scope_missing"]


async def test_tokens_for_others_take_an_admin(world: World) -> None:
    other = world.people["agent"]

    refused = await a_token(await door(world, "manager"), world, userId=other)
    made = await a_token(await door(world, "admin"), world, userId=other)
    nobody = await a_token(await door(world, "admin"), world, userId="usr_none")
    assert codes(refused) == ["not_allowed"]
    assert made["errors"] == []
    assert codes(nobody) == ["no_such_user"]


@pytest.mark.parametrize("days", [-1, 0, 400])
async def test_a_token_ends_within_a_year(world: World, days: int) -> None:
    expires = world.hub.clock.now() + timedelta(days=days)
    front = await door(world, "requester")
    payload = await a_token(front, world, expiresAt=expires.isoformat())

    assert payload["secret"] is None
    assert len(codes(payload)) == 1


async def test_nobody_in_particular_changes_nothing(world: World) -> None:
    answer = await Door(client(world)).send(USER, i=NEW)

    assert answer["data"] is None
    assert answer["errors"][0]["extensions"]["code"] == "unauthenticated"


async def test_a_token_that_writes_may_read_what_it_wrote(world: World) -> None:
    writer = await door(world, "requester", frozenset({Scope.WRITE}))
    payload = await writer.submit(world)
    seen = await writer.data("{ viewer { scopes } }")

    assert payload["request"]["state"] == "IN_REVIEW"
    assert seen["viewer"] == {"scopes": ["READ", "WRITE"]}


STANDING = {
    "grantRole": ("GrantRoleInput", "user { active grants { role market } }"),
    "revokeRole": ("RevokeRoleInput", "user { active grants { role market } }"),
    "addTeamMember": ("AddTeamMemberInput", "user { id }"),
    "removeTeamMember": ("RemoveTeamMemberInput", "user { id }"),
    "unlinkChatIdentity": ("UnlinkChatIdentityInput", "user { id }"),
    "unlinkSignIn": ("UnlinkSignInInput", "user { id }"),
    "deactivateUser": ("DeactivateUserInput", "user { active }"),
    "forgetUser": ("ForgetUserInput", "user { name active }"),
}


async def stands(front: Door, act: str, **given: Any) -> dict[str, Any]:
    kind, shown = STANDING[act]
    return await does(
        front, f"mutation($i: {kind}!) {{ done: {act}(input: $i) {{ {shown} {WHY} }} }}", **given
    )


async def test_a_role_is_given_and_taken_away(world: World) -> None:
    front, user_id = await door(world, "admin"), world.people["brand_one"]
    narrow = {"userId": user_id, "role": "REVIEWER", "market": "DE"}
    given = await stands(front, "grantRole", **narrow)
    await stands(front, "revokeRole", userId=user_id, role="REVIEWER")
    left = await stands(front, "revokeRole", userId=user_id, role="MANAGER")

    assert given["user"]["grants"] == [
        {"role": "REVIEWER", "market": None},
        {"role": "REVIEWER", "market": "DE"},
    ]
    assert left["user"]["grants"] == [{"role": "REVIEWER", "market": "DE"}]


async def test_a_leaver_is_taken_out_barred_and_forgotten(world: World) -> None:
    front, user_id = await door(world, "admin"), world.people["legal_one"]
    theirs = await door(world, "legal_one")
    team = {"teamId": world.teams["legal"], "userId": user_id}
    out = await stands(front, "removeTeamMember", **team)
    back = await stands(front, "addTeamMember", **team)
    barred = await stands(front, "deactivateUser", userId=user_id)
    shut = await theirs.client.post("/graphql", json={"query": "{ viewer { name } }"})
    gone = await stands(front, "forgetUser", userId=user_id)

    assert out["user"] == back["user"] == {"id": user_id}
    assert barred["user"] == {"active": False}
    assert shut.status_code == 401
    assert gone["user"] == {"name": "(forgotten)", "active": False}


async def test_the_last_admin_stays(world: World) -> None:
    front, user_id = await door(world, "admin"), world.people["admin"]
    for act, more in (
        ("revokeRole", {"role": "ADMIN"}),
        ("deactivateUser", {}),
        ("forgetUser", {}),
    ):
        assert codes(await stands(front, act, userId=user_id, **more)) == ["last_admin"]
    await stands(front, "grantRole", userId=world.people["manager"], role="ADMIN")

    assert codes(await stands(front, "deactivateUser", userId=user_id)) == []


@pytest.mark.parametrize("act", STANDING)
async def test_only_admins_change_what_people_may_do(world: World, act: str) -> None:
    more = {"role": "ADMIN"} if "Role" in act else {}
    more |= {"workspaceId": "T0001", "chatUserId": "U1"} if "Chat" in act else {}
    team = {"teamId": world.teams["legal"]} if "Team" in act else {}
    given = {"userId": world.people["manager"], **more, **team}

    assert codes(await stands(await door(world, "manager"), act, **given)) == ["not_allowed"]


PLACE = f"""mutation($i: ChangeTeamPlaceInput!) {{
  done: changeTeamPlace(input: $i) {{ team {{ place }} {WHY} }} }}"""


async def test_a_teams_cards_are_sent_elsewhere(world: World) -> None:
    front, team = await door(world, "admin"), world.teams["legal"]
    moved = await does(front, PLACE, teamId=team, workspaceId="T0001", place="CNEW")
    half = await does(front, PLACE, teamId=team, place="CNEW")
    nobody = await does(front, PLACE, teamId=world.brand_id, workspaceId="T0001", place="C")
    barred = await does(await door(world, "manager"), PLACE, teamId=team)

    assert moved["team"] == {"place": "CNEW"}
    assert codes(half) == ["half_a_place"]
    assert codes(nobody) == ["no_such_team"]
    assert codes(barred) == ["not_allowed"]


async def test_a_chat_account_is_parted_from_a_person(world: World) -> None:
    front, user_id = await door(world, "admin"), world.people["brand_one"]
    account = {"workspaceId": "T0001", "chatUserId": "UBRAND"}
    await does(front, LINK, userId=user_id, **account)
    await stands(front, "unlinkChatIdentity", userId=user_id, **account)
    other = await does(front, LINK, userId=world.people["brand_two"], **account)

    assert codes(other) == []
