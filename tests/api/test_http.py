"""The endpoint as HTTP: what is malformed, foreign or unknown is told so, never with a 500."""

import json

import pytest

from api.endpoint.accepting import EVENT_TYPE, JSON_TYPE, RESPONSE_TYPE
from domain.actor import Scope
from tests.api.door import client, door
from tests.world import World

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_only_post_is_allowed(world: World, method: str) -> None:
    answer = await client(world).request(method, "/graphql")

    assert (answer.status_code, answer.headers.get("allow")) in {(405, "POST"), (405, "GET, HEAD")}


@pytest.mark.parametrize(
    "body", [b"{", b"\xff\xfe\x00", b"", b"[1, 2]", b"7", b'{"query": 7}', b"[" * 100_000]
)
async def test_a_body_that_is_none_is_told_so(world: World, body: bytes) -> None:
    answer = await client(world).post("/graphql", content=body, headers=JSON)

    assert 400 <= answer.status_code < 500
    assert answer.json()["errors"][0]["message"]


async def test_twenty_megabytes_are_refused(world: World) -> None:
    answer = await client(world).post("/graphql", content=b"x" * 20_000_000, headers=JSON)

    assert answer.status_code == 413


async def test_an_unknown_token_is_refused(world: World) -> None:
    front = client(world, {"authorization": "Bearer glt_guessed"})
    answer = await front.post("/graphql", json={"query": "{ brands { id } }"})

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith('Bearer error="invalid_token"')


async def test_nobody_in_particular_may_read_the_schema_and_nothing_else(world: World) -> None:
    front = client(world)
    schema = await front.post("/graphql", json={"query": "{ __schema { queryType { name } } }"})
    data = await front.post("/graphql", json={"query": "{ brands { id } }"})

    assert schema.json()["data"]["__schema"]["queryType"] == {"name": "Query"}
    assert data.json()["errors"][0]["extensions"]["code"] == "unauthenticated"


async def test_the_caller_gets_the_type_it_asks_for(world: World) -> None:
    front = (await door(world, "requester")).client
    accept = {"accept": RESPONSE_TYPE}
    good = await front.post("/graphql", json={"query": "{ viewer { name } }"}, headers=accept)
    bad = await front.post("/graphql", json={"query": "{ nothing"}, headers=accept)
    old = await front.post("/graphql", json={"query": "{ nothing"})

    assert good.headers["content-type"].startswith(RESPONSE_TYPE)
    assert (good.status_code, bad.status_code, old.status_code) == (200, 400, 200)
    assert "data" not in bad.json()


@pytest.mark.parametrize(
    ("said", "status", "kind"),
    [
        ("", 200, JSON_TYPE),
        ("*/*", 200, JSON_TYPE),
        ("application/*", 200, JSON_TYPE),
        (f"{RESPONSE_TYPE};q=0, */*", 200, JSON_TYPE),
        (f"{RESPONSE_TYPE}, {JSON_TYPE};q=0.9", 200, RESPONSE_TYPE),
        (f"{RESPONSE_TYPE};q=0.5, {JSON_TYPE}", 200, JSON_TYPE),
        (f"{JSON_TYPE};q=0, */*;q=0.1", 200, RESPONSE_TYPE),
        (f"text/event-stream;q=0, {JSON_TYPE}", 200, JSON_TYPE),
        ("text/event-stream", 200, EVENT_TYPE),
        (f"{JSON_TYPE};q=zero", 200, JSON_TYPE),
        ("text/html", 406, JSON_TYPE),
        ("*/*;q=0", 406, JSON_TYPE),
        (f"{JSON_TYPE};q=0", 406, JSON_TYPE),
    ],
)
async def test_an_answer_has_no_type_that_the_caller_ruled_out(
    world: World, said: str, status: int, kind: str
) -> None:
    front = (await door(world, "requester")).client
    asked = {"query": "{ __typename }"}
    answer = await front.post("/graphql", json=asked, headers={"accept": said})

    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (status, kind)
    if status == 406:
        assert answer.json()["errors"][0]["extensions"]["code"] == "not_acceptable"


async def test_a_foreign_origin_is_not_let_in(world: World) -> None:
    headers = {"origin": "https://evil.example.com", "access-control-request-method": "POST"}
    answer = await client(world).options("/graphql", headers=headers)

    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example.com"}])
async def test_caches_hear_of_every_answer_that_it_may_hang_on_the_origin(
    world: World, headers: dict[str, str]
) -> None:
    answer = await client(world).post("/graphql", json={"query": "{ __typename }"}, headers=headers)

    assert answer.headers["vary"] == "Origin"


async def test_a_token_that_only_reads_cannot_write(world: World) -> None:
    front = await door(world, "requester", frozenset({Scope.READ}))
    payload = await front.submit(world)

    assert payload["errors"][0]["code"] == "scope_missing"


async def test_what_goes_wrong_on_our_side_is_masked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("the password is hunter2")

    monkeypatch.setattr("api.catalog.entries.records.brands", broken)
    front = (await door(world, "requester")).client
    answer = await front.post("/graphql", json={"query": "{ brands { id } }"})
    error = answer.json()["errors"][0]

    assert "hunter2" not in json.dumps(answer.json())
    assert error["extensions"]["code"] == "internal"
    assert error["extensions"]["incident"].startswith("evt_")
