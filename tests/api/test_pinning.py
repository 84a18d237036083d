"""Whose an account at the issuer is: pinned at the first entry, whatever its address later."""

import asyncio
from typing import Any

import pytest

from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql
from domain.errors import Forbidden
from domain.people import service
from domain.people.entering import authenticate
from domain.secrets import Secrets
from tests.api.test_signing_in import VIEWER, authority, front, house, refused
from tests.conftest import SECRET
from tests.connectors.oidc.authority import ISSUER, Authority
from tests.world import ROOT, World

__all__ = ["authority", "house"]

REQUESTER, MANAGER = "requester@hub.example.com", "manager@hub.example.com"
ANOTHER = "belongs to somebody who signs in here with another account"
UNLINK = """mutation($i: UnlinkSignInInput!) { unlinkSignIn(input: $i) {
  user { id } errors { ... on UserError { code } } } }"""


async def name_of(house: World, token: str) -> str:
    viewer = (await front(house, token).data(VIEWER))["viewer"]
    return str(viewer["name"])


async def unlinked(house: World, authority: Authority, who: str, by: str = "admin") -> list[str]:
    token = authority.token(email=f"{by}@hub.example.com", scope="greenlight:admin")
    given = {"userId": house.people[who]}
    done: dict[str, Any] = (await front(house, token).data(UNLINK, i=given))["unlinkSignIn"]
    return [error["code"] for error in done["errors"]]


async def test_an_account_finds_its_person_after_the_address_changed(
    house: World, authority: Authority
) -> None:
    await name_of(house, authority.token(sub="a-1"))

    renamed = authority.token(sub="a-1", email="married@hub.example.com")
    assert await name_of(house, renamed) == "Requester"
    taken = authority.token(sub="a-1", email=MANAGER)
    assert await name_of(house, taken) == "Requester"


async def test_an_address_that_somebody_else_got_opens_nothing_of_the_earlier_owner(
    house: World, authority: Authority
) -> None:
    await name_of(house, authority.token(sub="a-1"))
    said, challenge = await refused(house, authority.token(sub="b-2"))

    assert ANOTHER in said
    assert "ask an admin to unlink" in said
    assert challenge == f'Bearer error="invalid_token", error_description="{said}"'
    assert await name_of(house, authority.token(sub="a-1")) == "Requester"


async def test_an_account_is_told_from_another_to_the_letter(
    house: World, authority: Authority
) -> None:
    await name_of(house, authority.token(sub="a-1"))

    assert ANOTHER in (await refused(house, authority.token(sub="A-1")))[0]


async def test_whoever_comes_first_twice_at_once_is_linked_once(
    house: World, authority: Authority
) -> None:
    token = authority.token(sub="a-1")
    found = await asyncio.gather(*(authenticate(house.hub, token) for _ in range(6)))
    rows = await sql.fetch("SELECT issuer, subject, user_id FROM sign_ins")

    assert {actor.user_id for actor in found} == {house.people["requester"]}
    assert [tuple(dict(row).values()) for row in rows] == [
        (ISSUER, "a-1", house.people["requester"])
    ]


async def test_of_two_accounts_with_one_address_at_once_one_gets_in(
    house: World, authority: Authority
) -> None:
    entries = (authenticate(house.hub, authority.token(sub=f"a-{n}")) for n in range(4))
    found = await asyncio.gather(*entries, return_exceptions=True)

    assert sum(isinstance(item, Actor) for item in found) == 1
    assert sum(isinstance(item, Forbidden) and ANOTHER in item.message for item in found) == 3


async def test_the_link_is_recorded_once_and_names_no_account(
    house: World, authority: Authority
) -> None:
    for _ in range(2):
        await name_of(house, authority.token(sub="a-1"))
    trail = await audit.trail(house.people["requester"])
    linked = [event for event in trail if event.act == "user.sign_in_linked"]

    assert [event.actor_id for event in linked] == [house.people["requester"]]
    assert linked[0].details == {"issuer": ISSUER, "how": "verified address"}
    assert await audit.verify(Secrets.of(SECRET)) == []


async def test_somebody_barred_gets_in_by_no_address(house: World, authority: Authority) -> None:
    await name_of(house, authority.token(sub="a-1"))
    await service.deactivate(house.hub, ROOT, house.people["requester"])

    for email in (REQUESTER, MANAGER):
        token = authority.token(sub="a-1", email=email)
        assert "Nobody who may enter here" in (await refused(house, token))[0]


async def test_an_admin_takes_a_link_away_and_the_next_to_enter_is_linked(
    house: World, authority: Authority
) -> None:
    await name_of(house, authority.token(sub="a-1"))
    done = [await unlinked(house, authority, "requester") for _ in range(2)]
    acts = [event.act for event in await audit.trail(house.people["requester"])]

    assert done == [[], []]
    assert acts.count("user.sign_in_unlinked") == 1
    assert await name_of(house, authority.token(sub="b-2")) == "Requester"
    assert ANOTHER in (await refused(house, authority.token(sub="a-1")))[0]


async def test_only_admins_take_a_link_away(house: World, authority: Authority) -> None:
    await name_of(house, authority.token(sub="a-1"))

    assert await unlinked(house, authority, "requester", by="manager") == ["not_allowed"]
    assert ANOTHER in (await refused(house, authority.token(sub="b-2")))[0]


async def test_forgetting_a_person_forgets_their_account(
    house: World, authority: Authority
) -> None:
    await name_of(house, authority.token(sub="a-1"))
    await service.forget(house.hub, ROOT, house.people["requester"])

    assert await sql.fetch("SELECT id FROM sign_ins") == []
    assert "Nobody who may enter here" in (await refused(house, authority.token(sub="a-1")))[0]


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        (None, "names no account"),
        ("", "names no account"),
        (7, "cannot be read"),
        ("a\0b", "names no account"),
        ("x" * 256, "longer than 255"),
    ],
)
async def test_a_token_without_an_account_lets_nobody_in(
    house: World, authority: Authority, subject: object, said: str
) -> None:
    assert said in (await refused(house, authority.token(sub=subject)))[0]
