"""While the database is out callers are told when to come again, in their own form."""

from typing import Any

import pytest

from tests.api.door import Door, door
from tests.out import fall_silent
from tests.world import World, square

CREATE = "mutation($i: CreateTeamInput!) { createTeam(input: $i) { errors { __typename } } }"
LATE = "database_unavailable"


async def asked(front: Door, query: str, **variables: Any) -> Any:
    return await front.client.post("/graphql", json={"query": query, "variables": variables})


@pytest.mark.parametrize("about", ["", "FROM teams"])
async def test_a_query_comes_again(
    world: World, monkeypatch: pytest.MonkeyPatch, about: str
) -> None:
    front = await door(world, "admin")
    fall_silent(monkeypatch, about)
    answer = await asked(front, "{ teams { key } }")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == [LATE]


async def test_a_mutation_with_a_key_comes_again_and_is_done_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = await door(world, "admin")
    given = {"key": "editors", "name": "New", "idempotencyKey": "once"}
    with monkeypatch.context() as patch:
        fall_silent(patch, "teams")  # It is written, and cannot be read for the answer.
        answer = await asked(front, CREATE, i=given)
        assert answer.status_code == 503
        assert answer.json()["errors"][0]["extensions"]["code"] == LATE

    assert (await front.data(CREATE, i=given))["createTeam"]["errors"] == []


async def test_a_mutation_that_cannot_be_begun_comes_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = await door(world, "admin")
    given = {"key": "editors", "name": "New", "idempotencyKey": "once"}
    with monkeypatch.context() as patch:
        fall_silent(patch, "receipts")
        answer = await asked(front, CREATE, i=given)
        assert answer.status_code == 503
        assert answer.json()["errors"][0]["extensions"]["code"] == LATE


async def test_an_upload_comes_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    front, content = await door(world, "requester"), square(64)
    announce = """mutation($i: CreateUploadInput!) { done: createUpload(input: $i) {
      uploadUrl errors { __typename } } }"""
    given = {"brandId": world.brand_id, "kind": "IMAGE", "name": "a.png", "size": len(content)}
    url = (await front.data(announce, i=given))["done"]["uploadUrl"]
    with monkeypatch.context() as patch:
        fall_silent(patch, "assets")
        answer = await front.client.put(url, content=content)
        assert (answer.status_code, answer.json()["error"]) == (503, LATE)
        assert answer.headers["retry-after"] == "5"

    assert (await front.client.put(url, content=content)).status_code == 200


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("path", ["/r/spring-link", "/join/spring-form"])
async def test_people_outside_come_again(
    world: World, monkeypatch: pytest.MonkeyPatch, path: str, accept: str
) -> None:
    front = await door(world, "requester")
    fall_silent(monkeypatch)
    answer = await front.client.get(path, headers={"accept": accept})

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "try again shortly" in answer.text
