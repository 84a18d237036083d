"""What another site has a browser send to GraphQL: it brings cookies, and no header of ours."""

import json

import pytest

from domain.database import sql
from tests.api.door import SUBMIT, brief, client, token_for
from tests.world import World

#: What a browser sends to another site without asking it first.
SIMPLE = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b")


async def _kept() -> int:
    return len(await sql.fetch("SELECT id FROM requests"))


async def test_a_cookie_lets_nobody_in_whatever_it_is_called(world: World) -> None:
    headers = await token_for(world, "requester")
    secret = headers["authorization"].removeprefix("Bearer ")
    names = ("token", "session", "authorization", "Authorization", "__Host-session")
    cookies = "; ".join(f"{name}={secret}" for name in names)
    body = {"query": SUBMIT, "variables": {"input": {"brief": brief(world)}}}

    crossing = await client(world, {"cookie": cookies}).post("/graphql", json=body)
    own = await client(world, headers | {"cookie": cookies}).post("/graphql", json=body)

    assert '"unauthenticated"' in crossing.text
    assert own.json()["data"]["submitCampaign"]["errors"] == []
    assert await _kept() == 1


@pytest.mark.parametrize("kind", SIMPLE)
async def test_what_a_form_of_another_site_can_send_is_no_question(world: World, kind: str) -> None:
    headers = await token_for(world, "requester") | {"content-type": kind}
    body = json.dumps({"query": SUBMIT, "variables": {"input": {"brief": brief(world)}}})

    answer = await client(world, headers).post("/graphql", content=body)

    assert (answer.status_code, await _kept()) == (415, 0)
